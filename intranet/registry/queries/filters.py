"""What a visitor asks of the public list, checked: a clear sentence for everything that cannot be asked."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.registry.rules import keys

LONGEST_QUESTION = 100
LONGEST_CURSOR = 2000
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_ID = 2**63 - 1
Choice = TypeVar("Choice", bound=StrEnum)


class BadFilter(Refusal):
    """The list cannot be asked this; the message says how to ask."""


class Status(StrEnum):
    """By which status the list may be filtered: what was superseded is not in it."""

    VALID = "valid"
    ANNULLED = "annulled"


class By(StrEnum):
    """What the text that is searched for is."""

    SURNAME = "surname"
    NUMBER = "number"
    TOPIC = "topic"


class Order(StrEnum):
    """In which order the rows come: each has its index."""

    NEWEST = "newest"
    ALPHABET = "alphabet"
    NAME = "name"
    NUMBER = "number"
    TOPIC = "topic"


# Every question that may be asked, with the index that answers it; a year, or a month of it, goes with all of them but
# the alphabetical order. What is not here would have to read a part of the register that grows with it.
SERVED = {
    frozenset[str](): "certificates_listed",
    frozenset({"form"}): "certificates_by_form",
    frozenset({"kind"}): "certificates_by_kind",
    frozenset({"form", "kind"}): "certificates_by_both",
    frozenset({"programme"}): "certificates_by_programme",
    frozenset({"status"}): "certificates_annulled",  # or all that are listed: few are annulled, and passed over
    frozenset({"alphabet"}): "certificates_by_alphabet",
    frozenset({"surname"}): "certificates_by_name",
    frozenset({"surname", "form"}): "certificates_by_name",
    frozenset({"surname", "kind"}): "certificates_by_name",
    frozenset({"surname", "form", "kind"}): "certificates_by_name",
    frozenset({"number"}): "certificates_by_number",
    frozenset({"topic"}): "certificates_by_topic",
}


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
    """A checked question: search text, filters, order, and where to go on."""

    q: str = ""
    year: int | None = None
    form: str = ""
    kind: str = ""
    after: Cursor | None = None
    by: By | None = None
    month: int | None = None
    programme: int | None = None
    status: str = ""
    alphabetical: bool = False

    @property
    def searched(self) -> By:
        """Return what the text is taken for: what the visitor says, else what it looks like."""
        return self.by or (By.NUMBER if looks_like_a_number(self.q) else By.SURNAME)

    @property
    def is_open(self) -> bool:
        """Say whether the text may be a surname or words of a topic: the register decides (``Furniture.settled``)."""
        return bool(self.q) and self.by is None and self.searched is By.SURNAME

    @property
    def order(self) -> Order:
        if not self.q:
            return Order.ALPHABET if self.alphabetical else Order.NEWEST
        return {By.SURNAME: Order.NAME, By.NUMBER: Order.NUMBER, By.TOPIC: Order.TOPIC}[self.searched]

    @property
    def key(self) -> str:
        """Return the key of what is searched for."""
        return keys.number_key(self.q) if self.order is Order.NUMBER else keys.name_key(self.q)

    @property
    def words(self) -> list[str]:
        """Return the words that a topic is searched for."""
        return keys.topic_words(self.q)

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of the year or month."""
        if self.year is None:
            return None
        first, last = (self.month, self.month) if self.month else (1, 12)
        return date(self.year, first, 1), date(self.year, last, monthrange(self.year, last)[1])

    @property
    def parts(self) -> frozenset[str]:
        """Return what is asked besides year and month, as in ``SERVED``."""
        named = {"form": self.form, "kind": self.kind, "programme": self.programme, "status": self.status}
        search = {str(self.searched)} if self.q else set()
        order = {"alphabet"} if self.alphabetical else set()
        return frozenset({name for name, value in named.items() if value} | search | order)

    @property
    def is_filtered(self) -> bool:
        return bool(self.year or self.parts - {"alphabet"})

    def address(self, after: Cursor | None = None) -> str:
        """Return the query string of this question, going on after a row."""
        parts = {
            "q": self.q, "by": self.by, "year": self.year, "month": self.month, "form": self.form, "kind": self.kind,
            "programme": self.programme, "status": self.status, "order": "surname" if self.alphabetical else "",
            "after": after.write() if after is not None else "",
        }  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})


def asked(parameters: Mapping[str, str]) -> Asked:
    """Return the question that the address asks. Raises BadFilter."""
    question = Asked(
        q=_text(parameters.get("q", "")),
        year=_year(parameters.get("year", "")),
        form=_code(parameters.get("form", "")),
        kind=_code(parameters.get("kind", "")),
        after=_cursor(parameters.get("after", "")),
        by=_one_of(By, parameters.get("by", "")),
        month=_month(parameters.get("month", "")),
        programme=_programme(parameters.get("programme", "")),
        status=_one_of(Status, parameters.get("status", "")) or "",
        alphabetical=_alphabetical(parameters.get("order", "")),
    )
    _require_sense(question)
    return question


def looks_like_a_number(text: str) -> bool:
    """Say whether the text looks like a record number rather than a topic that has figures in it, as "Excel 2019".

    A number has at least as many figures as letters, or no word of more than three letters.
    """
    figures = sum(letter.isdigit() for letter in text)
    letters = sum(letter.isalpha() for letter in text)
    longest = max((len(word) for word in re.findall(r"[^\W\d_]+", text)), default=0)
    return figures > 0 and (figures >= letters or longest <= 3)


def _require_sense(question: Asked) -> None:
    """Refuse what is empty of letters, and what no index answers; say what can be asked instead."""
    if question.q and not (question.words if question.order is Order.TOPIC else question.key):
        raise BadFilter(_("Type the beginning of a surname, a record number, or words of a topic."))
    if question.month and not question.year:
        raise BadFilter(_("Choose the year as well as the month."))
    if question.alphabetical and question.year:
        raise BadFilter(
            _("The alphabetical order is for the whole list: take the filters away, or search for a surname.")
        )
    if question.parts in SERVED:
        return
    if question.alphabetical:
        raise BadFilter(
            _("The alphabetical order is for the whole list: take the filters away, or search for a surname.")
        )
    if question.q and question.searched is not By.SURNAME:
        raise BadFilter(_("A search by topic or by record number can be narrowed by year and month only."))
    raise BadFilter(
        _("A programme, or a status, can be combined with year and month only: take the other filters away.")
    )


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


def _month(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if len(text) <= 2 and text.isascii() and text.isdecimal() and 1 <= int(text) <= 12:
        return int(text)
    raise BadFilter(_("Give the month as a number from 1 to 12."))


def _programme(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if len(text) <= len(str(MOST_ID)) and text.isascii() and text.isdecimal() and 0 < int(text) <= MOST_ID:
        return int(text)
    raise BadFilter(_("There is no such programme. Choose one from the list."))


def _one_of(choices: type[Choice], text: str) -> Choice | None:
    text = text.strip()
    if not text:
        return None
    if text in set(choices):
        return choices(text)
    raise BadFilter(_("This page address is incomplete. Start again from the first page."))


def _alphabetical(text: str) -> bool:
    if text.strip() in {"", "surname"}:
        return bool(text.strip())
    raise BadFilter(_("This page address is incomplete. Start again from the first page."))


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
