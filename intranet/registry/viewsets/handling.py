"""What is done with an issued certificate: each step a screen that says what happens, and asks for what it needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core import clock
from intranet.registry.enums import Restriction, StateSystem
from intranet.registry.forms.actions import (
    BasisForm,
    DuplicateForm,
    NothingForm,
    OrderForm,
    RestrictionForm,
    StateForm,
)
from intranet.registry.models import Certificate
from intranet.registry.operations import annulling, duplicating, log, publishing, state_system
from intranet.registry.queries.history import has_traces
from intranet.registry.rules.handling import Standing, Step, possible
from intranet.registry.viewsets.actions import ActionView

HOLD = "registry.hold_certificate"
RESTRICT = "registry.restrict_certificate"
ASK = "registry.ask_annulment"
ANNUL = "registry.annul_certificate"
ERASE = "registry.erase_traces"


class Action(NamedTuple):
    """A step as it is offered: its words and who may take it."""

    step: Step
    label: Any
    icon: str
    permission: str


ACTIONS = (
    Action(Step.HOLD, _("Hold back"), "no-view", HOLD),
    Action(Step.RELEASE, _("Release"), "view", HOLD),
    Action(Step.PUBLISH, _("Publish at once"), "globe", HOLD),
    Action(Step.CORRECT, _("Correct"), "edit", "registry.correct_certificate"),
    Action(Step.DUPLICATE, _("Make a duplicate"), "copy", "registry.add_duplicate"),
    Action(Step.RESTRICT, _("Withhold the name"), "lock", RESTRICT),
    Action(Step.RESTORE, _("Show the name again"), "lock-open", RESTRICT),
    Action(Step.RECORD_STATE, _("State’s system"), "clipboard-list", "registry.record_state"),
    Action(Step.WITHDRAW, _("Withdraw"), "resubmit", "registry.withdraw_certificate"),
    Action(Step.ASK_ANNULMENT, _("Ask for annulment"), "cross", ASK),
    Action(Step.ANNUL_BY_ORDER, _("Annul by order"), "cross", ANNUL),
    Action(Step.ERASE_TRACES, _("Erase earlier traces"), "bin", ERASE),
)


def standing_of(row: Certificate, *, at: datetime) -> Standing:
    """Return how the certificate stands at the moment."""
    return Standing(
        is_public=row.is_public_at(at) or row.first_published_at is not None,
        is_held=row.held_at is not None,
        is_restricted=row.restricted_on is not None,
        is_annulled=row.annulled_on is not None,
        is_superseded=row.superseded_on is not None,
        is_withdrawn=row.withdrawn_at is not None,
        annulment_is_asked=row.annulment_requests.filter(decided_at=None).exists(),
        has_traces=has_traces(row),
    )


def actions_for(user: Any, row: Certificate, *, at: datetime) -> list[Action]:
    """Return what this person can do with the certificate as it stands."""
    steps = possible(standing_of(row, at=at))
    return [action for action in ACTIONS if action.step in steps and user.has_perm(action.permission)]


class CertificateAction(ActionView):
    model = Certificate
    header_icon = "list-ul"

    def back(self) -> str:
        return reverse("certificate:inspect", args=[self.row.pk])


class HoldView(CertificateAction):
    permission = HOLD
    page_title = _("Hold back")
    explanation = _("It will not be published until it is released. Its fifteen days run on and you will be reminded.")
    confirm_label = _("Hold back")
    done = _("Certificate %(row)s is held back.")

    def perform(self, form: Any) -> Any:
        return self.said(publishing.hold, certificate=self.row, reason=form.cleaned_data["reason"])


class ReleaseView(CertificateAction):
    permission = HOLD
    form_class = NothingForm
    page_title = _("Release")
    explanation = _("It becomes public at once, unless the time for withdrawing it is still running.")
    confirm_label = _("Release")
    done = _("Certificate %(row)s is released.")

    def perform(self, form: Any) -> Any:
        return self.said(publishing.release, certificate=self.row)


class PublishView(CertificateAction):
    permission = HOLD
    form_class = NothingForm
    page_title = _("Publish at once")
    explanation = _("It becomes public now. After that it cannot be withdrawn, only annulled.")
    confirm_label = _("Publish at once")
    done = _("Certificate %(row)s is published.")

    def perform(self, form: Any) -> Any:
        return self.said(publishing.publish_at_once, certificate=self.row)


class WithdrawView(CertificateAction):
    permission = "registry.withdraw_certificate"
    page_title = _("Withdraw")
    explanation = _("It will never be public. Its number stays as an explained gap and is not given again.")
    confirm_label = _("Withdraw")
    done = _("Certificate %(row)s is withdrawn.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        return self.said(annulling.withdraw, certificate=self.row, reason=form.cleaned_data["reason"])


class DuplicateView(CertificateAction):
    permission = "registry.add_duplicate"
    form_class = DuplicateForm
    page_title = _("Make a duplicate")
    explanation = _("It says the same with the same record number, and is marked as a duplicate with its own date.")
    confirm_label = _("Make a duplicate")
    done = _("The duplicate is registered: %(row)s.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "issued_on": clock.today()}

    def perform(self, form: Any) -> Any:
        typed = form.cleaned_data
        return self.said(
            duplicating.make_duplicate, certificate=self.row, issued_on=typed["issued_on"], reason=typed["reason"]
        )


class RestrictView(CertificateAction):
    permission = RESTRICT
    form_class = RestrictionForm
    page_title = _("Withhold the name")
    explanation = _("The row stays public without the name, everywhere and at once. The reason is not shown.")
    confirm_label = _("Withhold the name")
    done = _("The name of certificate %(row)s is withheld.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        typed = form.cleaned_data
        return self.said(
            annulling.restrict, certificate=self.row, ground=Restriction(typed["ground"]), reason=typed["reason"]
        )


class RestoreView(CertificateAction):
    permission = RESTRICT
    page_title = _("Show the name again")
    explanation = _("The surname and initials become public again, everywhere and at once.")
    confirm_label = _("Show the name again")
    done = _("The name of certificate %(row)s is shown again.")

    def perform(self, form: Any) -> Any:
        return self.said(annulling.restore, certificate=self.row, reason=form.cleaned_data["reason"])


class AskAnnulmentView(CertificateAction):
    permission = ASK
    form_class = BasisForm
    page_title = _("Ask for annulment")
    explanation = _(
        "Another person decides. Until then nothing changes; after that it stays in the list, marked as annulled."
    )
    confirm_label = _("Ask for annulment")
    done = _("The annulment of certificate %(row)s has been asked for.")

    def perform(self, form: Any) -> Any:
        return self.said(annulling.ask_annulment, certificate=self.row, basis=form.cleaned_data["basis"])


class AnnulView(CertificateAction):
    permission = ANNUL
    form_class = OrderForm
    page_title = _("Annul by order")
    explanation = _("It stays in the list, marked as annulled with today’s date. The basis is not shown to the public.")
    confirm_label = _("Annul")
    done = _("Certificate %(row)s is annulled.")
    is_serious = True

    def form_facts(self) -> dict[str, Any]:
        return {"since": self.row.issue_date, "until": clock.today()}

    def perform(self, form: Any) -> Any:
        return self.said(annulling.annul_by_order, certificate=self.row, order=form.cleaned_data["order"])


class StateView(CertificateAction):
    permission = "registry.record_state"
    form_class = StateForm
    page_title = _("State’s system")
    explanation = _("Record here what the state’s system says of this certificate. Nothing is sent anywhere.")
    confirm_label = _("Record")
    done = _("Recorded: %(row)s.")

    def get_initial(self) -> dict[str, Any]:
        record = getattr(self.row, "state_record", None)
        known = {"state": record.state, "state_id": record.state_id, "refusal": record.refusal} if record else {}
        return {**super().get_initial(), **known}

    def perform(self, form: Any) -> Any:
        typed = form.cleaned_data
        return self.said(
            state_system.set_state,
            certificate=self.row,
            state=StateSystem(typed["state"]),
            state_id=typed["state_id"],
            refusal=typed["refusal"],
        )


class EraseTracesView(CertificateAction):
    permission = ERASE
    page_title = _("Erase earlier traces")
    explanation = _(
        "Nobody will be able to prove any more what the log said of this certificate until now: proofs handed out"
        " earlier cannot be checked, and this cannot be undone. The certificate itself, its number and all other"
        " proofs stay."
    )
    confirm_label = _("Erase for good")
    done = _("The earlier traces of certificate %(row)s in the log are erased.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        self.said(log.erase_salts, certificate=self.row, reason=form.cleaned_data["reason"])


VIEWS: dict[Step, type[ActionView]] = {
    Step.HOLD: HoldView,
    Step.RELEASE: ReleaseView,
    Step.PUBLISH: PublishView,
    Step.WITHDRAW: WithdrawView,
    Step.DUPLICATE: DuplicateView,
    Step.RESTRICT: RestrictView,
    Step.RESTORE: RestoreView,
    Step.ASK_ANNULMENT: AskAnnulmentView,
    Step.ANNUL_BY_ORDER: AnnulView,
    Step.RECORD_STATE: StateView,
    Step.ERASE_TRACES: EraseTracesView,
}
