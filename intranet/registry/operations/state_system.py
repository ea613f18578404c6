"""Where certificates stand in the state's system: recorded by hand or from its answer, never assumed (LAW-10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.enums import StateSystem
from intranet.registry.models import Certificate, StateRecord
from intranet.registry.operations.publishing import locked
from intranet.registry.rules import keys
from intranet.registry.tables.reading import Unreadable
from intranet.registry.tables.state_answers import Answer, read_answers

CHUNK = 500
LONGEST_ID, LONGEST_REFUSAL = 120, 500


class CannotRecord(Refusal):
    """This cannot be recorded of the certificate."""


@dataclass(frozen=True)
class BadAnswer:
    """A row of the returned file that could not be recorded, and why."""

    row: int
    number: str
    message: str


@dataclass
class Recorded:
    """What came of a returned file."""

    changed: int = 0
    unchanged: int = 0
    bad: list[BadAnswer] = field(default_factory=list)


@transaction.atomic
def set_state(
    *,
    certificate: Certificate,
    state: StateSystem,
    state_id: str = "",
    refusal: str = "",
    at: datetime,
    actor: Account | None = None,
) -> StateRecord:
    """Record where a certificate stands in the state's system. Raises CannotRecord."""
    row = locked(certificate)
    answer = Answer(0, row.record_number, StateSystem(state), state_id.strip(), refusal.strip())
    if why_not := _fault(answer, row):
        raise CannotRecord(why_not)
    record = StateRecord.objects.filter(certificate=row).first() or StateRecord(certificate=row)
    _take(record, answer, at=at, actor=actor)
    record.save()
    audit.record(
        "registry.state_recorded", at=at, actor=actor, subject=row, state=record.state, state_id=record.state_id,
        reason=record.refusal,
    )  # fmt: skip
    return record


@transaction.atomic
def record_answers(*, data: bytes, file_name: str, at: datetime, actor: Account | None = None) -> Recorded:
    """Record what the state's system answered, row by row; the same file again changes nothing.

    A row that cannot be recorded is named and the others are kept. Raises CannotRecord for a file that is no answer.
    """
    outcome = Recorded()
    try:
        answers = list(read_answers(data))
    except Unreadable as bad:
        raise CannotRecord(str(wording.FILES[bad.code])) from None
    for start in range(0, len(answers), CHUNK):
        _record_chunk(answers[start : start + CHUNK], outcome, at=at, actor=actor)
    if not answers:
        raise CannotRecord(_("There are no rows below the heading of this file."))
    audit.record(
        "registry.state_answers", at=at, actor=actor, file=file_name[-255:], changed=outcome.changed,
        unchanged=outcome.unchanged, rejected=len(outcome.bad),
    )  # fmt: skip
    return outcome


def _record_chunk(answers: Sequence[Answer], outcome: Recorded, *, at: datetime, actor: Account | None) -> None:
    standing = _standing(answer.number for answer in answers)
    known = StateRecord.objects.select_for_update().filter(certificate__in=[row.pk for row in standing.values()])
    records = {record.certificate_id: record for record in known}
    new: dict[int, StateRecord] = {}
    changed: dict[int, StateRecord] = {}
    for answer in answers:
        row = standing.get(answer.number)
        if fault := _fault(answer, row):
            outcome.bad.append(BadAnswer(answer.row, answer.number, fault))
            continue
        assert row is not None  # noqa: S101 - the fault would have said so
        record = records.get(row.pk) or StateRecord(certificate=row)
        if not _take(record, answer, at=at, actor=actor):
            outcome.unchanged += 1
            continue
        outcome.changed += 1
        (changed if record.pk else new)[row.pk] = records[row.pk] = record
    StateRecord.objects.bulk_create(new.values())
    StateRecord.objects.bulk_update(
        changed.values(), ["state", "state_id", "refusal", "changed_at", "changed_by"], batch_size=100
    )


def _standing(numbers: Iterable[str]) -> dict[str, Certificate]:
    """Return the certificates that stand under the numbers, by number as it is written."""
    wanted = {number: keys.number_key(number) for number in numbers if number}
    rows = Certificate.objects.standing().filter(number_key__in=list(dict.fromkeys(wanted.values())))
    by_key: dict[str, list[Certificate]] = {}
    for row in rows.only("pk", "record_number", "number_key", "issue_date", "superseded_on", "withdrawn_at"):
        by_key.setdefault(row.number_key, []).append(row)
    found = {}
    for number, key in wanted.items():
        same = by_key.get(key, [])
        exact = [row for row in same if row.record_number == number] or same
        if len(exact) == 1:
            found[number] = exact[0]
    return found


def _fault(answer: Answer, row: Certificate | None) -> str:
    """Return why an answer cannot be recorded, or nothing."""
    faults = (
        (
            row is None or bool(row.superseded_on or row.withdrawn_at),
            _("There is no certificate of this number that stands. Check the number."),
        ),
        (
            answer.state is None,
            _("“%(word)s” is no state. Write sent, accepted or refused.") % {"word": answer.written_state[:60]},
        ),
        (
            answer.state == StateSystem.ACCEPTED and not answer.state_id,
            _("An accepted certificate has an identifier there: give it."),
        ),
        (answer.state == StateSystem.REFUSED and not answer.refusal, _("Say why it was refused there.")),
        (
            len(answer.state_id) > LONGEST_ID or len(answer.refusal) > LONGEST_REFUSAL,
            _("The identifier or the reason is too long."),
        ),
    )
    return next((sentence for is_so, sentence in faults if is_so), "")


def _take(record: StateRecord, answer: Answer, *, at: datetime, actor: Account | None) -> bool:
    """Write an answer into a record, unsaved; say whether it is another than before."""
    assert answer.state is not None  # noqa: S101 - the fault would have said so
    facts = (
        answer.state.value,
        answer.state_id or record.state_id,
        answer.refusal if answer.state == StateSystem.REFUSED else "",
    )
    if record.pk and facts == (record.state, record.state_id, record.refusal):
        return False
    record.state, record.state_id, record.refusal = facts
    record.changed_at, record.changed_by = at, actor
    return True


@transaction.atomic
def record_export(*, asked: dict[str, str], at: datetime, actor: Account | None) -> None:
    """Write into the audit trail that somebody took private fields out of the register, and which rows."""
    kept = {name[:40]: text[:200] for name, text in asked.items()}
    audit.record("registry.state_exported", at=at, actor=actor, asked=kept)
