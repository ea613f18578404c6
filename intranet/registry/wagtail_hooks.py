"""What the register adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.permissions import register_permission_policy

from intranet.registry.forms.choosers import HOLDER_CHOOSER
from intranet.registry.models import AnnulmentRequest, ApiKey, Certificate, ColumnMapping, ImportBatch
from intranet.registry.panels import AnnulmentsAsked, IssuingLocked, Work
from intranet.registry.policies import ImportPolicy, IssuedPolicy, KeyPolicy, MappingPolicy
from intranet.registry.viewsets import RegisterGroup, RegisterSettingsGroup

register_permission_policy(Certificate, IssuedPolicy(Certificate))
register_permission_policy(ImportBatch, ImportPolicy(ImportBatch))
register_permission_policy(ColumnMapping, MappingPolicy(ColumnMapping))
register_permission_policy(AnnulmentRequest, IssuedPolicy(AnnulmentRequest))
register_permission_policy(ApiKey, KeyPolicy(ApiKey))


@hooks.register("register_admin_viewset")
def register_in_the_menu() -> list[ViewSetGroup]:
    return [RegisterGroup(), RegisterSettingsGroup()]


@hooks.register("register_admin_viewset")
def holder_chooser() -> ViewSet:
    return HOLDER_CHOOSER


@hooks.register("construct_homepage_panels")
def lock_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("registry.view_certificate"):
        panels.append(IssuingLocked())
    if request.user.has_perm("registry.annul_certificate"):
        panels.append(AnnulmentsAsked())
    if request.user.has_perm("registry.add_draft"):
        panels.append(Work())
