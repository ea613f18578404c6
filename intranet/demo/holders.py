"""Invented people who receive certificates. Pure and deterministic: the same source of chance gives the same people."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple


class Holder(NamedTuple):
    surname: str
    given_name: str
    patronymic: str
    workplace: str = ""
    email: str = ""
    person_id: int | None = None


def invent(chance: Random, names: dict[str, Any]) -> Holder:
    """Return an invented holder from outside: a woman twice as often as a man, now and then a foreigner."""
    workplace = chance.choice(names["workplaces"])
    if chance.random() < 0.03:
        surname, given_name = chance.choice(names["foreigners"])
        return Holder(surname, given_name, "", workplace)
    surname = chance.choice(names["surnames"])
    if chance.random() < 0.66:
        return Holder(surname, chance.choice(names["women"]), chance.choice(names["patronymics_of_women"]), workplace)
    return Holder(surname, chance.choice(names["men"]), chance.choice(names["patronymics_of_men"]), workplace)
