"""What this room adds to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from intranet.notices.models import Letter
from intranet.notices.panels import StuckLetters
from intranet.notices.views.paper import HANDS_OVER
from intranet.notices.views.previews import letter, preview
from intranet.notices.viewsets import SEES_ALL, SETS_LETTERS, LetterViewSet, PostRoomPolicy, addresses

register_permission_policy(Letter, PostRoomPolicy(Letter))


@hooks.register("register_admin_viewset")
def letters_in_the_menu() -> LetterViewSet:
    return LetterViewSet("letter")


@hooks.register("construct_homepage_panels")
def letters_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(SEES_ALL):
        panels.append(StuckLetters())


PREVIEWS = [
    path("notices/preview/", preview, name="notice_preview"),
    path("notices/preview/letter/", letter, name="notice_preview_letter"),
]


class PermittedMenuItem(MenuItem):
    """An entry of a menu for the holders of a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self._permission))


@hooks.register("register_admin_urls")
def addresses_of_the_post_room() -> list[URLPattern]:
    return [*addresses(), *PREVIEWS]


@hooks.register("register_reports_menu_item")
def unreachable_people_in_the_menu() -> MenuItem:
    name, address = _("Who cannot be reached by letter"), reverse("unreachable_people")
    return PermittedMenuItem(name, address, icon_name="warning", order=710, permission=SEES_ALL)


@hooks.register("register_reports_menu_item")
def missing_receipts_in_the_menu() -> MenuItem:
    name, address = _("Receipts that are missing"), reverse("missing_receipts")
    return PermittedMenuItem(name, address, icon_name="time", order=720, permission=SEES_ALL)


@hooks.register("register_reports_menu_item")
def notices_on_paper_in_the_menu() -> MenuItem:
    name, address = _("Notices on paper"), reverse("paper_list")
    return PermittedMenuItem(name, address, icon_name="doc-full", order=730, permission=HANDS_OVER)


@hooks.register("register_reports_menu_item")
def previews_in_the_menu() -> MenuItem:
    name, address = _("Previews of notices"), reverse("notice_preview")
    return PermittedMenuItem(name, address, icon_name="view", order=740, permission=SEES_ALL)


@hooks.register("register_settings_menu_item")
def settings_of_letters_in_the_menu() -> MenuItem:
    return PermittedMenuItem(
        _("Letters"), reverse("post_settings"), icon_name="mail", order=890, permission=SETS_LETTERS
    )
