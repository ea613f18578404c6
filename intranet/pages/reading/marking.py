"""What stands beside the frozen text: addresses that it had, what changed, where it is cited, how to cite it.

The text itself was made at publication; here is one loop over it, of strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.documents.enums import BlockKind
from intranet.documents.queries import CitedBy

CITABLE = {BlockKind.SECTION, BlockKind.CLAUSE, BlockKind.ANNEX}


@dataclass(frozen=True)
class Row:
    """A block as it is shown."""

    block_id: str
    kind: str
    anchor: str
    number: str
    heading: str
    html: str
    change: str = ""
    former: str = ""  # anchors, a line for each


@dataclass(frozen=True)
class Margin:
    """What a text's clauses are marked with.

    ``compared`` is the address of the comparison with the edition before, ``today`` that of the text of today where
    another is shown, ``home`` tells the address of another document's page.
    """

    compared: str = ""
    today: str = ""
    cited: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)  # by id: address and words


def text_of(rows: Iterable[Row], margin: Margin) -> SafeString:
    """Return the whole text with what stands beside it."""
    words = _Words()
    return mark_safe("\n".join(_shown(row, margin, words) for row in rows))  # noqa: S308 - made and cleaned when frozen


class _Words:
    """The words of the margin in the reader's language, each made once."""

    def __init__(self) -> None:
        self.changes = {"changed": _("changed"), "added": _("new"), "renumbered": _("renumbered")}
        self.changes = {change: escape(str(word)) for change, word in self.changes.items()}
        self.cite = escape(pgettext("a clause", "Cite"))
        self.cited = escape(_("Cited in:"))
        self.today = escape(_("This clause today"))


def _shown(row: Row, margin: Margin, words: _Words) -> str:
    before = "".join(f'<span class="anchor" id="{escape(anchor)}"></span>' for anchor in row.former.splitlines())
    if row.kind not in CITABLE or not (row.number or row.kind == BlockKind.ANNEX):
        return before + row.html
    anchor, hidden = (
        escape(row.anchor),
        f'<span class="govuk-visually-hidden"> {escape(row.number or row.heading)}</span>',
    )
    parts = []
    if row.change and margin.compared:
        word = words.changes[row.change]
        parts.append(f'<a class="beside__change" href="{margin.compared}#{anchor}">{word}{hidden}</a>')
    cited = margin.cited.get(row.block_id)
    if cited:
        links = ", ".join(f'<a href="{href}">{text}</a>' for href, text in cited)
        parts.append(f'<span class="beside__cited">{words.cited} {links}</span>')
    if margin.today:
        parts.append(f'<a href="{margin.today}clause/{escape(row.block_id)}/">{words.today}{hidden}</a>')
    parts.append(f'<a class="beside__cite" href="clause/{anchor}/cite/">{words.cite}{hidden}</a>')
    return f'{before}{row.html}<p class="beside">{" ".join(parts)}</p>'


def citing(
    found: Iterable[CitedBy], *, own: object, addresses: Mapping[object, str]
) -> dict[str, list[tuple[str, str]]]:
    """Return by clause the addresses and names of what cites it; a page that is not public has no address."""
    result: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        if each.key == own:
            href, words = f"#{escape(each.anchor)}", escape(each.number or _("a paragraph"))
        elif each.key in addresses:
            href = f"{escape(addresses[each.key])}#{escape(each.anchor)}"
            words = str(format_html("{}, {}", each.title, each.number) if each.number else escape(each.title))
        else:
            continue
        result.setdefault(each.block_id, []).append((href, words))
    return result


def citation(title: str, begins: date | str, where: str) -> str:
    """Return how a place of a text is cited; ``begins`` is when the edition came into force, in words."""
    if not begins:
        return _("“%(title)s”, approval not recorded, %(where)s") % {"title": title, "where": where}
    return _("“%(title)s”, edition in force from %(date)s, %(where)s") % {
        "title": title,
        "date": begins,
        "where": where,
    }


def named(kind: str, number: str, label: str = "") -> str:
    """Return a place of a text in words: clause 3.3, section 2, Annex 1."""
    if kind == BlockKind.ANNEX:
        return label
    if kind == BlockKind.SECTION:
        return _("section %(number)s") % {"number": number}
    return _("clause %(number)s") % {"number": number}
