"""Annexes: their titles, and the forms whose heading the source has lost."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from intranet.documents.reading import marks
from intranet.documents.reading.approval import is_stamp
from intranet.documents.reading.joining import Unit

_FORM = re.compile(
    r"(?:план|заява|направлення|звіт|акт|договір|угода|додаткова угода|індивідуальн\w+ (?:план|програма)|програма|"
    r"довідка|журнал|"
    r"картка|анкета|заявка|клопотання|подання|перелік|графік|зразок|форма|положення|порядок|критерії|протокол|"
    r"заявление|отч[её]т|договор|соглашение|дополнительное соглашение|согласие|дорожная карта|индивидуальн\w+ план|"
    r"справка|перечень|"
    r"анкета|форма|образец|"
    r"plan|application|report|agreement|form|referral|consent|roadmap|list|"
    r"cynllun|cais|adroddiad|cytundeb|ffurflen)(?!\w)",
    re.IGNORECASE,
)
_APART = re.compile(
    r"(?:дополнительное соглашение|додаткова угода|договір|договор|угода|соглашение|заява|заявление|звіт|отч[её]т|акт|"
    r"agreement|application|report|cytundeb|cais|adroddiad)(?!\w)",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"(?:ректору|директору|завідувач|начальник|голові|керівник|руководител|to the|at y)", re.IGNORECASE
)
_SIGNED = re.compile(
    r"\(?(?:підпис|подпись|м\. ?п|м\. ?п\.|прізвище|фамилия|дата|signature|signed|llofnod)", re.IGNORECASE
)
_OF_DOCUMENT = re.compile(r"(?:до|к|to|i)\s", re.IGNORECASE)


def title_place(units: list[Unit]) -> int | None:
    """Return which paragraph of an annex is its title: a form's name, else the first that looks like a heading."""
    head = units[:24]
    for place, unit in enumerate(head):
        if not unit.opening and unit.cells is None and _names_form(unit.text):
            return place
    for place, unit in enumerate(head[:4]):
        if unit.opening or is_stamp(unit.text):
            return None
        plain = not unit.text.startswith(("(", "_", "№")) and not _ADDRESSEE.match(unit.text) and "___" not in unit.text
        if plain and not _OF_DOCUMENT.match(unit.text) and len(unit.text) < 200 and not unit.text.endswith((":", ";")):
            return place
    return None


def _names_form(text: str) -> bool:
    if len(text) > 240 or text.endswith((".", ";", ":")) or not text[:1].isupper():
        return False
    return _FORM.match(text) is not None and not re.match(r"протокол\w*\s+(?:від|от|№|засідання)", text, re.IGNORECASE)


def is_further_form(unit: Unit, *, titled: bool) -> bool:
    """Say whether a paragraph begins a form of its own after an annex: its name in capitals, set apart."""
    capitals = re.match(r"[^a-zа-яіїєґё]*", unit.text)
    begins = capitals[0].strip(" №_-–—") if capitals else ""
    return titled and unit.gap and not unit.opening and len(begins) >= 6 and _APART.match(begins) is not None


def lost_heading(units: list[Unit]) -> int | None:
    """Return where, within an annex, a further form begins whose own heading the source has lost.

    It begins at a stamp that stands after a place for signature and before the name of another form.
    """
    signed = False
    for place, unit in enumerate(units):
        signed = signed or _SIGNED.match(unit.text) is not None
        if signed and is_stamp(unit.text):
            after = units[place + 1 : place + 16]
            return place if any(_names_form(other.text) and not other.opening for other in after) else None
    return None


def split(units: list[Unit], warnings: list[str]) -> list[Unit]:
    """Put the missing heads into the annexes' paragraphs: a further form, and a number that the headings skip."""
    result: list[Unit] = []
    heads = [place for place, unit in enumerate(units) if unit.opening == "annex"]
    for order, place in enumerate(heads):
        end = heads[order + 1] if order + 1 < len(heads) else len(units)
        part = units[place:end]
        following = _value(units[end]) if end < len(units) else 0
        if _value(units[place]) and following == _value(units[place]) + 2:
            part = _with_lost_head(part, warnings)
        result += _with_further_forms(part)
    return result


def _value(head: Unit) -> int:
    digits = re.search(r"\d+$", head.mark)
    return int(digits[0]) if digits else 0


def _with_lost_head(part: list[Unit], warnings: list[str]) -> list[Unit]:
    lost = lost_heading(part[1:])
    label = re.sub(r"\d+$", str(_value(part[0]) + 1), part[0].mark)
    if lost is None:
        warnings.append(_("“%(annex)s” is not there, though the one after it is.") % {"annex": label})
        return part
    warnings.append(
        _("The heading of “%(annex)s” is missing in the source: the form between its neighbours was taken for it.")
        % {"annex": label}
    )
    return [*part[: lost + 1], Unit("annex", "", "", [], mark=label), *part[lost + 1 :]]


def _with_further_forms(part: list[Unit]) -> list[Unit]:
    result: list[Unit] = []
    since = 0
    for unit in part:
        titled = since > 4
        if is_further_form(unit, titled=titled):
            result.append(Unit("annex", "", "", [], mark=""))
            since = 0
        since += 1
        result.append(unit)
    return result


def is_title_continued(title: Unit, unit: Unit) -> bool:
    """Say whether a paragraph right after the title goes on with it."""
    return (
        not unit.opening
        and unit.cells is None
        and not unit.gap
        and marks.is_capitals(title.text)
        and marks.is_capitals(unit.text)
    )
