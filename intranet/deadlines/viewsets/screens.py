"""What the screens of this room have in common: a permission, and their place in the path."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of our own, open to the holders of ``permission``; ``above`` is the list that it stands below."""

    permission: ClassVar[str]
    above: ClassVar[tuple[str, str | Promise] | None] = None
    header_icon = "time"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        path: list[dict[str, Any]] = list(super().get_breadcrumbs_items())
        if self.above is not None:
            address, name = self.above
            path.append({"url": reverse(address), "label": name})
        return [*path, {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]


def menu_item_for(permission: str) -> type[MenuItem]:
    """Return a menu item shown to the holders of ``permission``."""

    class Item(MenuItem):
        def is_shown(self, request):  # type: ignore[no-untyped-def]
            return request.user.has_perm(permission)

    return Item
