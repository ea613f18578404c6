"""Correcting an issued certificate: the form of a draft, and a new version (REG-08)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.forms.drafts import CORRECTION_PANELS, CorrectionForm
from intranet.registry.models import Certificate, Draft
from intranet.registry.operations.issuing import Incomplete
from intranet.registry.viewsets.actions import Screen

CORRECT = "registry.correct_certificate"


class CorrectView(Screen, FormView):  # type: ignore[type-arg]
    """Change what was wrong, say why; the version that stood is superseded."""

    model = Certificate
    form_class = CorrectionForm
    template_name = "registry/admin/correct.html"
    page_title = _("Correct a certificate")
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(CORRECT):
            raise PermissionDenied
        self.row = get_object_or_404(Certificate, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "certificate": self.row, "for_user": self.request.user}

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        try:
            corrected = form.perform(at=clock.now(), actor=account_of(self.request))
        except Incomplete as refusal:
            for lacking in refusal.missing:
                form.add_error(lacking.field if lacking.field in form.fields else None, wording.sentence(lacking))
            return self.form_invalid(form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _now("Certificate %(row)s is corrected.") % {"row": corrected})
        return redirect("certificate:inspect", corrected.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        panels = CORRECTION_PANELS.bind_to_model(Draft)
        bound = panels.get_bound_panel(instance=form.instance, request=self.request, form=form)
        context["media"] = form.media + bound.media
        return {
            **context,
            "row": self.row,
            "panel": bound,
            "back": reverse("certificate:inspect", args=[self.row.pk]),
        }
