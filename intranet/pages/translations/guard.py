"""wagtail-localize under guard: it never fills a document with the other language, and never touches the live row.

Its own ``create_or_update_translation`` puts the original's words where a translation is missing or old and saves the
page itself, live or not, before it makes a revision; every road of it (its editor, the update form, submission, a task,
``translate_object``) ends there. For documents this module does that step instead: only a revision is made, a clause
whose original has changed keeps its last translation, and what was translated from which words is kept. A plain page is
written by wagtail-localize itself, once all of it is translated; where both languages go live together, as a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringSegment, Translation, TranslationLog, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments

from intranet.core import clock, institution
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.rules.pairing import Paired, State
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.translating import keep_translations
from intranet.pages.publishing import told, wanting
from intranet.pages.translations.plain import not_whole, save_plain_draft
from intranet.pages.translations.standing import draft_of, pairs_of, text_fields, units
from intranet.pages.translations.translator import unit_of

_theirs: dict[str, Callable[..., Any]] = {}


def stand_guard() -> None:
    """Take the place of wagtail-localize's two steps for documents; everything else goes its way."""
    if _theirs:
        return
    _theirs["translate"] = TranslationSource.create_or_update_translation
    _theirs["update"] = TranslationSource.update_from_db
    TranslationSource.create_or_update_translation = _create_or_update_translation
    TranslationSource.update_from_db = _update_from_db


def _is_document(source: TranslationSource) -> bool:
    model = source.specific_content_type.model_class()
    return model is not None and issubclass(model, DocumentPage)


def _update_from_db(self: TranslationSource) -> None:
    """Where both languages go live together, the translator is given the draft, not what is public."""
    if _is_page(self) and institution.current().profile.both_languages_or_neither:
        TranslationSource.update_or_create_from_instance(self.get_source_instance().get_latest_revision_as_object())
        self.refresh_from_db()
        return
    _theirs["update"](self)


def _create_or_update_translation(
    self: TranslationSource, locale: Locale, user: Any = None, publish: bool = True, **options: Any
) -> tuple[Any, bool]:
    if _is_document(self):
        return save_draft(
            self, locale, user=user, publish=publish, copy_parents=options.get("copy_parent_pages", False)
        )
    if not _is_page(self):
        return _theirs["translate"](self, locale, user=user, publish=publish, **options)  # type: ignore[no-any-return]
    is_whole = _is_whole(self, locale)
    exists = Page.objects.filter(translation_key=self.object_id, locale=locale, alias_of=None).exists()
    if exists and not is_whole:
        raise not_whole()
    publish = publish and is_whole
    if not institution.current().profile.both_languages_or_neither:
        return _theirs["translate"](self, locale, user=user, publish=publish, **options)  # type: ignore[no-any-return]
    page = save_plain_draft(self, locale, user=user)[0] if exists else None
    if page is None:
        page = _theirs["translate"](self, locale, user=user, publish=False, **options)[0]
    if publish:
        transaction.on_commit(lambda: _publish(page, page.get_latest_revision(), user))
    return page, not exists


def _is_page(source: TranslationSource) -> bool:
    model = source.specific_content_type.model_class()
    return model is not None and issubclass(model, Page)


def _is_whole(source: TranslationSource, locale: Locale) -> bool:
    """Say whether each string of a page that says something has its translation."""
    rows = StringSegment.objects.filter(source=source).annotate_translation(locale).select_related("string")
    return all(row.translation or not any(letter.isalpha() for letter in row.string.data) for row in rows)


@transaction.atomic
def save_draft(
    source: TranslationSource, locale: Locale, *, user: Any, publish: bool, copy_parents: bool
) -> tuple[DocumentPage, bool]:
    """Make a revision of a document's translation from what is translated; publish it where nothing is wanting."""
    source.refresh_from_db(fields=["content_json"])  # its strings are read from the database, too
    original = source.as_instance()
    page, created = _target(source, original, locale, copy_parents)
    before = None if created else _kept_of(page, original)
    spoken = units(original)  # before the engine writes into the original's own values
    copy_synchronised_fields(original, page)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, page, source.locale, locale, segments)
    complete = _complete(source, original, locale)
    _empty_fields(page, complete)
    if before is not None:
        _put_back(page, before, complete)
    page.alias_of = None
    page.translation_key = original.translation_key
    actor = user if isinstance(user, Account) else None
    keep_translations(
        page=page,
        source=original,
        complete=complete,
        sources=spoken,
        targets=units(page),
        at=clock.now(),
        actor=actor,
    )
    revision = page.save_revision(user=actor, changed=True, clean=not created)
    source.sync_view_restrictions(original, page)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    if publish:
        transaction.on_commit(lambda: _publish(page, revision, actor))
    return page, created


def ready_to_publish(translation: Translation, *, on_date: date, user: Any) -> str:
    """Bring a translation's draft up to what is translated of it; return why it cannot be published, if it cannot."""
    locale = translation.target_locale
    page, _created = save_draft(translation.source, locale, user=user, publish=False, copy_parents=True)
    try:
        wanting.refuse(page, on_date=on_date)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _publish(page: Page, revision: Any, actor: Account | None) -> None:
    """Publish a translation; what refuses it leaves the draft, is said on the screen and in the page's history."""
    try:
        revision.publish(user=actor)
    except Refusal as refusal:
        PageLogEntry.objects.log_action(
            instance=page, action="pages.translation_not_published", user=actor, data={"reason": str(refusal)}
        )
        told.tell(str(refusal))


def _target(
    source: TranslationSource, original: DocumentPage, locale: Locale, copy_parents: bool
) -> tuple[DocumentPage, bool]:
    try:
        page = source.get_translated_instance(locale)
    except ObjectDoesNotExist:
        return original.copy_for_translation(locale, copy_parents=copy_parents), True
    if page.alias_of_id:
        page.alias_of = None
        page.save(update_fields=["alias_of_id"], clean=False)
        return page, True
    return draft_of(page), False


class _Kept:
    """What a translation said before: its blocks and fields that somebody had translated."""

    def __init__(self, page: DocumentPage, pairs: list[Paired]) -> None:
        real = {each.id for each in pairs if each.state in {State.CURRENT, State.STALE, State.EXTRA}}
        self.blocks = {block.id: block for block in page.body if block.id in real}
        self.fields = {name: getattr(page, name) for name in ("title", *text_fields(page)) if name in real}


def _kept_of(page: DocumentPage, original: DocumentPage) -> _Kept:
    return _Kept(page, pairs_of(page, original))


def _empty_fields(page: DocumentPage, complete: set[str]) -> None:
    """Leave the lines of the header that nobody has translated empty, whatever the engine put there."""
    for name in text_fields(page):
        if name not in complete:
            setattr(page, name, "")


def _put_back(page: DocumentPage, before: _Kept, complete: set[str]) -> None:
    """Give back to a clause that is not translated anew the translation that it had."""
    for name, value in before.fields.items():
        if name not in complete:
            setattr(page, name, value)
    for place, block in enumerate(page.body):
        old = before.blocks.get(block.id)
        if old is not None and block.id not in complete and old.block_type == block.block_type:
            page.body[place] = (block.block_type, _numbered(old.value, block.value), block.id)


def _numbered(old: Any, new: Any) -> Any:
    """Return a former value under the number that the original has now."""
    if "number" in new.block.child_blocks and not any(letter.isalpha() for letter in new["number"]):
        old["number"] = new["number"]
    return old


def _complete(source: TranslationSource, original: DocumentPage, locale: Locale) -> set[str]:
    """Return the clauses and fields all of whose strings have a translation from the very words that they are."""
    rows = StringSegment.objects.filter(source=source).annotate_translation(locale).select_related("context", "string")
    seen: set[str] = set()
    missing: set[str] = set()
    for row in rows:
        unit = unit_of(row.context.path)
        seen.add(unit)
        if not row.translation and any(letter.isalpha() for letter in row.string.data):
            missing.add(unit)
    return seen - missing
