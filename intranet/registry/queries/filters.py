"""What a visitor asks of the public list, checked: a clear sentence for everything that cannot be asked."""

from __future__ import annotations

import base64
import binascii
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.registry.rules import keys

LONGEST_QUESTION = 100
LONGEST_CURSOR = 2000
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_ID = 2**63 - 1


class BadFilter(Refusal):
    """The list cannot be asked this; the message says how to ask."""


class Order(StrEnum):
    """In which order the rows come: each has its index."""

    NEWEST = "newest"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: where the next page starts."""

    issue_date: date
    id: int
    key: str = ""

    def write(self) -> str:
        """Return the cursor as it stands in an address."""
        text = json.dumps([self.issue_date.isoformat(), self.id, self.key], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Asked:
    """A checked question: search text, year, form and kind, and where to go on."""

    q: str = ""
    year: int | None = None
    form: str = ""
    kind: str = ""
    after: Cursor | None = None

    @property
    def order(self) -> Order:
        if not self.q:
            return Order.NEWEST
        return Order.NUMBER if any(letter.isdigit() for letter in self.q) else Order.NAME

    @property
    def key(self) -> str:
        """Return the key of what is searched for."""
        return keys.number_key(self.q) if self.order is Order.NUMBER else keys.name_key(self.q)

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.year or self.form or self.kind)

    def address(self, after: Cursor | None = None) -> str:
        """Return the query string of this question, going on after a row."""
        parts = {"q": self.q, "year": self.year, "form": self.form, "kind": self.kind}
        if after is not None:
            parts["after"] = after.write()
        return urlencode({name: value for name, value in parts.items() if value})


def asked(parameters: Mapping[str, str]) -> Asked:
    """Return the question that the address asks. Raises BadFilter."""
    question = Asked(
        q=_text(parameters.get("q", "")),
        year=_year(parameters.get("year", "")),
        form=_code(parameters.get("form", "")),
        kind=_code(parameters.get("kind", "")),
        after=_cursor(parameters.get("after", "")),
    )
    if question.q and not question.key:
        raise BadFilter(_("Type the beginning of a surname, or a record number."))
    return question


def clean_text(text: str, *, longest: int) -> str:
    """Return typed text without marks that cannot be seen. Raises BadFilter for what no keyboard types."""
    if len(text) > longest:
        raise BadFilter(_("That is too long: type at most %(most)s characters.") % {"most": longest})
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"} for letter in text.replace("\t", " ")):
        raise BadFilter(_("That text has characters in it that cannot be searched for. Type it again by hand."))
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _text(text: str) -> str:
    return clean_text(text, longest=LONGEST_QUESTION)


def _year(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if len(text) == 4 and text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    raise BadFilter(_("Give the year in four figures, for example 2026."))


def _code(text: str) -> str:
    text = text.strip()
    if len(text) <= 40 and all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in text):
        return text
    raise BadFilter(_("There is no such form or kind. Choose one from the list."))


def _cursor(text: str) -> Cursor | None:
    if not text:
        return None
    refusal = BadFilter(_("This page address is incomplete. Start again from the first page."))
    if len(text) > LONGEST_CURSOR or not text.isascii():
        raise refusal
    try:
        found: Any = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        day, key_id, key = found
        cursor = Cursor(issue_date=date.fromisoformat(day), id=key_id, key=key)
        key.encode()
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise refusal from None
    if type(key_id) is not int or not 0 <= key_id <= MOST_ID or "\0" in key or len(key) > keys.MOST_KEY:
        raise refusal
    return cursor
