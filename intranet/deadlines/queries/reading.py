"""Deadlines as readers see them: in words, in their language, with the clause that demands them (law 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from intranet.core.languages import reader_language
from intranet.deadlines.clauses import ClauseLink, link_to
from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries.boards import Wanted, page
from intranet.deadlines.queries.ruling import rules_as_set
from intranet.deadlines.queries.scopes import scope_of_person
from intranet.deadlines.rules import Rule
from intranet.people.models import Person


@dataclass(frozen=True)
class Shown:
    """A deadline as a reader sees it: what, by when, by which clause, and where to do it."""

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
    is_unfinished: bool

    @cached_property
    def page_url(self) -> str:
        """Return where this deadline itself is shown; a calendar links to it twice."""
        return reverse("deadlines_deadline", args=[self.pk])


def of_person(person: Person, on_date: date, *, limit: int = 50) -> list[Shown]:
    """Return what a person has to see to, the most urgent first, as a reader sees it."""
    return shown(page(on_date, Wanted(), scope_of_person(person, on_date), size=limit).rows, on_date)


def shown(deadlines: Iterable[Deadline], on_date: date) -> list[Shown]:
    """Return deadlines as readers see them, in the reader's language."""
    rows = list(deadlines)
    if not rows:
        return []
    language = reader_language()
    rules = rules_as_set(on_date)
    clauses = {key: link_to(rules[key].clause, language) for key in {row.rule_key for row in rows}}
    labels = labels_of(rows, rules, language)
    return [_shown(row, on_date, rules[row.rule_key], clauses[row.rule_key], labels[row.pk]) for row in rows]


def labels_of(deadlines: Iterable[Deadline], rules: Mapping[str, Rule], language: str) -> dict[int, str]:
    """Return how each deadline's subject is called in a language; one query a rule that knows more than one name."""
    found = {row.pk: row.label for row in deadlines}
    subjects: dict[str, dict[int, int]] = defaultdict(dict)
    for row in deadlines:
        subjects[row.rule_key][row.subject_id] = row.pk
    for key, of_rule in subjects.items():
        label_of = rules[key].label_of
        if label_of is not None:
            found.update({of_rule[subject]: label for subject, label in label_of(of_rule, language).items() if label})
    return found


def _shown(deadline: Deadline, on_date: date, rule: Rule, clause: ClauseLink, label: str) -> Shown:
    state = deadline.state_on(on_date)
    return Shown(
        pk=deadline.pk,
        rule_key=rule.key,
        source=rule.source,
        name=str(rule.name),
        label=label,
        due_on=deadline.due_on,
        state=state,
        state_name=str(state.label),
        days_left=(deadline.due_on - on_date).days,
        days_late=deadline.days_late(on_date),
        url=rule.subject_url(deadline.subject_id),
        clause=clause.text,
        clause_url=clause.url,
        responsible=str(deadline.responsible) if deadline.responsible_id else "",
        is_unfinished=deadline.is_unfinished,
    )
