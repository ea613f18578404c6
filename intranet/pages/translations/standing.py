"""How a page's translation stands to its original: which page that is, and clause by clause. Reads; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import models
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField, get_translatable_fields
from wagtail_localize.models import Translation

from intranet.core import institution
from intranet.documents.enums import TranslationDecisionKind
from intranet.documents.models import Clause, TranslationDecision
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.pairing import Decided, Paired, State, Unit, pair, units_of, words_hash
from intranet.documents.rules.texts import FrozenBlock
from intranet.pages.models.documents import DocumentPage
from intranet.pages.publishing.freezing import frozen_blocks

TITLE = "title"
OPTIONAL = {"correction_reason", "discussion_contact", "seo_title", "search_description"}
TEXTS = (models.CharField, models.TextField)  # exactly: neither rich text nor slugs


@dataclass(frozen=True)
class Translated:
    """A page, the page that it translates, and each clause with its original."""

    page: DocumentPage
    source: DocumentPage
    pairs: Sequence[Paired]

    @property
    def open(self) -> list[Paired]:
        """Return what somebody has to decide before it is published."""
        return [each for each in self.pairs if each.is_open]


def source_of(page: DocumentPage) -> DocumentPage | None:
    """Return the page that a page translates; none for an original.

    What was submitted for translation says so itself; otherwise the page in the institution's language is the original,
    and where there is none, the page that was there first.
    """
    key, locale = page.translation_key, page.locale
    submitted = Translation.objects.filter(source__object_id=key, enabled=True)
    mine = submitted.filter(target_locale=locale).select_related("source").first()
    if mine is not None:
        return _in_locale(page, models.Q(locale=mine.source.locale_id))
    default = institution.current().default_language
    if locale.language_code == default or submitted.filter(source__locale=locale).exists():
        return None
    return _in_locale(page, models.Q(locale__language_code=default)) or _in_locale(page, models.Q(pk__lt=page.pk or 0))


def _in_locale(page: DocumentPage, condition: models.Q) -> DocumentPage | None:
    rows = type(page).objects.filter(condition, translation_key=page.translation_key).exclude(pk=page.pk)
    found: DocumentPage | None = rows.filter(alias_of=None).order_by("pk").select_related("locale").first()
    return found


def translations_of(page: DocumentPage) -> list[DocumentPage]:
    """Return the pages that translate a page."""
    others = type(page).objects.filter(translation_key=page.translation_key).exclude(locale=page.locale)
    pages = [each for each in others.select_related("locale") if each.alias_of_id is None]
    return [each for each in pages if (found := source_of(each)) is not None and found.locale_id == page.locale_id]


def draft_of(page: DocumentPage) -> DocumentPage:
    """Return a page as its editors have it."""
    draft: DocumentPage = page.get_latest_revision_as_object()
    return draft


def text_to_answer_to(source: DocumentPage) -> DocumentPage:
    """Return the text of an original that a translation must answer to: the public one.

    Where both languages go live together or neither, and where nothing is public, it is the draft.
    """
    together = institution.current().profile.both_languages_or_neither
    return draft_of(source) if together or not source.live else source


def units(page: DocumentPage) -> list[Unit]:
    """Return what is translated of a page: its title, the texts of its header, its blocks."""
    return [*fields_of(page), *units_of(frozen_blocks(page.body, page.locale.language_code))]


def fields_of(page: DocumentPage) -> list[Unit]:
    names = [TITLE, *text_fields(page)]
    return [Unit(name, "field", " ".join(str(getattr(page, name) or "").split())) for name in names]


def text_fields(page: Page) -> list[str]:
    """Return the names of the page's own lines of text that are translated, beside its title."""
    fields = get_translatable_fields(type(page))
    names = [each.field_name for each in fields if isinstance(each, TranslatableField) and each.is_translated(page)]
    return [name for name in names if name != TITLE and type(page._meta.get_field(name)) in TEXTS]


def pairs_of(page: DocumentPage, source: DocumentPage) -> list[Paired]:
    """Return each clause of an original with its translation as the two pages given have them (two queries)."""
    own, theirs = units(page), units(source)
    decided = _decisions(page)
    spoken = {unit.id: unit.hash for unit in theirs}
    unsaid = [unit.id for unit in own if unit.id not in decided and unit.hash != spoken.get(unit.id)]
    former = _said_before(source, unsaid) if unsaid else {}
    return [_may_stay_empty(each) for each in pair(theirs, own, decided, former)]


def _may_stay_empty(each: Paired) -> Paired:
    """Take a line that is of one edition, or that no reader misses, for whole where the translation leaves it out."""
    if each.id in OPTIONAL and each.state is State.MISSING and not (each.target and each.target.words):
        return replace(each, state=State.CURRENT)
    return each


def translated(page: DocumentPage) -> Translated | None:
    """Return how a page as given (a draft, or what is public) stands to its original; none for an original."""
    source = source_of(page)
    if source is None:
        return None
    source = text_to_answer_to(source)
    return Translated(page, source, pairs_of(page, source))


def _decisions(page: DocumentPage) -> dict[str, list[Decided]]:
    rows = TranslationDecision.objects.filter(
        document__key=page.translation_key, language=page.locale.language_code
    ).order_by("pk")
    result: dict[str, list[Decided]] = defaultdict(list)
    for unit, kind, source_hash, target_hash in rows.values_list("unit", "kind", "source_hash", "target_hash"):
        result[unit].append(Decided(source_hash, target_hash, kind == TranslationDecisionKind.MARKED))
    return dict(result)


def _said_before(source: DocumentPage, block_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the hashes of the words that the published editions of an original had in these clauses."""
    rows = Clause.objects.filter(
        edition__document__key=source.translation_key,
        edition__language=source.locale.language_code,
        block_id__in=list(block_ids),
    )
    result: dict[str, set[str]] = defaultdict(set)
    for block_id, kind, data in rows.values_list("block_id", "kind", "data"):
        result[block_id].add(words_hash(words_of(FrozenBlock(block_id, kind, data))))
    return {key: frozenset(hashes) for key, hashes in result.items()}


def words_made_from(page: DocumentPage, unit: str, made_from: str) -> str:
    """Return the words of the original that a clause was made from; nothing where they were not kept."""
    row = TranslationDecision.objects.filter(
        document__key=page.translation_key, language=page.locale.language_code, unit=unit, source_hash=made_from
    ).first()
    return row.source_text if row else ""
