"""Reading the picture that lies under a certificate: a PNG or a JPEG from somebody's computer."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from intranet.core.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 3508  # pixels of an A4's long side at 300 dots an inch: a printer shows no more


class BadBackground(Refusal):
    """The file cannot lie under a certificate."""


def read_background(data: bytes) -> tuple[bytes, str]:
    """Return the picture made anew, without what a camera wrote into it, and its ending. Raises BadBackground."""
    if len(data) > MOST_BYTES:
        raise BadBackground(
            _("The picture is larger than 10 MB. Save it smaller: 2480 × 3508 pixels fill an A4 sheet.")
        )
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise BadBackground(_("The picture has more than 40 million pixels. 2480 × 3508 fill an A4 sheet."))
            is_photograph = picture.format == "JPEG"
            plain = _on_white(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BadBackground(
            _("This file is not a PNG or JPEG picture that can be read. Save it as one again.")
        ) from None
    plain.thumbnail((SIDE, SIDE))
    made = io.BytesIO()
    if is_photograph:
        plain.save(made, "JPEG", quality=90)
        return made.getvalue(), "jpg"
    plain.save(made, "PNG", optimize=True)
    return made.getvalue(), "png"


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue, its see-through parts white as paper."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGB", with_alpha.size, "white")
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper
