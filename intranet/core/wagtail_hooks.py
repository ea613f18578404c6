from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from intranet.core.institution_views import edit_institution


class InstitutionMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm("core.change_institution")


@hooks.register("register_admin_urls")
def institution_address() -> list[URLPattern]:
    return [path("institution/", edit_institution, name="institution")]


@hooks.register("register_settings_menu_item")
def institution_menu_item() -> MenuItem:
    return InstitutionMenuItem(_("Institution"), reverse("institution"), icon_name="site", order=100)
