"""What this room adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from intranet.core.operation_views import ReadOnlyPolicy
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.panels import Due
from intranet.deadlines.viewsets import DeadlinesGroup, RulesPolicy

register_permission_policy(Deadline, ReadOnlyPolicy(Deadline))
register_permission_policy(RuleSetting, RulesPolicy(RuleSetting))


@hooks.register("register_admin_viewset")
def deadlines_in_the_menu() -> DeadlinesGroup:
    return DeadlinesGroup()


@hooks.register("construct_homepage_panels")
def deadlines_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(Due())
