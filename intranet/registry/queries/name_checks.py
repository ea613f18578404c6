"""Is this the holder's full name? Answered yes or no; the name itself is never shown (REG-05)."""

from __future__ import annotations

from enum import StrEnum
from hmac import compare_digest

from intranet.core import words
from intranet.registry import disclosure
from intranet.registry.rules.numbers import typed_code

SHORTEST_NAME = 2  # letters: what is shorter is an initial


class NameAnswer(StrEnum):
    MATCHES = "matches"
    DIFFERS = "differs"
    NOT_RECORDED = "not_recorded"  # a historical certificate that came with initials


def is_full_name(code: str, typed: str) -> NameAnswer | None:
    """Say whether ``typed`` is the full name of the certificate's holder; None where nothing may be asked.

    The surname stands first or last, the patronymic may be left out, and spelling is folded as it is for searching.
    The name in Latin letters counts too. Every way of writing it is compared, so that the time says nothing.
    """
    rows = disclosure.findable_by_name(disclosure.verifiable()).filter(code=typed_code(code))
    names = rows.values_list("surname", "given_name", "patronymic", "name_latin", "not_recorded").first()
    if names is None:
        return None
    surname, given_name, patronymic, latin = map(words.search_key, names[:4])
    if "given_name" in names[4] or 0 < len(given_name) < SHORTEST_NAME:
        return NameAnswer.NOT_RECORDED
    ways = [
        f"{surname} {given_name}", f"{given_name} {surname}",
        f"{surname} {given_name} {patronymic}", f"{given_name} {patronymic} {surname}",
        latin, " ".join([*latin.split()[1:], *latin.split()[:1]]),
    ]  # fmt: skip
    key = words.search_key(typed).encode()
    same = sum(compare_digest(key, " ".join(way.split()).encode()) for way in ways if way)
    return NameAnswer.MATCHES if same and key else NameAnswer.DIFFERS
