"""What this room adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from intranet.core.operation_views import ReadOnlyPolicy
from intranet.deadlines.forecast_views import SEES_ALL, what_goes_out
from intranet.deadlines.models import Deadline
from intranet.deadlines.panels import Due
from intranet.deadlines.viewsets import DeadlinesGroup

register_permission_policy(Deadline, ReadOnlyPolicy(Deadline))


@hooks.register("register_admin_viewset")
def deadlines_in_the_menu() -> DeadlinesGroup:
    return DeadlinesGroup()


@hooks.register("construct_homepage_panels")
def deadlines_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(Due())


class ForecastMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(SEES_ALL)


@hooks.register("register_admin_urls")
def forecast_address() -> list[URLPattern]:
    return [path("what-goes-out/", what_goes_out, name="what_goes_out")]


@hooks.register("register_reports_menu_item")
def forecast_in_the_menu() -> MenuItem:
    return ForecastMenuItem(_("What goes out tomorrow"), reverse("what_goes_out"), icon_name="mail", order=705)
