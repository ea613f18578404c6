"""What a form refuses before the database has to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intranet.core import colours


def validate_colour(value: str) -> None:
    """Refuse what is not a colour like ``#113c3c``."""
    try:
        colours.normalise(value)
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is not a colour. Write it as a hash and six figures, for example #113c3c."),
            params={"value": value},
        ) from None


def validate_brand_colour(value: str) -> None:
    """Refuse a brand colour that is too pale for links and buttons (WCAG 2.2, 1.4.3)."""
    validate_colour(value)
    if not colours.can_be_text(value):
        raise ValidationError(
            _(
                "%(value)s is too pale to read on the page: its contrast is %(ratio)s to 1 and at least 4.5 is needed. "
                "Choose a darker shade, for example %(darker)s."
            ),
            params={
                "value": value,
                "ratio": f"{contrast_on_paper(value):.1f}",
                "darker": colours.darkened_until_readable(value),
            },
        )


def contrast_on_paper(value: str) -> float:
    return colours.contrast(value, colours.PAPER)
