"""Plain pages (the home, sections, announcements, information) where both languages go live together or neither.

They have no clauses to decide on: one is whole in a language when every string of its original's draft is translated.
What was written by hand in both languages, without the translator's editor, is taken as its editors have it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringTranslation, Translation, TranslationLog, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments

from intranet.core import institution
from intranet.core.languages import OWN_NAMES
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.pages.publishing.wanting import PublicationRefused, Wanting, sentence


class NotWhole(Refusal):
    """A plain page, which has no clauses to mark, is published in a language when all of it is translated."""


def not_whole() -> NotWhole:
    return NotWhole(_("Not all of this page is translated, so nothing was published: translate the rest first."))


def refuse_alone(page: Page) -> None:
    """Raise PublicationRefused or NotWhole where a page would go live without its other language, or beside an old one.

    ``page`` is the text that is to be public.
    """
    site = institution.current()
    if not site.profile.both_languages_or_neither:
        return
    others = {each.locale.language_code: each for each in others_of(page)}
    missing = [code for code in site.languages if code != page.locale.language_code and code not in others]
    if missing:
        message = _("There is no text in %(language)s yet: both languages are published together or neither.")
        found = [Wanting(message % {"language": OWN_NAMES[code]}) for code in missing]
        raise PublicationRefused(sentence(page.title, found), found)
    if not all(_answers(page, other) for other in others.values()):
        raise not_whole()


def others_of(page: Page) -> list[Page]:
    """Return the pages that are a page in its other languages; an alias is none, it has no text of its own."""
    rows = type(page).objects.filter(translation_key=page.translation_key, alias_of=None)
    return list(rows.exclude(pk=page.pk).select_related("locale"))


def _answers(page: Page, other: Page) -> bool:
    if _engine(page, other):
        return _is_translated(page, other.locale)
    return not _engine(other, page) or _is_translated(other.get_latest_revision_as_object(), page.locale)


def _engine(original: Page, page: Page) -> Translation | None:
    """Return wagtail-localize's row of a page that is translated with it; none where it is written by hand."""
    rows = Translation.objects.filter(source__object_id=original.translation_key, source__locale=original.locale)
    found: Translation | None = rows.filter(target_locale=page.locale, enabled=True).first()
    return found


def _is_translated(original: Page, locale: Locale) -> bool:
    """Say whether each string of a text that says something has its translation."""
    strings = [each for each in extract_segments(original) if isinstance(each, StringSegmentValue)]
    spoken = {(each.path, each.string.data) for each in strings if any(letter.isalpha() for letter in each.string.data)}
    said = StringTranslation.objects.filter(
        context__object_id=original.translation_key, locale=locale, has_error=False
    ).values_list("context__path", "translation_of__data")
    return spoken <= set(said)


def bring_up(original: Page, page: Page, user: Any) -> None:
    """Give a page's draft what is translated of its original, where it is translated with wagtail-localize."""
    if _engine(original, page):
        source, _created = TranslationSource.update_or_create_from_instance(original)
        save_plain_draft(source, page.locale, user=user)


@transaction.atomic
def save_plain_draft(source: TranslationSource, locale: Locale, *, user: Any) -> tuple[Page, Any]:
    """Make a revision of a plain page's translation; the public row is left alone."""
    original = source.as_instance()
    page = source.get_translated_instance(locale).get_latest_revision_as_object()
    copy_synchronised_fields(original, page)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, page, source.locale, locale, segments)
    revision = page.save_revision(user=user if isinstance(user, Account) else None, changed=True)
    source.sync_view_restrictions(original, page)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return page, revision
