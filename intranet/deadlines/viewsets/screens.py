"""What the screens of this room have in common."""

from __future__ import annotations

from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem

from intranet.core.screens import GuardedScreen


class Screen(GuardedScreen, TemplateView):
    """A screen of deadlines."""

    header_icon = "time"


def menu_item_for(permission: str) -> type[MenuItem]:
    """Return a menu item shown to the holders of ``permission``."""

    class Item(MenuItem):
        def is_shown(self, request):  # type: ignore[no-untyped-def]
            return request.user.has_perm(permission)

    return Item
