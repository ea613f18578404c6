"""Keys of other systems: made, shown once, revoked."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.operation_views import FilledInspectView, LegalDateColumn
from intranet.core.refusals import Refusal
from intranet.registry.enums import ApiScope
from intranet.registry.forms.actions import NothingForm
from intranet.registry.forms.keys import KeyForm
from intranet.registry.models import ApiKey
from intranet.registry.operations.keying import make_key, revoke_key
from intranet.registry.viewsets.actions import ActionView, Screen

MAKE = "registry.add_apikey"


class MakeKeyView(Screen, FormView):  # type: ignore[type-arg]
    """Make a key and show it, this once: it is in no message, no session and no address."""

    model = ApiKey
    form_class = KeyForm
    template_name = "registry/admin/api_key.html"
    page_title = _("New key of the API")
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAKE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: KeyForm) -> HttpResponse:
        typed = form.cleaned_data
        try:
            key, written = make_key(
                name=typed["name"], scopes=typed["scopes"], expires_on=typed["expires_on"], at=clock.now(),
                actor=account_of(self.request),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form, key=key, written=written))
        response.headers["Cache-Control"] = "no-store"
        return response


class RevokeKeyView(ActionView):
    model = ApiKey
    permission = "registry.change_apikey"
    form_class = NothingForm
    page_title = _("Revoke a key")
    header_icon = "key"
    explanation = _("From now on the system that uses it can write nothing. What it wrote stays.")
    confirm_label = _("Revoke it")
    done = _("The key %(row)s is revoked.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        return self.said(revoke_key, key=self.row)

    def back(self) -> str:
        return reverse("apikey:inspect", args=[self.row.pk])


class KeyInspectView(FilledInspectView):
    """A key without its text, which nobody knows any more."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if self.object.revoked_at or not self.request.user.has_perm(RevokeKeyView.permission):
            return []
        url = reverse("apikey:revoke", args=[self.object.pk])
        return [Button(_("Revoke it"), url=url, icon_name="key", priority=10)]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "scopes":
            return scopes_of(self.object)
        return super().get_field_display_value(field_name, field)


def scopes_of(key: ApiKey) -> str:
    """Return what a key may, in words."""
    return ", ".join(str(ApiScope(scope).label) for scope in key.scopes)


class KeyViewSet(ModelViewSet):
    model = ApiKey
    name = "apikey"
    icon = "key"
    menu_label = _("Keys of the API")
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = KeyInspectView
    exclude_form_fields: ClassVar[list[str]] = []
    list_display: ClassVar = [
        "name",
        Column("prefix", label=_("Begins with")),
        Column("scopes", label=pgettext_lazy("of a key", "May"), accessor=scopes_of),
        Column("account", label=_("Acts for")),
        LegalDateColumn("expires_on", label=_("Last day")),
        LegalDateColumn("used_on", label=_("Last used")),
        LegalDateColumn("revoked_at", label=_("Revoked")),
    ]
    inspect_view_fields: ClassVar = [
        "name", "prefix", "scopes", "account", "made_at", "expires_on", "used_on", "revoked_at",
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        inherited = [each for each in super().get_urlpatterns() if each.name != "add"]
        return [
            *inherited,
            path("new/", self.construct_view(MakeKeyView), name="add"),
            path("revoke/<int:pk>/", self.construct_view(RevokeKeyView), name="revoke"),
        ]
