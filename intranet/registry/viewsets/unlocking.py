"""Unlocking issuing after a restore: the register is compared with its published copy."""

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

from intranet.core import clock, institution
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry.forms.unlocking import UnlockForm
from intranet.registry.models import Certificate
from intranet.registry.operations.unlocking import Differs, unlock
from intranet.registry.viewsets.actions import Screen
from intranet.registry.viewsets.menu import PermittedItem

UNLOCK = "registry.unlock_issuing"


class UnlockView(Screen, FormView):  # type: ignore[type-arg]
    """Take the copy, say in what it differs, unlock where nothing does or somebody accepts it."""

    model = Certificate
    index_url_name = "certificate:index"
    form_class = UnlockForm
    template_name = "registry/admin/unlock.html"
    page_title = _("Unlock issuing")
    header_icon = "lock-open"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(UNLOCK):
            raise PermissionDenied
        if institution.current().issuing_locked_since is None:
            messages.info(request, _now("Issuing is not locked, so there is nothing to unlock."))
            return redirect("certificate:index")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: UnlockForm) -> HttpResponse:
        file = form.cleaned_data["published"]
        try:
            unlock(
                published=file.read() if file else None,
                reason=form.cleaned_data["reason"],
                issued=form.cleaned_data["issued"].split(),
                at=clock.now(),
                actor=account_of(self.request),
            )
        except Differs as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form, comparison=refusal.comparison))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _now("Issuing is unlocked."))
        return redirect("certificate:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "locked_since": institution.current().issuing_locked_since}


class UnlockMenuItem(PermittedItem):
    """Stands in the menu only while there is something to unlock."""

    permission = UNLOCK

    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(self.permission) and institution.current().issuing_locked_since is not None


class UnlockViewSet(ViewSet):
    name = "unlocking"
    icon = "lock-open"
    menu_label = _("Unlock issuing")
    menu_item_class = UnlockMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(UnlockView), name="index")]
