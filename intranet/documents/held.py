"""What this room holds on a person."""

from __future__ import annotations

from typing import Any

from intranet.documents.models import Acknowledgement, Correction, Review, Subscription, TranslationDecision
from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return what the person was asked to read and confirmed, what they answer for and what they reviewed."""
    questions = person.acknowledgements.select_related("edition", "confirmed_edition", "evidence")
    none = TranslationDecision.objects.none()
    reviews = Review.objects.filter(done_by=person.account_id) if person.account_id else Review.objects.none()
    decided = TranslationDecision.objects.filter(decided_by=person.account_id) if person.account_id else none
    corrected = Correction.objects.filter(by=person.account_id) if person.account_id else Correction.objects.none()
    own = Subscription.objects.filter(address=person.email.casefold()) if person.email else Subscription.objects.none()
    return {
        "acknowledgements": [_question(row) for row in questions.order_by("asked_on", "pk")],
        "documents_owned": [str(document.key) for document in person.owned_documents.order_by("pk")],
        "reviews": list(reviews.order_by("done_on").values("document__key", "done_on", "outcome", "note")),
        "corrections": list(corrected.order_by("pk").values("edition__document__key", "at", "reason")),
        "translations_decided": list(decided.order_by("pk").values("document__key", "language", "kind", "decided_at")),
        "subscriptions": list(own.order_by("pk").values("document__key", "language", "asked_at", "confirmed_at")),
    }


def _question(row: Acknowledgement) -> dict[str, Any]:
    read = row.confirmed_edition
    return {
        "document": row.edition.title,
        "asked_on": row.asked_on.isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
        "statement": row.statement,
        "language": read.language if read else None,
        "hash": read.content_hash if read else None,
        "proof": row.proof,
        "signed_on": row.evidence.signed_on.isoformat() if row.evidence else None,
    }
