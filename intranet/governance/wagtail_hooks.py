"""What the governance room adds to the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from intranet.governance.viewsets import GovernanceGroup


@hooks.register("register_admin_viewset")
def governance_in_the_menu() -> ViewSetGroup:
    return GovernanceGroup()
