"""Issuing drafts by the dozen or by the thousand: each once, whatever is pressed twice (REG-04, DOC-08)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from intranet.core import clock, jobs
from intranet.core.models import Account, Job
from intranet.registry.models import Certificate, Draft
from intranet.registry.operations.freezing import Facts
from intranet.registry.operations.issuing import CHUNK, record_several, write_all
from intranet.registry.operations.numbering import default_series, require_unlocked
from intranet.registry.rules import gate
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.values import Values

ISSUE = "registry.issue"
MOST_AT_ONCE = 200  # drafts that somebody waits for; more are a job
LONGEST_REASON = 300


@dataclass
class Issued:
    """What came of issuing several drafts: the certificates, and the drafts that stay with what each lacks."""

    certificates: list[Certificate] = field(default_factory=list)
    kept: list[tuple[Draft, list[Missing]]] = field(default_factory=list)


def issue_drafts(
    *,
    keys: Sequence[int],
    late_reason: str = "",
    at: datetime,
    actor: Account | None = None,
    progress: Callable[[int], None] | None = None,
) -> Issued:
    """Issue those of the drafts that are ready, a chunk in a transaction; what is not stays, and why is told.

    ``late_reason`` is given once for all that are registered too late (REG-10). Drafts that were issued meanwhile are
    passed over, so that pressing twice, or going on after a crash, issues nothing twice. A person with one name only
    is issued singly, by somebody who has looked (REG-02). Raises NoSeries, IssuingLocked.
    """
    outcome = Issued()
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), CHUNK):
        _issue_chunk(ordered[start : start + CHUNK], late_reason.strip()[:LONGEST_REASON], outcome, at=at, actor=actor)
        if progress:
            progress(min(start + CHUNK, len(ordered)))
    return outcome


@transaction.atomic
def _issue_chunk(keys: list[int], late_reason: str, outcome: Issued, *, at: datetime, actor: Account | None) -> None:
    require_unlocked()
    facts, on_date = Facts(), clock.date_of(at)
    rows = Draft.objects.select_for_update(of=("self",)).select_related("form", "kind", "series").order_by("pk")
    complete: list[tuple[Draft, Values]] = []
    for draft in rows.filter(pk__in=keys):
        values, lacking = judged(draft, facts, late_reason=late_reason, on_date=on_date)
        if lacking:
            outcome.kept.append((draft, lacking))
        else:
            complete.append((draft, values))
    if not complete:
        return
    default = None if all(draft.series for draft, _values in complete) else default_series()
    numbered = [(values, series) for draft, values in complete if (series := draft.series or default)]
    made = write_all(numbered, facts, at=at, actor=actor)
    Draft.objects.filter(pk__in=[draft.pk for draft, _values in complete]).delete()
    record_several(made, at=at, actor=actor)
    outcome.certificates += made


def judged(draft: Draft, facts: Facts, *, late_reason: str, on_date: date) -> tuple[Values, list[Missing]]:
    """Return the draft's values as they would be issued among others, and what they lack."""
    values = draft.values()
    lacking = facts.missing(values, on_date=on_date)
    if late_reason and any(each.code == "late_without_reason" for each in lacking):
        values = values.but(late_reason=late_reason)
        lacking = [each for each in lacking if each.code != "late_without_reason"]
    if not lacking and gate.needs_a_look(values):
        lacking = [Missing("given_name", "REG-02", "one_name_to_be_seen")]
    return values, lacking


def waiting_drafts() -> QuerySet[Draft]:
    """Return the drafts with what the gate needs to judge them, the oldest first."""
    return Draft.objects.select_related("form", "kind", "series").order_by("pk")


@transaction.atomic
def start_issuing(*, keys: Sequence[int], late_reason: str, at: datetime, actor: Account) -> Job:
    """Have a worker issue the drafts: too many for somebody to wait for."""
    payload = {"drafts": sorted(set(keys)), "late_reason": late_reason}
    return jobs.start(ISSUE, payload, started_by=actor, at=at, total=len(payload["drafts"]))


@jobs.handler(ISSUE, gettext_lazy("Issuing of certificates"))
def do_issue(job: Job, at: datetime) -> dict[str, Any]:
    """Issue the drafts of a job; called again after a crash it goes on with those that are left.

    Raises NoSeries, IssuingLocked.
    """
    outcome = issue_drafts(
        keys=job.payload["drafts"],
        late_reason=job.payload["late_reason"],
        at=at,
        actor=job.started_by,
        progress=lambda done: jobs.report(job, done=done, at=at),
    )
    return {"issued": len(outcome.certificates), "kept": len(outcome.kept)}
