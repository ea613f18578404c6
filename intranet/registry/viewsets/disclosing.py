"""What the register discloses beyond its list: one screen of decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.viewsets.base import ViewSet

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry.forms.disclosing import DisclosureForm
from intranet.registry.models import Certificate
from intranet.registry.operations.disclosing import decide
from intranet.registry.queries.disclosing import disclosure_settings
from intranet.registry.viewsets.actions import Screen
from intranet.registry.viewsets.menu import PermittedItem

DECIDE = "registry.change_disclosuresettings"


class DisclosureView(Screen, FormView):  # type: ignore[type-arg]
    """Decide what is open beyond the list, and on what basis."""

    model = Certificate
    index_url_name = "certificate:index"
    form_class = DisclosureForm
    template_name = "registry/admin/disclosure.html"
    page_title = _("Disclosure")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        decided = disclosure_settings()
        return {
            "open_data_basis": decided.open_data_basis,
            "is_open": decided.open_data,
            "public_compliance": decided.public_compliance,
            "badges": decided.badges,
            "letters_per_hour": decided.letters_per_hour,
        }

    def form_valid(self, form: DisclosureForm) -> HttpResponse:
        try:
            decide(**form.cleaned_data, at=clock.now(), actor=account_of(self.request))
        except Refusal as refusal:
            form.add_error("open_data_basis", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _now("What is disclosed is saved."))
        return redirect(self.request.path)


class DisclosureMenuItem(PermittedItem):
    permission = DECIDE


class DisclosureViewSet(ViewSet):
    name = "disclosure"
    icon = "globe"
    menu_label = _("Disclosure")
    menu_item_class = DisclosureMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(DisclosureView), name="index")]
