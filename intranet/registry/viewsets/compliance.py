"""Publication in time, for staff: the months, what is held back and why, and evidence for an inspection (REG-01)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.viewsets.base import ViewSet

from intranet.core import clock
from intranet.core.access import account_of
from intranet.registry.forms.disclosing import PeriodForm
from intranet.registry.models import Certificate
from intranet.registry.operations.evidence import take
from intranet.registry.queries import compliance
from intranet.registry.queries.counting import verifications_since
from intranet.registry.rules.publication import publish_due
from intranet.registry.views.compliance import MONTHS, months_before, plotted, publication_clause
from intranet.registry.viewsets.actions import Screen
from intranet.registry.viewsets.menu import PermittedItem

VIEW = "registry.view_certificate"
EVIDENCE = "registry.take_evidence"
MOST_HELD = 50


class ComplianceView(Screen, FormView):  # type: ignore[type-arg]
    """Show how publication went in the last twelve months; hand out the evidence of a period."""

    model = Certificate
    index_url_name = "certificate:index"
    form_class = PeriodForm
    template_name = "registry/admin/compliance.html"
    page_title = _("Published in time")
    header_icon = "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW) or (request.method == "POST" and not request.user.has_perm(EVIDENCE)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        until = clock.today()
        return {"since": months_before(until, MONTHS - 1), "until": until}

    def form_valid(self, form: PeriodForm) -> Any:
        file = take(**form.cleaned_data, at=clock.now(), actor=account_of(self.request))
        name = f"evidence-{form.cleaned_data['since']}-{form.cleaned_data['until']}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = clock.now()
        months = compliance.by_month(since=months_before(clock.date_of(at), MONTHS - 1), until=clock.date_of(at), at=at)
        held = [
            {
                "row": row,
                "due": publish_due(row.issue_date),
                "url": reverse("certificate:inspect", args=[row.pk]),
                "is_overdue": publish_due(row.issue_date) < clock.date_of(at),
            }
            for row in compliance.held_back()[: MOST_HELD + 1]
        ]
        return {
            **super().get_context_data(**kwargs),
            "months": months,
            "total": compliance.total(months),
            "plot": plotted(months),
            "clause": publication_clause(),
            "held": held[:MOST_HELD],
            "more_held": len(held) > MOST_HELD,
            "verifications": verifications_since(months[-1].start),
            "may_take_evidence": self.request.user.has_perm(EVIDENCE),
        }


class ComplianceMenuItem(PermittedItem):
    permission = VIEW


class ComplianceViewSet(ViewSet):
    name = "compliance"
    icon = "date"
    menu_label = _("Published in time")
    menu_item_class = ComplianceMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(ComplianceView), name="index")]
