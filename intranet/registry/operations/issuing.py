"""Drafts, and issuing them (REG-02…06, REG-10, DOC-01…08)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.enums import LeafEvent
from intranet.registry.models import Certificate, Draft, Form, Kind, Series
from intranet.registry.operations import log
from intranet.registry.operations.freezing import Facts, Registration, frozen
from intranet.registry.operations.numbering import allocate, default_series, require_unlocked
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.values import Values

CHUNK = 500


class Incomplete(Refusal):
    """The certificate lacks something that it must carry; ``missing`` says what, field by field."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(wording.sentences(missing))
        self.missing = missing


class AlreadyIssued(Refusal):
    """The draft is a draft no longer."""


@transaction.atomic
def prepare(*, values: Values, at: datetime, series: Series | None = None, actor: Account | None = None) -> Draft:
    """Write a draft. It may lack whatever the gate will ask for."""
    draft = Draft.objects.create(**_content(values), series=series, created_at=at, created_by=actor)
    audit.record("registry.prepared", at=at, actor=actor, subject=draft)
    return draft


@transaction.atomic
def prepare_many(
    *, values: Sequence[Values], at: datetime, series: Series | None = None, actor: Account | None = None
) -> list[Draft]:
    """Write a draft of each of the values, in the order given; what they lack is asked for before they are issued."""
    forms, kinds = Form.objects.in_bulk(field_name="code"), Kind.objects.in_bulk(field_name="code")
    drafts = [
        Draft(
            **{name: getattr(each, name) for name in (*Values.TEXTS, *Values.OTHERS)},
            form=forms.get(each.form),
            kind=kinds.get(each.kind),
            one_name=each.one_name,
            series=series,
            created_at=at,
            created_by=actor,
        )
        for each in values
    ]
    made = Draft.objects.bulk_create(drafts, batch_size=CHUNK)
    if made:
        audit.record("registry.prepared_several", at=at, actor=actor, certificates=len(made))
    return made


@transaction.atomic
def change_draft(
    *, draft: Draft, values: Values, at: datetime, series: Series | None = None, actor: Account | None = None
) -> Draft:
    """Change a draft. Raises AlreadyIssued."""
    row = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        raise _already_issued()
    for name, value in _content(values).items():
        setattr(row, name, value)
    row.series = series
    row.save()
    audit.record("registry.draft_changed", at=at, actor=actor, subject=row)
    return row


def _content(values: Values) -> dict[str, Any]:
    content = {name: getattr(values, name) for name in (*Values.TEXTS, *Values.OTHERS)}
    return {
        **content,
        "form": Form.objects.get(code=values.form) if values.form else None,
        "kind": Kind.objects.get(code=values.kind) if values.kind else None,
        "one_name": values.one_name,
    }


def _already_issued() -> AlreadyIssued:
    return AlreadyIssued(_("This certificate has been issued already. Look for it in the register."))


def missing(draft: Draft, *, at: datetime) -> list[Missing]:
    """Return what the draft lacks; nothing where it is ready (DOC-08)."""
    return Facts().missing(draft.values(), on_date=clock.date_of(at))


@transaction.atomic
def issue(*, draft: Draft, at: datetime, actor: Account | None = None) -> Certificate:
    """Issue the certificate: number it, freeze it, and let it become public after the grace period.

    The draft goes in the same transaction. Raises Incomplete, AlreadyIssued, NoSeries, IssuingLocked.
    """
    require_unlocked()
    series = draft.series or default_series()
    locked = Draft.objects.select_for_update(of=("self",)).select_related("form", "kind").filter(pk=draft.pk).first()
    if locked is None:
        raise _already_issued()
    facts = Facts()
    values = locked.values()
    if lacking := facts.missing(values, on_date=clock.date_of(at)):
        raise Incomplete(lacking)
    [certificate] = write_all([(values, series)], facts, at=at, actor=actor)
    locked.delete()
    audit.record("registry.issued", at=at, actor=actor, subject=certificate, record_number=certificate.record_number)
    return certificate


@transaction.atomic
def issue_many(
    *,
    values: Sequence[Values],
    at: datetime,
    series: Series | None = None,
    actor: Account | None = None,
    dry_run: bool = False,
) -> list[Certificate | list[Missing]]:
    """Issue each of the values that passes the gate, with consecutive numbers; answer in the order given.

    What does not pass is answered with what it lacks: a caller who wants all or nothing looks first, with ``dry_run``,
    which issues nothing and answers an empty list for what would pass. Raises NoSeries, IssuingLocked.
    """
    require_unlocked()
    series = series or default_series()
    facts, on_date = Facts(), clock.date_of(at)
    lacking = [facts.missing(each, on_date=on_date) for each in values]
    if dry_run:
        return list(lacking)
    complete = [(each, series) for each, found in zip(values, lacking, strict=True) if not found]
    made = write_all(complete, facts, at=at, actor=actor)
    if made:
        record_several(made, at=at, actor=actor)
    written = iter(made)
    return [found or next(written) for found in lacking]


def write_all(
    complete: Sequence[tuple[Values, Series]], facts: Facts, *, at: datetime, actor: Account | None
) -> list[Certificate]:
    """Number, freeze and write what has passed the gate, in the order given; each has a leaf in the log (REG-04)."""
    wanted: dict[tuple[int, int], int] = Counter((series.pk, _year(values)) for values, series in complete)
    by_key = {series.pk: series for _values, series in complete}
    stock = {
        (key, year): iter(allocate(by_key[key], year=year, count=count, edrpou=facts.provider.code))
        for (key, year), count in sorted(wanted.items())
    }
    rows = []
    for values, series in complete:
        how = Registration(at=at, actor=actor, grace=timedelta(hours=series.grace_hours), series=series)
        rows.append(frozen(values, next(stock[series.pk, _year(values)]), facts, how))
    made = Certificate.objects.bulk_create(rows, batch_size=CHUNK)
    log.append(made, LeafEvent.ISSUED, at=at)
    return made


def record_several(made: Sequence[Certificate], *, at: datetime, actor: Account | None) -> None:
    """Write the one audit entry of issuing several, with the first and the last of the numbers."""
    audit.record(
        "registry.issued_several", at=at, actor=actor, count=len(made), first=made[0].record_number,
        last=made[-1].record_number,
    )  # fmt: skip


def _year(values: Values) -> int:
    assert values.issue_date is not None  # noqa: S101 - the gate has seen to it
    return values.issue_date.year
