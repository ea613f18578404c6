"""What others read from this room: a person's deadlines, the board, the counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from intranet.core.languages import reader_language
from intranet.core.models import Holiday
from intranet.core.terms import Calendar
from intranet.deadlines.clauses import ClauseLink, ClauseRef, link_to
from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import SOON, Deadline, DeadlineQuerySet, RuleSetting
from intranet.deadlines.register import rules
from intranet.notices.enums import Channel
from intranet.notices.models import Notice
from intranet.people.enums import PostKind
from intranet.people.models import Appointment, Person, Substitution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from intranet.deadlines.rules import Rule

CAP = 10_000  # counting stops here: "10,000 and more" says enough


@dataclass(frozen=True)
class Shown:
    """A deadline as a reader sees it: what, by when, by which clause (law 10), and where to do it."""

    pk: int
    rule_key: str
    source: str
    name: str
    label: str
    due_on: date
    state: DeadlineState
    state_name: str
    days_left: int
    days_late: int
    url: str
    clause: str
    clause_url: str
    responsible: str


@dataclass(frozen=True)
class Tally:
    """How many deadlines are overdue, due within a week, and due later; each is capped."""

    overdue: int
    soon: int
    later: int


def calendar() -> Calendar:
    """Return the institution's holidays and moved working days (LAW-07)."""
    rows = list(Holiday.objects.values_list("date", "is_working"))
    return Calendar(
        holidays=frozenset(day for day, working in rows if not working),
        working=frozenset(day for day, working in rows if working),
    )


def settings_of_rules() -> dict[str, RuleSetting]:
    """Return what the institution has set about each rule."""
    return {setting.rule_key: setting for setting in RuleSetting.objects.all()}


def clause_of(rule: Rule, setting: RuleSetting | None) -> ClauseRef:
    """Return the clause that sets the rule: the institution's, else the one declared in code."""
    if setting is None or not setting.clause_number:
        return rule.clause
    return ClauseRef(setting.clause_document or rule.clause.document_key, setting.clause_number)


def of_person(person: Person, on_date: date, *, limit: int = 50) -> list[Shown]:
    """Return what a person has to see to, the most urgent first, as a reader sees it."""
    return shown(rows_of(person, on_date)[:limit], on_date)


def rows_of(person: Person, on_date: date) -> DeadlineQuerySet:
    """Return a person's own deadlines, an absent colleague's, and their role's; the most urgent first."""
    absent = Substitution.objects.on(on_date).filter(substitute=person).values("absent")
    roles = _roles_of(person, on_date)
    by_role = [rule.key for rule in rules().values() if rule.responsible in roles]
    mine = Q(responsible=person) | Q(responsible__in=absent) | Q(responsible=None, rule_key__in=by_role)
    found = known(Deadline.objects.to_be_met(on_date).filter(mine))
    return found.select_related("responsible").order_by("due_on", "pk")


def board(on_date: date) -> DeadlineQuerySet:
    """Return what the institution has to see to, the overdue first."""
    return known(Deadline.objects.to_be_met(on_date)).select_related("responsible").order_by("due_on", "pk")


def tally(deadlines: DeadlineQuerySet, on_date: date) -> Tally:
    """Count ``rows_of`` or ``board`` by urgency; each count stops at ``CAP``."""
    soon = on_date + SOON
    return Tally(
        overdue=deadlines.filter(due_on__lt=on_date).order_by()[:CAP].count(),
        soon=deadlines.filter(due_on__gte=on_date, due_on__lte=soon).order_by()[:CAP].count(),
        later=deadlines.filter(due_on__gt=soon).order_by()[:CAP].count(),
    )


def shown(deadlines: Iterable[Deadline], on_date: date) -> list[Shown]:
    """Return deadlines as readers see them, in the reader's language."""
    settings = settings_of_rules()
    language = reader_language()
    clauses: dict[str, ClauseLink] = {}
    return [_shown(deadline, on_date, settings, clauses, language) for deadline in deadlines]


def _shown(
    deadline: Deadline,
    on_date: date,
    settings: dict[str, RuleSetting],
    clauses: dict[str, ClauseLink],
    language: str,
) -> Shown:
    rule = rules()[deadline.rule_key]
    if rule.key not in clauses:
        clauses[rule.key] = link_to(clause_of(rule, settings.get(rule.key)), language)
    state = deadline.state_on(on_date)
    return Shown(
        pk=deadline.pk,
        rule_key=rule.key,
        source=rule.source,
        name=str(rule.name),
        label=deadline.label,
        due_on=deadline.due_on,
        state=state,
        state_name=str(state.label),
        days_left=(deadline.due_on - on_date).days,
        days_late=deadline.days_late(on_date),
        url=rule.subject_url(deadline.subject_id),
        clause=clauses[rule.key].text,
        clause_url=clauses[rule.key].url,
        responsible=str(deadline.responsible) if deadline.responsible_id else "",
    )


def known(deadlines: DeadlineQuerySet | None = None) -> DeadlineQuerySet:
    """Return deadlines without those whose rule is no longer declared: their package is gone."""
    return (Deadline.objects.all() if deadlines is None else deadlines).filter(rule_key__in=list(rules()))


def told_about(deadline: Deadline) -> QuerySet[Notice]:
    """Return who was told what about a deadline, the latest first."""
    told = Notice.objects.filter(about=deadline.matter, channel=Channel.INBOX, cancelled_at=None)
    return told.select_related("recipient").order_by("-created_at", "-pk")


def _roles_of(person: Person, on_date: date) -> set[str]:
    """Return the kinds of post and the groups of a person: what a rule's ``responsible`` may name."""
    posts = Appointment.objects.on(on_date).filter(person=person).values_list("post__kind", flat=True)
    roles = {kind for kind in posts if kind != PostKind.ORDINARY}
    if person.account_id is not None:
        account = person.account
        if account is not None and account.is_active:
            roles.update(account.groups.values_list("name", flat=True))
    return roles
