"""The fonts that certificates are set in: the repository's own, so that the same input gives the same bytes."""

from __future__ import annotations

from django.conf import settings

FAMILIES = ("Noto Sans", "Noto Serif")


def folder() -> str:
    """Return the folder of the font files."""
    return str(settings.BASE_DIR / "assets" / "fonts")
