"""An item of a batch as it came becomes the values of a certificate, or faults that say where, why, and the cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from intranet.core import words
from intranet.people import names
from intranet.people.names import Name
from intranet.registry import wording
from intranet.registry.api.schemas import Item
from intranet.registry.models import Form, Kind, Signatory
from intranet.registry.operations.receiving import Fault, Wanted
from intranet.registry.rules.values import Values
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell

LINES = ("topic", "programme", "programme_reason", "document_type", "workplace", "name_latin")
NAME_PARTS = ("surname", "given_name", "patronymic")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
LONGEST_FIELD_NAME = 60

# By the type of pydantic's error, whose own sentences are English.
SENTENCES: dict[str, str | Promise] = {
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no such field. Its name may be misspelt, or it is not asked for."),
    "string_type": _("Write this as a text, in quotation marks."),
    "string_too_long": _("The text is too long."),
    "string_unicode": wording.CELLS["characters"],
    "bool_type": _("Write true or false, without quotation marks."),
    "literal_error": _("Only the words named in the description of the API can stand here."),
    "list_type": _("Write this as a list, in square brackets."),
    "model_type": _("Write this as an object, in braces."),
    "too_short": _("Send at least one certificate."),
    "too_long": _("Send at most 1,000 certificates at once; the rest in a request of its own."),
}
OTHER: str | Promise = _("This cannot stand here.")
ISO: str | Promise = _("Write the date as year, month and day, for example 2026-02-14.")
NAMED_TWICE: str | Promise = _("Give either full_name, or surname, given_name and patronymic.")


def faults_of(error: ValidationError) -> list[Fault]:
    """Return the faults that pydantic found, in the reader's language."""
    return [
        Fault(_field(found["loc"]), found["type"], str(SENTENCES.get(found["type"], OTHER)))
        for found in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _field(place: Iterable[int | str]) -> str:
    name = ".".join(str(part) for part in place)
    return name[:LONGEST_FIELD_NAME].encode("utf-8", "replace").decode()


class ItemReader:
    """Reads the items of one batch by what the site knows: forms, kinds, signatories."""

    def __init__(self, *, late_reason: str) -> None:
        self.late_reason = late_reason
        self.words = {"form": _spellings(Form.objects.all()), "kind": _spellings(Kind.objects.all())}
        self.signatories: dict[str, list[Signatory]] = {}
        for one in Signatory.objects.all():
            for spelling in (one.name, f"{one.post} {one.name}", f"{one.name} {one.post}"):
                self.signatories.setdefault(words.search_key(spelling), []).append(one)

    def read(self, raw: Any) -> Wanted:
        """Return the values of an item with everything that is wrong with them."""
        try:
            item = Item.model_validate(raw)
        except ValidationError as error:
            return Wanted(None, faults_of(error))
        return _Reading(self, item).wanted()


class _Reading:
    """One item while it is read."""

    def __init__(self, reader: ItemReader, item: Item) -> None:
        self.reader, self.item = reader, item
        self.faults: list[Fault] = []

    def wanted(self) -> Wanted:
        found: dict[str, Any] = dict(self.name())
        for name in LINES:
            found[name] = self.line(name)
        found["outcomes"] = self.taken("outcomes", cells.text) or ""
        found["email"] = self.email()
        for name in ("issue_date", "period_from", "period_to"):
            found[name] = self.day(name)
        for name in ("hours", "ects"):
            found[name] = self.taken(name, partial(_amount, name=name))
        for name in ("form", "kind"):
            found[name] = self.word(name)
        found.update(self.signatory(found["issue_date"]))
        values = Values(**found, one_name=self.item.one_name, late_reason=self.reader.late_reason)
        return Wanted(values, self.faults)

    def fault(self, name: str, code: str, message: str | Promise = "", proposed: str = "") -> None:
        self.faults.append(Fault(name, code, str(message or wording.CELLS[code]), proposed=proposed))

    def taken(self, name: str, read: Callable[[Any], Any]) -> Any:
        """Return what stands in a field, read; None where there is nothing, or nothing that can be read."""
        raw = getattr(self.item, name)
        if raw is None or raw == "":
            return None
        try:
            return read(raw)
        except BadCell as bad:
            self.fault(name, bad.code)
            return None

    def line(self, name: str) -> str:
        return str(self.taken(name, _line) or "")

    def day(self, name: str) -> date | None:
        raw = getattr(self.item, name)
        if raw is None:
            return None
        if isinstance(raw, str) and ISO_DAY.fullmatch(raw) and raw.isascii():
            try:
                return date.fromisoformat(raw)
            except ValueError:
                pass
        self.fault(name, "date", ISO)
        return None

    def email(self) -> str:
        written = self.line("email")
        if written and not EMAIL.fullmatch(written):
            self.fault("email", "email")
            return ""
        return written

    def name(self) -> Mapping[str, str]:
        parts = {name: str(self.taken(name, cells.text) or "") for name in NAME_PARTS}
        whole = str(self.taken("full_name", cells.text) or "")
        if not whole:
            return {name: self.cured(name, written) for name, written in parts.items()}
        if any(parts.values()):
            self.fault("full_name", "named_twice", NAMED_TWICE)
        return self.split(whole)

    def split(self, whole: str) -> Mapping[str, str]:
        split = names.split_full_name(whole)
        cured = Name(*(names.mend_case(words.fix_mixed_alphabet(part)) for part in split))
        if cured != split or cells.one_line(whole) != whole:
            self.cure("full_name", whole, " ".join(part for part in cured if part))
        return cured._asdict()

    def cured(self, name: str, written: str) -> str:
        tidy = words.tidy_apostrophe(written)
        cured = names.mend_case(words.fix_mixed_alphabet(cells.one_line(tidy)))
        if cured != tidy:
            self.cure(name, tidy, cured)
        return cured

    def cure(self, name: str, written: str, cured: str) -> None:
        """Name the fault of a name that is easily put right, with what would do; the sender decides."""
        code = (
            "name_alphabets" if words.has_mixed_alphabet(written)
            else "name_case" if names.needs_case_mending(cells.one_line(written))
            else "name_spaces"
        )  # fmt: skip
        self.fault(name, code, proposed=cured)

    def word(self, name: str) -> str:
        written = self.line(name)
        if not written:
            return ""
        spellings, key = self.reader.words[name], words.search_key(written)
        if key in spellings:
            return spellings[key][0]
        close = difflib.get_close_matches(key, spellings, n=1)
        self.fault(name, name, proposed=spellings[close[0]][1] if close else "")
        return ""

    def signatory(self, issue_date: date | None) -> Mapping[str, Any]:
        written = self.line("signatory")
        if not written:
            return {}
        for one in self.reader.signatories.get(words.search_key(written), ()):
            if issue_date and one.since <= issue_date and (one.until is None or issue_date < one.until):
                return {"signatory_id": one.pk}
        self.fault("signatory", "signatory")
        return {}


def _line(raw: Any) -> str:
    return words.tidy_apostrophe(cells.one_line(cells.text(raw)))


def _amount(raw: Any, name: str) -> Decimal | None:
    if not isinstance(raw, (str, int, Decimal)):
        raise BadCell("number")
    return cells.amount(raw, name)


def _spellings(entries: Iterable[Form] | Iterable[Kind]) -> dict[str, tuple[str, str]]:
    """Return every spelling of every entry: (code, name as proposed)."""
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for spelling in (entry.code, *entry.names.values()):
            found.setdefault(words.search_key(spelling), (entry.code, str(entry)))
    return found
