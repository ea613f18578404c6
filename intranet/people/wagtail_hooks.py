"""What the people's room adds to the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from intranet.core.operation_views import ReadOnlyPolicy
from intranet.people.models import SignIn
from intranet.people.retaining import retention_table
from intranet.people.viewsets import PeopleGroup

register_permission_policy(SignIn, ReadOnlyPolicy(SignIn))


@hooks.register("register_admin_viewset")
def people_in_the_menu() -> ViewSetGroup:
    return PeopleGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("retention/", retention_table, name="retention")]


class RetentionMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm("core.view_retentionperiod")


@hooks.register("register_settings_menu_item")
def retention_in_the_menu() -> MenuItem:
    return RetentionMenuItem(_("What is kept how long"), reverse("retention"), icon_name="time", order=900)
