from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from intranet.core.health_views import RUNS_THE_SITE, Unwell, site_health
from intranet.core.institution_views import edit_institution
from intranet.core.models import AuditEntry, Job
from intranet.core.operation_views import ReadOnlyPolicy
from intranet.core.viewsets import AuditEntryViewSet, HolidayViewSet, JobPolicy, JobViewSet

register_permission_policy(AuditEntry, ReadOnlyPolicy(AuditEntry))
register_permission_policy(Job, JobPolicy(Job))


class InstitutionMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm("core.change_institution")


@hooks.register("register_admin_urls")
def institution_address() -> list[URLPattern]:
    return [
        path("institution/", edit_institution, name="institution"),
        path("site-health/", site_health, name="site_health"),
    ]


@hooks.register("register_settings_menu_item")
def institution_menu_item() -> MenuItem:
    return InstitutionMenuItem(_("Institution"), reverse("institution"), icon_name="site", order=100)


class HealthMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(RUNS_THE_SITE)


@hooks.register("register_reports_menu_item")
def health_menu_item() -> MenuItem:
    return HealthMenuItem(_("How the site is doing"), reverse("site_health"), icon_name="success", order=50)


@hooks.register("construct_homepage_panels")
def health_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(RUNS_THE_SITE):
        panels.append(Unwell())


@hooks.register("register_admin_viewset")
def screens_of_the_house() -> list[ViewSet]:
    return [HolidayViewSet("holiday"), JobViewSet("job"), AuditEntryViewSet("auditentry")]


@hooks.register("insert_global_admin_css")
def own_rules_of_the_administration() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_main_menu")
def without_links_to_outside_addresses(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out Wagtail's help menu: its links lead to outside addresses."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]
