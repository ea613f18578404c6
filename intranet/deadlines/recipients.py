"""Who is told about a deadline on a day: who answers, their substitute (JOB-09), and the chain above them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from intranet.core.rights import ADMINISTRATOR, GROUPS
from intranet.deadlines.rules import Rule
from intranet.notices.queries import reachable
from intranet.people.enums import PostKind
from intranet.people.models import Substitution
from intranet.people.queries import holders, members_of, superiors_of

PEOPLE_AT_ONCE = 1000
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
        self._superiors: dict[int, int] = {}

    def get_ready(self, people: Collection[int], *, heads: bool) -> None:
        """Look up in few queries whether these people, their substitutes and superiors can be told anything."""
        if heads:
            self._superiors |= superiors_of(people, self._on_date)
        wanted = {*people, *(self._superiors[person] for person in people if person in self._superiors)}
        self._ask(wanted | {self._substitutes.get(person, person) for person in wanted})

    def of_reminder(self, rule: Rule, responsible: int | None) -> list[int]:
        """Return who is reminded: the responsible person or their substitute, else the rule's role, else the chain."""
        if responsible is not None and (told := self._present([responsible])):
            return told
        return self._first_of([rule.responsible, *(step.to for step in rule.escalations), *LAST_RESORT], responsible)

    def of_escalation(self, rule: Rule, role: str, responsible: int | None) -> list[int]:
        """Return whom an escalation reaches: its role, else the next in the chain where nobody there can be told."""
        chain = [step.to for step in rule.escalations]
        return self._first_of([*chain[chain.index(role) :], *LAST_RESORT], responsible)

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
            if responsible in self._superiors:
                yield self._superiors[responsible]
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
        unknown = list(set(people) - self._asked)
        for start in range(0, len(unknown), PEOPLE_AT_ONCE):
            self._reachable |= reachable(unknown[start : start + PEOPLE_AT_ONCE])
        self._asked.update(unknown)
