"""What the register adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from intranet.registry.models import Certificate, ImportBatch
from intranet.registry.panels import IssuingLocked
from intranet.registry.policies import ImportPolicy, IssuedPolicy
from intranet.registry.viewsets import RegisterGroup

register_permission_policy(Certificate, IssuedPolicy(Certificate))
register_permission_policy(ImportBatch, ImportPolicy(ImportBatch))


@hooks.register("register_admin_viewset")
def register_in_the_menu() -> ViewSetGroup:
    return RegisterGroup()


@hooks.register("construct_homepage_panels")
def lock_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("registry.view_certificate"):
        panels.append(IssuingLocked())
