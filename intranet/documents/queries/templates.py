"""The template that Word files are written on."""

from __future__ import annotations

from intranet.documents.models import WordTemplate


def word_template() -> bytes | None:
    """Return the institution's own template; none where ours is good enough."""
    data = WordTemplate.objects.values_list("data", flat=True).first()
    return bytes(data) if data else None
