"""What is kept of an advert: the post, whether it is new or vacant, and its category on that day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from intranet.core import audit
from intranet.core.models import Account
from intranet.pages.models import AdvertisedPost
from intranet.pages.models.job_descriptions import JobDescriptionPage


@transaction.atomic
def record_advert(*, page: JobDescriptionPage, at: datetime, actor: Account | None) -> AdvertisedPost | None:
    """Keep a published advert for the yearly count; published again, the row says what the page says now."""
    if page.advertised_from is None or page.advertised_until is None:
        return None
    values = {
        "title": page.title,
        "vacancy": page.vacancy,
        "welsh_category": page.welsh_category,
        "advertised_until": page.advertised_until,
    }
    row = AdvertisedPost.objects.filter(key=page.translation_key, advertised_from=page.advertised_from).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items() if name != "title"):
        return row
    row, _created = AdvertisedPost.objects.update_or_create(
        key=page.translation_key, advertised_from=page.advertised_from, defaults=values
    )
    audit.record("pages.post_advertised", at=at, actor=actor, subject=row, until=row.advertised_until.isoformat())
    return row
