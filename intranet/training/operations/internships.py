"""Internships: the contract, the individual programme, completion, the certificate (INT-01…04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices.clauses import ClauseRef
from intranet.registry.operations.freezing import Facts
from intranet.registry.operations.issuing import prepare_many
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.values import Values
from intranet.training.enums import Provider
from intranet.training.models import Internship, InternshipContract

KIND = "internship"  # CPD-14


class InternshipRefused(Refusal):
    """The internship, or its contract, cannot be as it is written; the message says why."""


@dataclass(frozen=True)
class PreparedCertificate:
    """That a certificate was prepared, and what it lacks before it can be issued (DOC-08)."""

    internship: Internship
    lacking: list[Missing] = field(default_factory=list)


@transaction.atomic
def save_contract(
    *, contract: InternshipContract, clause: ClauseRef, at: datetime, actor: Account | None = None
) -> InternshipContract:
    """Add or change a contract, with the clause under which its days count.

    Raises InternshipRefused for a contract that is there already, and for one that leaves its internships out.
    """
    same = InternshipContract.objects.filter(
        number=contract.number, date=contract.date, other_party=contract.other_party
    )
    if same.exclude(pk=contract.pk).exists():
        raise InternshipRefused(_("This contract is there already: number, date and party are the same."))
    if contract.valid_until and contract.valid_until < contract.date:
        raise InternshipRefused(_("The last day must not be before the first."))
    for each in contract.internships.all() if contract.pk else ():
        _check_within(each.starts_on, each.ends_on, contract)
    contract.cite(clause)
    contract.save()
    audit.record("training.contract_saved", at=at, actor=actor, subject=contract)
    return contract


@transaction.atomic
def add_internship(*, at: datetime, actor: Account | None = None, **values: Any) -> Internship:
    """Add an internship to a contract; a person of the institution gives their name, address and no more.

    Raises InternshipRefused.
    """
    row = Internship(**_named(values), created_at=at)
    _check(row)
    row.save()
    audit.record("training.internship_added", at=at, actor=actor, subject=row)
    return row


@transaction.atomic
def change_internship(
    *, internship: Internship, at: datetime, actor: Account | None = None, **values: Any
) -> Internship:
    """Change an internship until it is completed or cancelled. Raises InternshipRefused."""
    row = _open(internship)
    for name, value in _named(values).items():
        setattr(row, name, value)
    _check(row)
    row.save()
    audit.record("training.internship_changed", at=at, actor=actor, subject=row)
    return row


@transaction.atomic
def cancel_internship(
    *, internship: Internship, reason: str, at: datetime, on_date: date, actor: Account | None = None
) -> Internship:
    """Cancel an internship for a reason. Raises InternshipRefused where it is completed or cancelled already."""
    row = _open(internship)
    row.cancelled_on, row.cancelled_reason = on_date, reason
    row.save(update_fields=["cancelled_on", "cancelled_reason"])
    audit.record("training.internship_cancelled", at=at, actor=actor, subject=row, reason=reason)
    return row


@transaction.atomic
def complete_internship(
    *, internship: Internship, at: datetime, on_date: date, actor: Account | None = None
) -> Internship:
    """Record that an internship was completed; once.

    Raises InternshipRefused before its last day, and while anything is missing that the regulation demands: the
    volume, the results, the approval, what must be confirmed of the supervisor (INT-01, INT-03, INT-04).
    """
    row = _open(internship)
    if on_date < row.ends_on:
        raise InternshipRefused(_("Completion can be recorded from the last day of the internship on."))
    if found := row.lacks:
        raise InternshipRefused(" ".join(str(lack.label) for lack in found))
    row.completed_at, row.completed_on = at, on_date
    row.save(update_fields=["completed_at", "completed_on"])
    audit.record("training.internship_completed", at=at, actor=actor, subject=row)
    return row


@transaction.atomic
def prepare_certificate(
    *, internship: Internship, issue_date: date, at: datetime, on_date: date, actor: Account | None = None
) -> PreparedCertificate:
    """Prepare the certificate of a completed internship; once. What it lacks is named.

    Raises InternshipRefused before completion, where another institution is the provider, and a second time.
    """
    row = Internship.objects.select_for_update(of=("self",)).select_related("contract", "form").get(pk=internship.pk)
    if row.completed_at is None:
        raise InternshipRefused(_("Record first that the internship was completed."))
    if row.contract.provider != Provider.OURSELVES:
        raise InternshipRefused(_("The document is issued by the institution where the internship was done."))
    if row.handed_over_at is not None:
        raise InternshipRefused(_("The certificate of this internship is prepared already."))
    values = _values(row, issue_date)
    (row.draft,) = prepare_many(values=[values], at=at, actor=actor)
    row.handed_over_at = at
    row.save(update_fields=["draft", "handed_over_at"])
    audit.record("training.internship_handed_over", at=at, actor=actor, subject=row)
    return PreparedCertificate(row, Facts().missing(values, on_date=on_date))


def _values(row: Internship, issue_date: date) -> Values:
    return Values(
        surname=row.surname,
        given_name=row.given_name,
        patronymic=row.patronymic,
        person_id=row.person_id,
        email=row.email,
        workplace=row.workplace,
        form=row.form.code,
        kind=KIND,
        topic=row.topic,
        hours=row.hours,
        outcomes=row.outcomes,
        period_from=row.starts_on,
        period_to=row.ends_on,
        issue_date=issue_date,
    )


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the name of the person of the institution, where one is chosen."""
    person = values.get("person")
    if person is None:
        return dict(values)
    told = {name: getattr(person, name) for name in ("surname", "given_name", "patronymic", "email")}
    return {**values, **told}


def _check(row: Internship) -> None:
    if not row.surname.strip():
        raise InternshipRefused(_("Choose the person, or type the name of somebody from elsewhere."))
    if row.ends_on < row.starts_on:
        raise InternshipRefused(_("The last day must not be before the first."))
    if row.days and row.days > (row.ends_on - row.starts_on).days + 1:
        raise InternshipRefused(_("There are more days of internship than days between the first and the last one."))
    if row.contract.provider == Provider.ANOTHER and row.person_id is None:
        raise InternshipRefused(_("Our contract sends our own staff: choose the person."))
    _check_within(row.starts_on, row.ends_on, row.contract)


def _check_within(starts_on: date, ends_on: date, contract: InternshipContract) -> None:
    if starts_on < contract.date or (contract.valid_until and ends_on > contract.valid_until):
        raise InternshipRefused(_("The internship must lie within the time of its contract."))


def _open(internship: Internship) -> Internship:
    row = Internship.objects.select_for_update(of=("self",)).select_related("contract").get(pk=internship.pk)
    if row.cancelled_on is not None:
        raise InternshipRefused(_("This internship is cancelled."))
    if row.completed_at is not None:
        raise InternshipRefused(_("The completion of this internship is recorded: it cannot be changed any more."))
    return row
