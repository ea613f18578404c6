"""What the register adds to the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from intranet.registry.models import Certificate, ImportBatch
from intranet.registry.policies import ImportPolicy, IssuedPolicy
from intranet.registry.viewsets import RegisterGroup

register_permission_policy(Certificate, IssuedPolicy(Certificate))
register_permission_policy(ImportBatch, ImportPolicy(ImportBatch))


@hooks.register("register_admin_viewset")
def register_in_the_menu() -> ViewSetGroup:
    return RegisterGroup()
