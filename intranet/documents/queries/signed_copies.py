"""The signed copies of an edition."""

from __future__ import annotations

from django.db.models import QuerySet

from intranet.documents.models import Edition, SignedCopy


def signed_copies_of(edition: Edition) -> QuerySet[SignedCopy]:
    """Return the signed copies of an edition and of the texts that it corrected, without their bytes."""
    rows = SignedCopy.objects.filter(
        edition__document=edition.document_id,
        edition__language=edition.language,
        edition__in_force_from=edition.in_force_from,
    )
    if edition.in_force_from is None:
        rows = rows.filter(edition=edition)
    return rows.select_related("edition").defer("data").order_by("added_at", "pk")
