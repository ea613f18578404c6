"""The gate for many rows: the same gate as for one certificate, asked once for all rows that it cannot tell apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from intranet.people import names
from intranet.people.names import Name
from intranet.registry.operations.freezing import Facts
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.values import Values

REMEMBERED = 50_000
# A part of a name, in Cyrillic, against which nothing can be said; what has another look is asked about.
PLAIN_PART = re.compile(r"[А-ЯЄІЇҐ][а-яєіїґ]+(?:’[а-яєіїґ]+)?(?:-[А-ЯЄІЇҐ][а-яєіїґ]+)?")
# A name against which nothing can be said stands for every such name, a text for every text.
PLAIN_NAME = {"surname": "Гнатюк", "given_name": "Олена", "patronymic": ""}
FREE_TEXTS = ("topic", "outcomes", "document_type", "email", "workplace", "name_latin", "patronymic")
Key = tuple[Any, ...]
AMOUNTS_OF_KEY = 2  # hours and credits, which the gate looks at and the freezing copies


class Judge:
    """Asks the gate about rows, and remembers its answers."""

    def __init__(self, facts: Facts, *, on_date: date, is_historical: bool) -> None:
        self.facts, self.on_date, self.is_historical = facts, on_date, is_historical
        self._known: dict[Key, list[Missing]] = {}

    def missing(self, found: Mapping[str, Any]) -> tuple[list[Missing], Key | None]:
        """Return what the gate finds, and the key of all rows that are alike but for name and texts.

        There is no key where the name itself wants looking at.
        """
        if not is_plain(found):
            return self._ask(Values(**found)), None
        key = key_of(found)
        if key not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[key] = self._ask(Values(**alike(found)))
        return self._known[key], key

    def _ask(self, values: Values) -> list[Missing]:
        return self.facts.missing(values, on_date=self.on_date, is_historical=self.is_historical)


def is_plain(found: Mapping[str, Any]) -> bool:
    """Say whether nothing can be said against the name."""
    surname, given, patronymic = found["surname"], found["given_name"], found["patronymic"]
    plain = PLAIN_PART.fullmatch
    if plain(surname) and plain(given) and (not patronymic or plain(patronymic)):
        return True
    has_both = any(map(str.isalpha, surname)) and given[:1].isalpha()
    return has_both and not names.problems(Name(surname, given, patronymic))


def key_of(found: Mapping[str, Any]) -> Key:
    """Return what the gate and the freezing look at, name and free texts aside."""
    return (
        found["hours"], found["ects"], found["form"], found["kind"], found["issue_date"], found["programme"],
        found["period_from"], found["period_to"], found.get("signatory_id"), found.get("signatory_text", ""),
        bool(found["topic"].strip()), bool(found["outcomes"].strip()),
    )  # fmt: skip


def alike(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return values that the gate and the freezing cannot tell from the row's, name and free texts aside."""
    texts = {name: "—" if found[name].strip() else "" for name in FREE_TEXTS}
    return {**found, **texts, **PLAIN_NAME}
