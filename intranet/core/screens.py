"""What every screen of ours in the admin has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class Screen(WagtailAdminTemplateMixin):
    """A screen whose own name ends the path at its head: Wagtail's path alone would end, and name it, at "Home".

    ``above`` is the list that it stands below: the name of its address, and how it is called.
    """

    above: ClassVar[tuple[str, str | Promise] | None] = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *self.path_above(), here]

    def path_above(self) -> list[dict[str, Any]]:
        """Return the steps between home and this screen."""
        if self.above is None:
            return []
        address, name = self.above
        return [{"url": reverse(address), "label": name}]


class GuardedScreen(Screen):
    """A screen that is open to the holders of ``permission``; a view class stands behind it among the bases."""

    permission: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]
