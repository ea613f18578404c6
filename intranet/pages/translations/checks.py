"""What is wanting in a page's translation before it may be published, and what reads like another language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core import institution
from intranet.core.languages import OWN_NAMES, quoted
from intranet.documents.rules.pairing import Paired, State
from intranet.documents.rules.tongues import Oddity, oddities
from intranet.pages.models.documents import DocumentPage
from intranet.pages.publishing.wanting import Publishable, Wanting
from intranet.pages.reading.marking import named
from intranet.pages.translations.standing import TITLE, Translated, draft_of, pairs_of, source_of, translated, units

LONGEST = 60  # characters of a clause without a number, as it is named


def translation_wanting(page: Publishable, *, on_date: date) -> list[Wanting]:
    """Return what keeps a page from being published in its language, then advice on words of another language."""
    given = cast(DocumentPage, page)
    profile = institution.current().profile
    found = [*_of_own_clauses(given), *_of_the_default_language(given)]
    if profile.both_languages_or_neither:
        found += _of_the_other_languages(given, on_date)
    return [*found, *_of_the_language(given)]


def undecided(found: Translated) -> list[Paired]:
    """Return the clauses that somebody must still decide on; where both languages go live together, no mark does."""
    if institution.current().profile.both_languages_or_neither:
        return [each for each in found.pairs if each.state in {State.MISSING, State.STALE}]
    return found.open


def _of_own_clauses(page: DocumentPage) -> list[Wanting]:
    found = translated(page)
    return _sentences(undecided(found), page, found.source) if found else []


def _sentences(pairs: Iterable[Paired], page: DocumentPage, source: DocumentPage) -> list[Wanting]:
    names = places(page, source)
    language = OWN_NAMES[page.locale.language_code]
    sentences = {
        State.MISSING: _("%(language)s: %(place)s has no translation. Translate it or decide how it is published."),
        State.STALE: _(
            "%(language)s: the original of %(place)s has changed. Translate it again, or confirm that it is right."
        ),
    }
    return [
        Wanting(
            sentences[each.state] % {"language": language, "place": names.get(each.id, each.id)},
            field=each.id if _is_field(each) else "",
            block_id="" if _is_field(each) else each.id,
        )
        for each in pairs
    ]


def _is_field(pair: Paired) -> bool:
    unit = pair.source or pair.target
    return unit is not None and unit.kind == "field"


def places(*pages: DocumentPage) -> dict[str, str]:
    """Return what the clauses and fields of pages are called, by their ids; the first page that has one names it."""
    result: dict[str, str] = {}
    for page in reversed(pages):
        numbers = {block.id: str(block.value.get("number") or "") for block in page.body}
        for unit in units(page):
            if unit.kind == "field":
                name = _("Title") if unit.id == TITLE else str(page._meta.get_field(unit.id).verbose_name)
            elif numbers.get(unit.id):
                name = named(unit.kind, numbers[unit.id])
            else:
                name = quoted(f"{unit.words[:LONGEST]}{'…' if len(unit.words) > LONGEST else ''}")
            result[unit.id] = name
    return result


def _of_the_default_language(page: DocumentPage) -> list[Wanting]:
    """LAW-11: no page without its version in the default language.

    Where there is such a version it must be public first; where there is none, this says so and the board shows it: a
    text that came from outside in another language may be read while it is being translated.
    """
    site = institution.current()
    default = site.default_language
    if not site.profile.default_language_required or page.locale.language_code == default:
        return []
    rows = type(page).objects.filter(translation_key=page.translation_key, locale__language_code=default)
    if rows.live().exists():
        return []
    message = _("This page has no public version in %(language)s yet: publish that one first.")
    return [Wanting(message % {"language": OWN_NAMES[default]}, refuses=rows.exists())]


def _of_the_other_languages(page: DocumentPage, on_date: date) -> list[Wanting]:
    """Both languages go live together or neither: what keeps the others keeps this one."""
    found: list[Wanting] = []
    rows = type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).select_related("locale")
    others = {each.locale.language_code: each for each in rows if each.alias_of_id is None}
    for language in institution.current().languages:
        if language == page.locale.language_code:
            continue
        other = others.get(language)
        if other is None:
            message = _("There is no text in %(language)s yet: both languages are published together or neither.")
            found.append(Wanting(message % {"language": OWN_NAMES[language]}))
        else:
            found += _of_a_partner(page, draft_of(other), on_date)
    return found


def _of_a_partner(page: DocumentPage, other: DocumentPage, on_date: date) -> list[Wanting]:
    found: list[Wanting] = []
    source = source_of(other)
    if source is not None and source.pk == page.pk:
        pairs = pairs_of(other, page)
        found = _sentences((each for each in pairs if each.state in {State.MISSING, State.STALE}), other, page)
    language = OWN_NAMES[other.locale.language_code]
    refusing = [each for each in other.wanting(on_date=on_date) if each.refuses]
    return found + [Wanting(f"{language}: {each.message}", refuses=True) for each in refusing]


def _of_the_language(page: DocumentPage) -> list[Wanting]:
    """Advise on segments in another language, on letters of another alphabet inside a word, on empty places."""
    names = places(page)
    found = oddities([(unit.id, unit.words) for unit in units(page)], page.locale.language_code)
    return [Wanting(sentence_of(each, names), block_id=each.id, refuses=False) for each in found]


def sentence_of(odd: Oddity, names: dict[str, str]) -> str:
    """Say what is odd about the language of a place."""
    place = names.get(odd.id, odd.id)
    if odd.letters:
        return ngettext(
            "%(place)s has a word with a letter of another alphabet: %(words)s.",
            "%(place)s has words with letters of another alphabet: %(words)s.",
            len(odd.letters),
        ) % {"place": place, "words": ", ".join(odd.letters)}
    return _("%(place)s reads like another language: “%(words)s”") % {"place": place, "words": odd.words[:LONGEST]}
