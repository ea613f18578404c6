"""Whose deadlines a board shows: a person's, a unit's, the institution's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from intranet.deadlines.register import rules
from intranet.people.models import Appointment, Person, Substitution, Unit
from intranet.people.queries import HEADS


@dataclass(frozen=True)
class Scope:
    """The people who answer, and the rules whose subjects name nobody and are theirs by their role.

    ``people`` is None for the institution: everybody's.
    """

    people: tuple[int, ...] | None = None
    rules: tuple[str, ...] = ()

    def has(self, *, responsible: int | None, rule_key: str) -> bool:
        """Say whether a deadline is one of these."""
        if self.people is None:
            return True
        return responsible in self.people if responsible is not None else rule_key in self.rules


INSTITUTION = Scope()


@dataclass(frozen=True)
class Place:
    """Where a person stands on a day: what is theirs to do, and the tree keys of the units whose head they are."""

    own: Scope
    heads: tuple[str, ...]


def place_of(person: Person, on_date: date) -> Place:
    """Return a person's own deadlines, those of colleagues whom they substitute (JOB-09), their role's, their units."""
    running = Appointment.objects.on(on_date).filter(person=person).order_by()
    absent = Substitution.objects.on(on_date).filter(substitute=person).order_by()
    groups = Person.objects.filter(pk=person.pk, account__is_active=True, account__groups__isnull=False).order_by()
    rows = (
        absent.values_list(Value("absent"), _text("absent_id"))
        .union(
            running.values_list(Value("role"), _text("post__kind")),
            groups.values_list(Value("role"), _text("account__groups__name")),
            running.filter(post__kind__in=HEADS).values_list(Value("unit"), _text("post__unit__tree_key")),
        )
        .order_by()
    )
    found: dict[str, set[str]] = {"absent": set(), "role": set(), "unit": set()}
    for what, which in rows:
        found[what].add(which)
    people = (person.pk, *sorted(int(each) for each in found["absent"]))
    return Place(Scope(people, _rules_of(found["role"])), tuple(sorted(found["unit"])))


def scope_of_person(person: Person, on_date: date) -> Scope:
    """Return what is a person's to see to."""
    return place_of(person, on_date).own


def scope_of_units(tree_keys: Collection[str], on_date: date) -> Scope:
    """Return the deadlines of the people who hold a post in one of these units or below, and of their roles there."""
    inside = Q(pk=None)
    for key in tree_keys:
        inside |= Q(post__unit__tree_key__startswith=key)
    held = Appointment.objects.on(on_date).filter(inside).order_by()
    people, roles = set(), set()
    rows = held.values_list("person_id", "post__kind", "person__account__groups__name", "person__account__is_active")
    for person, kind, group, is_active in rows:
        people.add(person)
        roles.update({kind, group} if is_active else {kind})
    return Scope(tuple(sorted(people)), _rules_of(roles))


def all_units() -> list[Unit]:
    """Return the units in the order of the tree."""
    return list(Unit.objects.only("pk", "tree_key", "names", "depth"))


def _text(field: str) -> Cast:
    return Cast(F(field), CharField())


def _rules_of(roles: Collection[str]) -> tuple[str, ...]:
    """Return the rules for which these roles answer; no rule names an ordinary post."""
    return tuple(rule.key for rule in rules().values() if rule.responsible in roles)
