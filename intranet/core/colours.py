"""Colours of an institution: whether they can be read, and the shades that follow from them. Pure (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import colorsys
import re

PAPER = "#fbfaf6"
INK = "#17212b"
WHITE = "#ffffff"
BLACK = "#000000"
TEXT_CONTRAST = 4.5  # WCAG 2.2 AA, text
SHAPE_CONTRAST = 3.0  # WCAG 2.2 AA, borders and marks that carry meaning

LINK_CONTRAST = 6.5  # between AA and AAA: well readable on the paper, and still told from the ink

_HEX = re.compile(r"#[0-9a-f]{6}")


def normalise(colour: str) -> str:
    """Return the colour as ``#rrggbb`` in lower case; raise ValueError where it is not a colour.

    ``#abc`` is taken too. Nothing else is: the value is printed into a style sheet.
    """
    text = colour.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        text = "#" + "".join(digit * 2 for digit in text[1:])
    if not _HEX.fullmatch(text):
        raise ValueError(colour)
    return text


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours, from 1.0 (the same) to 21.0 (black on white)."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Return white or black, whichever reads better on ``colour``; one of them always passes AA."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, BLACK) else BLACK


def mix(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def darkened_until_readable(colour: str, ground: str = PAPER, ratio: float = TEXT_CONTRAST) -> str:
    """Return ``colour`` with as little black as makes it readable on ``ground``."""
    for step in range(21):
        shade = mix(colour, BLACK, step / 20)
        if contrast(shade, ground) >= ratio:
            return shade
    return BLACK


def brightened(colour: str, ground: str = PAPER, ratio: float = LINK_CONTRAST) -> str:
    """Return ``colour`` in its own hue, as much lighter as ``ratio`` on ``ground`` allows.

    A link in a colour almost as dark as the ink could not be told from the text round it.
    """
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    result = colour
    for step in range(1, 101):
        shade = _hex(colorsys.hls_to_rgb(hue, lightness + (1 - lightness) * step / 100, saturation))
        if contrast(shade, ground) < ratio:
            break
        result = shade
    return result


def can_be_text(colour: str) -> bool:
    """Tell whether ``colour`` reads as text on our paper, and white text reads on it."""
    return contrast(colour, PAPER) >= TEXT_CONTRAST


def palette(brand: str, accent: str) -> dict[str, str]:
    """Return the custom properties that follow from an institution's two colours.

    Whatever the two are, every text made from them passes AA: links are the brand colour darkened as far as needed, and
    what stands on the brand colour is white or black.
    """
    brand, accent = normalise(brand), normalise(accent)
    on_brand = readable_on(brand)
    link = brightened(darkened_until_readable(brand, PAPER, LINK_CONTRAST))
    return {
        "brand": brand,
        "on-brand": on_brand,
        "brand-line": mix(brand, on_brand, 0.28),
        "brand-tint": mix(brand, WHITE, 0.92),
        "accent": accent,
        "accent-mark": darkened_until_readable(accent, PAPER, SHAPE_CONTRAST),
        "govuk-brand-colour": link,
        "govuk-link-colour": link,
        "govuk-link-hover-colour": mix(link, BLACK, 0.4),
        "action": link,
        "action-hover": mix(link, BLACK, 0.25),
        "action-shade": mix(link, BLACK, 0.45),
    }


def _channels(colour: str) -> tuple[int, int, int]:
    text = normalise(colour)
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
