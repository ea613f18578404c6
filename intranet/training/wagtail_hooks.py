"""What the training room adds to the admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from intranet.training.models import ProgrammeRun
from intranet.training.viewsets import KeptPolicy, RunViewSet

register_permission_policy(ProgrammeRun, KeptPolicy(ProgrammeRun))


@hooks.register("register_admin_viewset")
def runs_in_the_menu() -> RunViewSet:
    return RunViewSet()
