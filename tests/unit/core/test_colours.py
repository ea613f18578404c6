"""The colours of an institution: whatever it chooses, our pages can be read (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core import colours

any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(other, one) == colours.contrast(one, other)


@pytest.mark.parametrize(("written", "meant"), [("#113C3C", "#113c3c"), (" #abc ", "#aabbcc")])
def test_a_colour_is_taken_as_people_write_it(written: str, meant: str) -> None:
    assert colours.normalise(written) == meant


@pytest.mark.parametrize("written", ["", "red", "#12345", "113c3c", "#113c3c;}body{display:none", "#ggg", "#113c3c\n}"])
def test_what_is_not_a_colour_never_reaches_the_style_sheet(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        colours.normalise(written)


@given(any_colour)
def test_something_reads_on_every_colour(colour: str) -> None:
    assert colours.contrast(colour, colours.readable_on(colour)) >= colours.TEXT_CONTRAST


@given(any_colour, any_colour)
def test_whatever_an_institution_chooses_its_pages_can_be_read(brand: str, accent: str) -> None:
    palette = colours.palette(brand, accent)

    assert colours.contrast(palette["on-brand"], palette["brand"]) >= colours.TEXT_CONTRAST
    assert colours.contrast(palette["govuk-link-colour"], colours.PAPER) >= colours.TEXT_CONTRAST
    assert colours.contrast(palette["govuk-link-hover-colour"], colours.PAPER) >= colours.TEXT_CONTRAST
    assert colours.contrast(palette["accent-mark"], colours.PAPER) >= colours.SHAPE_CONTRAST
    for button in ("action", "action-hover", "action-shade"):
        assert colours.contrast(palette[button], colours.WHITE) >= colours.TEXT_CONTRAST
    assert all(colours.normalise(value) == value for value in palette.values())


def test_links_in_a_brand_colour_like_ink_are_brightened_so_that_they_are_seen() -> None:
    palette = colours.palette("#101820", "#b9832a")

    assert colours.contrast(palette["govuk-link-colour"], colours.PAPER) < colours.contrast("#101820", colours.PAPER)


@pytest.mark.parametrize(
    ("colour", "can"), [("#113c3c", True), ("#7a1f1f", True), ("#ffdd00", False), ("#8fb7d9", False)]
)
def test_a_pale_colour_cannot_be_the_brand(colour: str, can: bool) -> None:
    assert colours.can_be_text(colour) is can


@given(any_colour)
def test_the_shade_that_is_offered_instead_of_a_pale_colour_is_accepted(colour: str) -> None:
    assert colours.can_be_text(colours.darkened_until_readable(colour))
