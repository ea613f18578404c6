"""What the translator has before them: each clause with its original, what changed in it, its strings to fill in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from intranet.documents.models import Edition, TranslationDecision
from intranet.documents.rules.comparing import Run, marked
from intranet.documents.rules.pairing import Paired, State
from intranet.pages.models.documents import DocumentPage
from intranet.pages.translations.checks import places
from intranet.pages.translations.standing import Translated

STATES: dict[State, str | Promise] = {
    State.CURRENT: _("translated"),
    State.STALE: _("the original has changed"),
    State.MISSING: _("not translated"),
    State.EXTRA: _("not in the original"),
}


@dataclass(frozen=True)
class Line:
    """A string of the original as the engine parts a clause, and its translation or what to start from."""

    segment: int
    source: str
    value: str
    is_done: bool

    @property
    def rows(self) -> int:
        return min(12, max(2, len(self.source) // 70 + 1))


@dataclass(frozen=True)
class Row:
    """A clause in the translator's list."""

    pair: Paired
    place: str
    runs: Sequence[Run]
    lines: Sequence[Line]
    is_owed: bool = False  # it may stay empty in general, but not in what is to be published next

    @property
    def word(self) -> str | Promise:
        return STATES[State.MISSING if self.is_owed else self.pair.state]

    @property
    def needs_work(self) -> bool:
        return self.is_owed or self.pair.state is not State.CURRENT


def engine_of(page: DocumentPage) -> Translation | None:
    """Return wagtail-localize's row of a page that is translated with it; none where it is written by hand."""
    rows = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True)
    found: Translation | None = rows.select_related("source", "target_locale").first()
    return found


def rows_of(found: Translated, engine: Translation | None) -> list[Row]:
    """Return every clause that says something, in the order of the original."""
    names = places(found.source, found.page)
    lines = lines_of(engine) if engine else {}
    former = _former_words(found.page, [each.made_from for each in found.pairs if each.state is State.STALE])
    return [
        Row(each, names.get(each.id, each.id), _runs(each, former), lines.get(each.id, ()), _is_owed(each, found))
        for each in found.pairs
        if each.source is None or each.source.needs_translation
    ]


def _is_owed(pair: Paired, found: Translated) -> bool:
    """Say whether a text in force is about to be corrected, and its original says why but the translation does not."""
    page = found.page
    if pair.id != "correction_reason" or (pair.target and pair.target.words) or page.in_force_from is None:
        return False
    if not page.has_unpublished_changes and all(each.state is State.CURRENT for each in found.pairs):
        return False
    standing = Edition.objects.standing().filter(document__key=page.translation_key, in_force_from=page.in_force_from)
    return standing.filter(language=page.locale.language_code).exists()


def _runs(pair: Paired, former: dict[tuple[str, str], str]) -> Sequence[Run]:
    """Return the original's words with what changed in them since they were translated."""
    words = pair.source.words if pair.source else ""
    return marked(former.get((pair.id, pair.made_from), words), words)


def _former_words(page: DocumentPage, hashes: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = TranslationDecision.objects.filter(
        document__key=page.translation_key, language=page.locale.language_code, source_hash__in=set(hashes)
    )
    return {
        (unit, source_hash): words
        for unit, source_hash, words in rows.values_list("unit", "source_hash", "source_text")
    }


def lines_of(engine: Translation) -> dict[str, list[Line]]:
    """Return by clause the strings that say something (two queries).

    Where a place of a clause has one string, the last translation of what stood there is what to start from.
    """
    segments = list(
        StringSegment.objects.filter(source=engine.source)
        .annotate_translation(engine.target_locale, include_errors=True)
        .select_related("string", "context")
        .order_by("order")
    )
    segments = [each for each in segments if any(letter.isalpha() for letter in each.string.data)]
    per_place: dict[int, int] = defaultdict(int)
    for each in segments:
        per_place[each.context_id] += 1
    earlier = _earlier(engine)
    result: dict[str, list[Line]] = defaultdict(list)
    for each in segments:
        start = earlier.get(each.context_id, "") if per_place[each.context_id] == 1 else ""
        line = Line(each.pk, each.string.data, each.translation or start, bool(each.translation))
        result[unit_of(each.context.path)].append(line)
    return dict(result)


def _earlier(engine: Translation) -> dict[int, str]:
    rows = StringTranslation.objects.filter(
        context__object_id=engine.source.object_id, locale_id=engine.target_locale_id
    ).order_by("updated_at")
    return dict(rows.values_list("context_id", "data"))


def unit_of(path: str) -> str:
    """Return the clause or the field in which the engine's path lies."""
    field, _dot, rest = path.partition(".")
    return rest.partition(".")[0] if field == "body" else field
