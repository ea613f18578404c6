"""Internships and their contracts in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.operation_views import FilledInspectView, LegalDateColumn, OperationViewSet
from intranet.registry import wording
from intranet.registry.forms.actions import NothingForm
from intranet.registry.viewsets.actions import ActionView
from intranet.training import internships, operations
from intranet.training.enums import InternshipState, Provider
from intranet.training.forms.internships import (
    CONTRACT_PANELS,
    FIELDS,
    INTERNSHIP_PANELS,
    ContractForm,
    InternshipForm,
    IssueDateForm,
)
from intranet.training.forms.planning import CancelForm
from intranet.training.models import Internship, InternshipContract

COMPLETE = "training.complete_internship"
CHANGE = "training.change_internship"


class InternshipScreen(ActionView):
    """A screen of one internship; from it one comes back to the internship."""

    model = Internship
    index_url_name = "internship:index"

    def back(self) -> str:
        return reverse("internship:inspect", args=[self.row.pk])


class CompleteInternshipView(InternshipScreen):
    permission: ClassVar[str] = COMPLETE
    form_class = NothingForm
    page_title = _("Record completion")
    explanation = _("It is recorded once. Afterwards the certificate can be prepared.")
    confirm_label = _("Record completion")
    done = _("Completion is recorded.")

    def perform(self, form: NothingForm) -> Any:
        at = clock.now()
        return operations.complete_internship(
            internship=self.row, at=at, on_date=clock.date_of(at), actor=account_of(self.request)
        )


class PrepareView(InternshipScreen):
    """Hand a completed internship to the register, and go to what its certificate lacks."""

    permission: ClassVar[str] = COMPLETE
    form_class = IssueDateForm
    page_title = _("Prepare the certificate")
    confirm_label = _("Prepare the certificate")

    def get_initial(self) -> dict[str, Any]:
        return {"issue_date": self.row.completed_on or clock.today()}

    def perform(self, form: IssueDateForm) -> Any:
        at = clock.now()
        return operations.prepare_certificate(
            internship=self.row,
            issue_date=form.cleaned_data["issue_date"],
            at=at,
            on_date=clock.date_of(at),
            actor=account_of(self.request),
        )

    def finish(self, form: IssueDateForm, result: Any) -> HttpResponse:
        messages.success(self.request, _now("The certificate is prepared."))
        if result.lacking:
            messages.warning(self.request, wording.sentences(result.lacking))
        return redirect(self.back())


class CancelInternshipView(InternshipScreen):
    permission: ClassVar[str] = CHANGE
    form_class = CancelForm
    page_title = _("Cancel the internship")
    explanation = _("It cannot be undone.")
    confirm_label = _("Cancel the internship")
    is_serious = True
    done = _("The internship is cancelled.")

    def perform(self, form: CancelForm) -> Any:
        at = clock.now()
        return operations.cancel_internship(
            internship=self.row,
            reason=form.cleaned_data["reason"],
            at=at,
            on_date=clock.date_of(at),
            actor=account_of(self.request),
        )


def _state(row: Internship) -> str:
    return str(row.state_on(clock.today()).label)


def _lacking(row: Internship) -> str:
    return str(len(row.lacks) or "—")


class InternshipIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Internship]:
        return super().get_base_queryset().with_contract()  # type: ignore[no-any-return]


class InternshipInspectView(FilledInspectView):
    """An internship, what it still lacks, and what can be done with it now."""

    template_name = "training/admin/internship.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row, user = self.object, self.request.user
        state = row.state_on(clock.today())
        is_done = state in (InternshipState.COMPLETED, InternshipState.CANCELLED)
        return {
            **context,
            "state": state.label,
            "lacks": [] if is_done else [lack.label for lack in row.lacks],
            "volume": internships.worth_of(row),
            "draft": row.draft_id if row.draft_id and user.has_perm("registry.view_draft") else None,
            "actions": [
                (label, reverse(f"internship:{name}", args=[row.pk]))
                for name, label, permission in _offered(row, state)
                if user.has_perm(permission)
            ],
        }


def _offered(row: Internship, state: InternshipState) -> list[tuple[str, Any, str]]:
    if state is InternshipState.CANCELLED:
        return []
    if state is InternshipState.COMPLETED:
        ours = row.contract.provider == Provider.OURSELVES and row.handed_over_at is None
        return [("prepare", _("Prepare the certificate"), COMPLETE)] if ours else []
    return [
        ("complete", _("Record completion"), COMPLETE),
        ("cancel", _("Cancel the internship"), CHANGE),
    ]


class InternshipViewSet(OperationViewSet):
    """Added, changed, completed and cancelled; its individual programme is an annex of the contract."""

    model = Internship
    form_class = InternshipForm
    edit_handler = INTERNSHIP_PANELS
    icon = "clipboard-list"
    menu_label = _("Internships")
    index_view_class = InternshipIndexView
    inspect_view_class = InternshipInspectView
    inspect_template_name = "training/admin/internship.html"
    list_display: ClassVar = [
        Column("surname", label=_("Person"), accessor="intern", sort_key="surname"),
        Column("contract", label=_("Contract")),
        LegalDateColumn("starts_on", label=pgettext_lazy("of a course", "First day"), sort_key="starts_on"),
        Column("days", label=_("Days"), sort_key="days"),
        Column("state", label=_("State"), accessor=_state),
        Column("lacks", label=_("Still missing"), accessor=_lacking),
    ]
    list_filter: ClassVar = ["host", "contract__provider"]
    search_fields: ClassVar = ["surname", "given_name", "topic"]
    ordering: ClassVar = ["-starts_on", "-pk"]
    inspect_view_fields: ClassVar = [*FIELDS]

    def get_urlpatterns(self) -> list[Any]:
        screens = {"complete": CompleteInternshipView, "prepare": PrepareView, "cancel": CancelInternshipView}
        return [
            *super().get_urlpatterns(),
            *(path(f"{name}/<int:pk>/", self.construct_view(view), name=name) for name, view in screens.items()),
        ]


class ContractViewSet(OperationViewSet):
    model = InternshipContract
    form_class = ContractForm
    edit_handler = CONTRACT_PANELS
    icon = "doc-full"
    menu_label = _("Contracts of internship")
    list_display: ClassVar = [
        Column("number", label=_("Number"), sort_key="number"),
        LegalDateColumn("date", label=_("Date"), sort_key="date"),
        Column("other_party", label=_("The other party")),
        Column("provider", label=_("Who provides it"), accessor="get_provider_display"),
    ]
    list_filter: ClassVar = ["provider"]
    search_fields: ClassVar = ["number", "other_party"]
    inspect_view_fields: ClassVar = [
        "number", "date", "provider", "other_party", "order", "valid_until", "amendments", "clause_document",
        "clause_number",
    ]  # fmt: skip
