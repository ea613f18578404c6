"""A document in two languages: what a reader of a translation is told at each clause, and both texts side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from intranet.core import institution
from intranet.core.dates import format_date, one_stop
from intranet.core.languages import OWN_NAMES
from intranet.documents.models import Edition, TranslationDecision
from intranet.documents.queries.pairing import Standings, counterpart, standings
from intranet.documents.rules.comparing import Run, marked, words_of
from intranet.documents.rules.pairing import Frozen, State
from intranet.documents.rules.texts import FrozenBlock
from intranet.pages.reading.marking import Row

_OWN_ADDRESS = re.compile(r'(\s(?:id|aria-labelledby|aria-describedby)=")([^"]+)"')


@dataclass(frozen=True)
class Cell:
    """One clause in one language; ``note`` says why there is no translation, or that it is old."""

    language: str
    html: SafeString | str = ""
    note: str = ""
    difference: str = ""


@dataclass(frozen=True)
class PairRow:
    left: Cell
    right: Cell

    @property
    def sides(self) -> tuple[Cell, Cell]:
        return self.left, self.right


def of_reading(rows: Sequence[Row], edition: Edition, *, url: str, on_date: date) -> tuple[list[Row], dict[str, Any]]:
    """Return the clauses of an edition, marked where they do not answer to the original, and what the page says of it.

    An original costs nothing; a translation one query, and one more the first time that its original has changed.
    Without ``url`` nothing leads to the differences.
    """
    found = standings(edition, on_date)
    shown = [_marked(row, found, url) for row in rows] if found.states else list(rows)
    missing, stale = found.count(State.MISSING), found.count(State.STALE)
    context = {
        "authentic": authentic(edition),
        "untranslated": missing,
        "old_translations": stale,
        "title_language": edition.pairing.get("source") if found.states.get("title") is State.MISSING else "",
    }
    return shown, context


def authentic(edition: Edition, *, beside: bool = False) -> str:
    """Say which text holds where two say different things; nothing where the document has one language.

    ``beside``: both stand there, and neither is "this" one.
    """
    source = str(edition.pairing.get("source", ""))
    if institution.current().profile.both_languages_or_neither:
        return _("Both language versions have equal standing.") if source else ""
    if not source:
        return ""
    if beside:
        sentence = _("The authentic text is in this language: %(language)s.")
    else:
        sentence = _("This is a translation. The authentic text is in this language: %(language)s.")
    return sentence % {"language": OWN_NAMES[source]}


def _marked(row: Row, found: Standings, url: str) -> Row:
    state = found.states.get(row.block_id)
    if state is State.MISSING and found.source is not None:
        note = f'<p class="pair__stale" lang="{_now_speaking()}">{escape(not_translated(found.source.language))}</p>'
        return replace(row, html=f'<div class="untranslated" lang="{found.source.language}">{row.html}{note}</div>')
    if state is State.STALE and found.source is not None:
        href = escape(f"{url}original/{row.block_id}/")
        link = f' <a href="{href}">{escape(_("See the difference"))}</a>' if url else ""
        return replace(row, html=f'{row.html}<p class="pair__stale">{escape(changed_on(found.source))}{link}</p>')
    return row


def _now_speaking() -> str:
    return (translation.get_language() or "").split("-")[0]


def not_translated(source: str) -> str:
    return _("Not translated: this is the text in the language %(language)s.") % {"language": OWN_NAMES[source]}


def changed_on(source: Edition) -> str:
    """Say that the original has changed since, and from when."""
    day = source.in_force_from or source.published_at.date()
    return one_stop(_("The original changed on %(date)s.") % {"date": format_date(day, _now_speaking() or "en")})


# --- Side by side --------------------------------------------------------------------------------------------------


def side_by_side(edition: Edition, language: str, *, urls: Mapping[str, str], on_date: date) -> dict[str, Any] | None:
    """Return both texts clause against clause, the institution's first language first; nothing without the other one.

    ``urls`` are the addresses of the document's page by language. Costs at most six queries.
    """
    other = counterpart(edition, language, on_date)
    if other is None:
        return None
    site = list(institution.current().languages)
    left, right = sorted((edition, other), key=lambda each: site.index(each.language) if each.language in site else 99)
    translations = [each for each in (left, right) if each.pairing.get("source")]
    found = {each.language: standings(each, on_date) for each in translations}
    rows = _rows(left, right, found, urls)
    return {
        "edition": edition,
        "left": left,
        "right": right,
        "pairs": rows,
        "text": _text_of(rows),
        "title": edition.title,
        "other": other,
        "authentic": next((authentic(each, beside=True) for each in translations), ""),
        "urls": urls,
        "untranslated": sum(each.count(State.MISSING) for each in found.values()),
        "old_translations": sum(each.count(State.STALE) for each in found.values()),
    }


def _text_of(rows: Iterable[PairRow]) -> SafeString:
    """Return both texts as they stand on the page: one loop of strings over what was made at publication."""
    see = escape(_("See the difference"))
    pairs = (f'<div class="pair">{_side(row.left, see)}{_side(row.right, see)}</div>' for row in rows)
    return mark_safe("\n".join(pairs))  # noqa: S308 - made and cleaned at publication


def _side(cell: Cell, see: str) -> str:
    language, note = cell.language, ""
    if cell.note:
        link = f' <a href="{escape(cell.difference)}">{see}</a>' if cell.difference else ""
        note = f'<p class="pair__stale">{escape(cell.note)}{link}</p>'
    text = f'<div lang="{language}">{cell.html}</div>' if cell.html else ""
    name = f'<span class="pair__language" lang="{language}">{OWN_NAMES.get(language, language)}</span>'
    return f'<div class="pair__side">{name}{text}{note}</div>'


def _rows(left: Edition, right: Edition, found: Mapping[str, Standings], urls: Mapping[str, str]) -> list[PairRow]:
    texts = {each.language: _html_of(each) for each in (left, right)}
    order = _merged(list(texts[left.language]), list(texts[right.language]))
    return [
        PairRow(
            _cell(left, block_id, texts, found, urls, is_second=False),
            _cell(right, block_id, texts, found, urls, is_second=block_id in texts[left.language]),
        )
        for block_id in order
    ]


def _html_of(edition: Edition) -> dict[str, str]:
    return dict(edition.clauses.order_by("position").values_list("block_id", "html"))


def _merged(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the ids of both in the first one's order, what only the second has behind what it stands behind there."""
    known = set(first)
    after: dict[str, list[str]] = {}
    place = ""
    for block_id in second:
        if block_id in known:
            place = block_id
        else:
            after.setdefault(place, []).append(block_id)
    result = list(after.get("", ()))
    for block_id in first:
        result += [block_id, *after.get(block_id, ())]
    return result


def _cell(
    edition: Edition,
    block_id: str,
    texts: Mapping[str, Mapping[str, str]],
    found: Mapping[str, Standings],
    urls: Mapping[str, str],
    *,
    is_second: bool,
) -> Cell:
    own = found.get(edition.language)
    state = own.states.get(block_id) if own else None
    html = texts[edition.language].get(block_id)
    if html is None or state is State.MISSING:
        return Cell(edition.language, note=_("This place has no text in this language."))
    if is_second:
        html = _OWN_ADDRESS.sub(r'\1second-\2"', html)
    shown = mark_safe(html)  # noqa: S308 - made and cleaned at publication
    if state is State.STALE and own is not None and own.source is not None:
        address = f"{urls[edition.language]}original/{block_id}/"
        return Cell(edition.language, shown, changed_on(own.source), address)
    return Cell(edition.language, shown)


# --- The difference ------------------------------------------------------------------------------------------------


def difference(edition: Edition, block_id: str, on_date: date) -> dict[str, Any] | None:
    """Return what has changed in the original since a clause of an edition was translated from it."""
    was, made_from = Frozen.from_json(edition.pairing).blocks.get(block_id, ("", ""))
    source = counterpart(edition, str(edition.pairing.get("source", "")), on_date) if was else None
    if source is None:
        return None
    clause = source.clauses.filter(block_id=block_id).first()
    own = edition.clauses.filter(block_id=block_id).first()
    decision = TranslationDecision.objects.filter(
        document=edition.document_id, language=edition.language, unit=block_id, source_hash=made_from
    ).first()
    if clause is None or own is None:
        return None
    words = words_of(FrozenBlock(clause.block_id, clause.kind, clause.data))
    runs: Iterable[Run] = marked(decision.source_text if decision else words, words)
    return {
        "edition": edition,
        "title": edition.title,
        "source": source,
        "clause": own,
        "runs": list(runs),
        "html": mark_safe(own.html),  # noqa: S308 - made and cleaned at publication
        "changed_on": changed_on(source),
    }
