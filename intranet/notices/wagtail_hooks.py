"""What this room adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from intranet.notices.models import Letter
from intranet.notices.panels import StuckLetters
from intranet.notices.viewsets import SEES_ALL, LetterViewSet, PostRoomPolicy

register_permission_policy(Letter, PostRoomPolicy(Letter))


@hooks.register("register_admin_viewset")
def letters_in_the_menu() -> LetterViewSet:
    return LetterViewSet("letter")


@hooks.register("construct_homepage_panels")
def letters_on_the_home_page(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(SEES_ALL):
        panels.append(StuckLetters())
