"""Documents in two languages, translated by the engine that editors use."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from intranet.core.models import Institution
from intranet.pages.models.documents import DocumentPage


def follow(profile: str) -> None:
    """Have the institution follow a profile, with its languages."""
    Institution.objects.update(profile_key=profile)


def submitted(page: DocumentPage, language: str = "en") -> Translation:
    """Return a page's translation, begun as by the button “Translate this page”."""
    translate_object(page, [Locale.objects.get(language_code=language)])
    return Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code=language)


def say(translation: Translation, words: dict[str, str]) -> None:
    """Translate strings as the translator does: by what the original says."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                defaults={"data": words[segment.string.data]},
            )


def brought_up(page: DocumentPage) -> None:
    """Give the translator the page as it is now: “Update translated pages”."""
    TranslationSource.objects.get(object_id=page.translation_key, locale=page.locale).update_from_db()


def target_of(translation: Translation) -> Any:
    return translation.get_target_instance().specific
