"""What a translator has written is kept with the engine, and becomes the draft of the translated page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue, validate_translation_links

from intranet.core import audit
from intranet.core.models import Account
from intranet.pages.operations.translating import DecisionRefused
from intranet.pages.translations.guard import save_draft

LONGEST = 20_000


@transaction.atomic
def keep_texts(*, engine: Translation, texts: Mapping[int, str], at: datetime, actor: Account) -> int:
    """Keep translations by the numbers of the engine's strings, and bring the draft up to them; nothing is published.

    Raises DecisionRefused for markup that the original does not have, and for what the page cannot hold.
    """
    segments = StringSegment.objects.filter(source=engine.source, pk__in=texts).select_related("string")
    kept = 0
    for segment in segments:
        text = _clean(texts[segment.pk])
        if not text:
            continue
        _refuse_bad_markup(segment, text)
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context_id=segment.context_id,
            locale=engine.target_locale,
            defaults={
                "data": text,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": actor,
                "has_error": False,
                "field_error": "",
            },
        )
        kept += 1
    try:
        page, _created = save_draft(engine.source, engine.target_locale, user=actor, publish=False, copy_parents=True)
    except ValidationError as error:
        raise DecisionRefused(" ".join(error.messages)) from error
    audit.record("pages.translated", at=at, actor=actor, subject=page, strings=kept)
    return kept


def _clean(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", " ").encode("utf-8", "replace").decode().strip()[:LONGEST]


def keeps_markup(source: str, text: str) -> bool:
    """Say whether a translation has no other markup or links than its original."""
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source, text)
    except ValueError:
        return False
    return True


def _refuse_bad_markup(segment: StringSegment, text: str) -> None:
    if not keeps_markup(segment.string.data, text):
        message = _("The translation of “%(words)s” has other markup or links than the original: keep its tags.")
        raise DecisionRefused(message % {"words": segment.string.data[:60]})
