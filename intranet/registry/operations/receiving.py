"""Certificates that another system sends: the same gate as everywhere, all of a batch or, if asked so, what is good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey, Certificate, Draft, Form, Kind, Series
from intranet.registry.operations.issuing import issue_many
from intranet.registry.operations.numbering import require_unlocked
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.values import Values

CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field of an item: by which rule, in a word for machines, in a sentence, and the cure."""

    field: str
    code: str
    message: str
    rule: str = ""
    proposed: str = ""


@dataclass
class Wanted:
    """An item as it was read; ``values`` is None where it could not be read at all."""

    values: Values | None
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Received:
    """What became of a batch, item by item, by its place."""

    made: Mapping[int, Certificate | Draft]
    faults: Mapping[int, list[Fault]]


class BatchRefused(Refusal):
    """Nothing of the batch was kept; ``faults`` says why, item by item."""

    def __init__(self, message: str, faults: Mapping[int, list[Fault]]) -> None:
        super().__init__(message)
        self.faults = faults


class NoSuchSeries(Refusal):
    """The series that was named is not there."""


@transaction.atomic
def receive(
    *,
    wanted: Sequence[Wanted],
    scope: ApiScope,
    at: datetime,
    key: ApiKey,
    series: str = "",
    partial: bool = False,
    dry_run: bool = False,
) -> Received:
    """Issue or prepare what is wanted for the account of a key; a dry run judges everything and writes nothing.

    Without ``partial`` it is all or nothing. Raises BatchRefused, NoSuchSeries, NoSeries, IssuingLocked.
    """
    named = _series(series)
    if scope == ApiScope.ISSUE:
        require_unlocked()
    faults = _judged(wanted, scope, named, at, key.account)
    good = {place: each.values for place, each in enumerate(wanted) if each.values is not None and place not in faults}
    if faults and (not partial or not good):
        raise BatchRefused(
            _("Nothing was kept: some of the certificates cannot be as they were sent. Each fault is named below."),
            faults,
        )
    if dry_run:
        return Received({}, faults)
    made = _made(list(good.values()), scope, named, at, key.account)
    audit.record(
        "registry.received", at=at, actor=key.account, subject=key, scope=scope.value, accepted=len(good),
        rejected=len(faults),
    )  # fmt: skip
    return Received(dict(zip(good, made, strict=True)), faults)


def _series(code: str) -> Series | None:
    if not code:
        return None
    found = Series.objects.filter(code=code).first()
    if found is None:
        raise NoSuchSeries(_("There is no such series. Use a name from Register, Series."))
    return found


def _judged(
    wanted: Sequence[Wanted], scope: ApiScope, series: Series | None, at: datetime, actor: Account
) -> dict[int, list[Fault]]:
    """Return the faults of reading and, for issue, what the gate finds beside them (DOC-08)."""
    faults = {place: list(each.faults) for place, each in enumerate(wanted)}
    if scope == ApiScope.ISSUE:
        read = [(place, each.values) for place, each in enumerate(wanted) if each.values is not None]
        found = issue_many(values=[values for _place, values in read], at=at, series=series, actor=actor, dry_run=True)
        for (place, values), judged in zip(read, found, strict=True):
            if isinstance(judged, list):
                faults[place] += _beside(faults[place], values, judged)
    return {place: found_here for place, found_here in faults.items() if found_here}


def _beside(known: list[Fault], values: Values, lacking: list[Missing]) -> list[Fault]:
    """Return what the gate finds at fields that have no fault yet."""
    at_fields = {fault.field for fault in known}
    if at_fields & {"full_name", "surname", "given_name", "patronymic"}:
        at_fields |= {"surname", "given_name"}
    if values.issue_date is None:
        at_fields.add("signatory")  # who signs follows from the date
    return [
        Fault(each.field, each.code, wording.sentence(each), rule=each.rule)
        for each in lacking
        if each.field not in at_fields
    ]


def _made(
    values: list[Values], scope: ApiScope, series: Series | None, at: datetime, actor: Account
) -> list[Certificate | Draft]:
    if scope == ApiScope.DRAFT:
        return list(_prepared(values, series, at, actor))
    return [
        each for each in issue_many(values=values, at=at, series=series, actor=actor) if isinstance(each, Certificate)
    ]


def _prepared(values: list[Values], series: Series | None, at: datetime, actor: Account) -> list[Draft]:
    forms, kinds = dict(Form.objects.values_list("code", "pk")), dict(Kind.objects.values_list("code", "pk"))
    drafts = [
        Draft(
            **{name: getattr(each, name) for name in (*Values.TEXTS, *Values.OTHERS)},
            form_id=forms.get(each.form), kind_id=kinds.get(each.kind), one_name=each.one_name, series=series,
            created_at=at, created_by=actor,
        )
        for each in values
    ]  # fmt: skip
    return Draft.objects.bulk_create(drafts, batch_size=CHUNK)
