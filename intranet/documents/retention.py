"""How long this room keeps its records."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.documents.models import Subscription, TextUpload
from intranet.notices.models import FailingAddress

A_WEEK = 7
THREE_MONTHS = 90


def purge_uploads(before: datetime) -> int:
    """Remove uploaded files from before a moment; what was made of them stays, with its original."""
    count, _per_model = TextUpload.objects.filter(uploaded_at__lt=before).delete()
    return count


def purge_unconfirmed(kept_from: datetime) -> int:
    """Remove the requests for letters that no address has confirmed."""
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=kept_from).delete()[0]


def purge_unreachable(kept_from: datetime) -> int:
    """Remove the subscriptions of addresses from which letters have come back since before a moment."""
    failing = FailingAddress.objects.filter(since__lt=kept_from).values("address")
    return Subscription.objects.filter(address__in=failing).delete()[0]


RULES = [
    Retention(key="documents.acknowledgements", name=_("Who has read which edition, and the signatures on it")),
    Retention(
        key="documents.uploads", name=_("Uploaded files of documents"), keep_days_default=30, purge=purge_uploads
    ),
    Retention(
        key="documents.unconfirmed",
        name=_("Requests for letters about a document that were not confirmed"),
        keep_days_default=A_WEEK,
        purge=purge_unconfirmed,
    ),
    Retention(
        key="documents.unreachable",
        name=_("Addresses that asked for letters about a document, from which letters come back"),
        keep_days_default=THREE_MONTHS,
        purge=purge_unreachable,
    ),
    Retention(key="documents.subscriptions", name=_("Addresses that get letters about a document, until they leave")),
]
