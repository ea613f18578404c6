"""Who is told about a deadline on a day: who answers, their substitute (JOB-09), and the chain above them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from intranet.core.rights import ADMINISTRATOR, GROUPS
from intranet.deadlines.rules import Moment, Rule
from intranet.notices.queries import reachable
from intranet.people.enums import PostKind
from intranet.people.models import Person, Substitution
from intranet.people.queries import holders, members_of, superior_of

LAST_RESORT = (PostKind.DIRECTOR.value, ADMINISTRATOR)


class Recipients:
    """Finds recipients for one run; each role and each person is looked up once."""

    def __init__(self, on_date: date) -> None:
        self._on_date = on_date
        self._substitutes: dict[int, int] = dict(
            Substitution.objects.on(on_date).order_by("since", "pk").values_list("absent_id", "substitute_id")
        )
        self._of_role: dict[tuple[str, int | None], list[int]] = {}
        self._reachable: set[int] = set()
        self._asked: set[int] = set()

    def get_ready(self, people: Collection[int]) -> None:
        """Look up in one query whether these people and their substitutes can be told anything."""
        self._ask({*people, *(self._substitutes.get(person, person) for person in people)})

    def of_reminder(self, rule: Rule, responsible: int | None) -> list[int]:
        """Return who is reminded: the responsible person or their substitute, else the rule's role, else the chain."""
        if responsible is not None and (told := self._present([responsible])):
            return told
        return self._first_of([rule.responsible, *(step.to for step in rule.escalations), *LAST_RESORT], responsible)

    def of_escalation(self, rule: Rule, moment: Moment, responsible: int | None) -> list[int]:
        """Return whom an escalation reaches: its role, else the next in the chain where nobody there can be told."""
        chain = [step.to for step in rule.escalations]
        return self._first_of([*chain[chain.index(moment.to) :], *LAST_RESORT], responsible)

    def _first_of(self, roles: list[str], responsible: int | None) -> list[int]:
        for role in roles:
            if told := self._present(self._holding(role, responsible)):
                return told
        return []

    def _holding(self, role: str, responsible: int | None) -> list[int]:
        key = (role, responsible if role == PostKind.HEAD_OF_UNIT else None)
        if key not in self._of_role:
            self._of_role[key] = list(self._look_up(role, responsible))
        return self._of_role[key]

    def _look_up(self, role: str, responsible: int | None) -> Iterator[int]:
        if role in GROUPS:
            yield from members_of(role).order_by("pk").values_list("pk", flat=True)
        if role == PostKind.HEAD_OF_UNIT and responsible is not None:
            head = superior_of(Person.objects.get(pk=responsible), self._on_date)
            if head is not None:
                yield head.pk
        elif role in PostKind.values:
            yield from holders(PostKind(role), self._on_date).order_by("pk").values_list("pk", flat=True)

    def _present(self, people: list[int]) -> list[int]:
        """Return those who can be told, an absent one's substitute in their place, nobody twice."""
        self._ask(people)
        found: list[int] = []
        for person in people:
            substitute = self._substitutes.get(person)
            self._ask([substitute] if substitute else [])
            told = substitute if substitute in self._reachable else person
            if told in self._reachable and told not in found:
                found.append(told)
        return found

    def _ask(self, people: Collection[int]) -> None:
        unknown = set(people) - self._asked
        if unknown:
            self._reachable |= reachable(unknown)
            self._asked |= unknown
