"""What is placed on a certificate, and what its texts become before they are set; no database."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from intranet.core.languages import CODES
from intranet.core.typesetting import worker
from intranet.core.typesetting.texts import LONGEST_WORD, clean
from intranet.registry.operations.backgrounds import MOST_BYTES, BadBackground, read_background
from intranet.registry.printing.words import KEYS, WORDS
from intranet.registry.rules.placing import not_placed, outside

COMPLETE = ["topic", "hours", "full_name", "outcomes", "issue_date", "record_number", "signatory_name", "qr"]


def placed(*names: str) -> list[dict[str, object]]:
    return [{"field": name} for name in names]


def test_a_template_must_show_what_the_law_asks_for() -> None:
    assert not_placed(placed(*COMPLETE)) == []
    assert not_placed([]) == COMPLETE


@pytest.mark.parametrize("name", COMPLETE)
def test_each_of_them_is_missed(name: str) -> None:
    assert not_placed(placed(*(each for each in COMPLETE if each != name))) == [name]


@pytest.mark.parametrize(
    ("instead_of", "given_names"),
    [("hours", ("ects",)), ("full_name", ("surname", "given_names")), ("qr", ("verify_address",))],
)
def test_what_says_the_same_will_do(instead_of: str, given_names: tuple[str, ...]) -> None:
    assert not_placed(placed(*(each for each in COMPLETE if each != instead_of), *given_names)) == []


@pytest.mark.parametrize(
    ("x", "y", "width", "landscape", "is_outside"),
    [(0, 0, 210, False, False), (1, 0, 210, False, True), (1, 0, 210, True, False), (0, 298, 10, False, True),
     (0, 211, 10, True, True)],
)  # fmt: skip
def test_no_field_runs_off_the_paper(x: float, y: float, width: float, landscape: bool, is_outside: bool) -> None:
    assert outside({"x": x, "y": y, "width": width}, landscape=landscape) is is_outside


def test_every_language_has_all_the_words() -> None:
    assert set(WORDS) == set(CODES)
    for language in CODES:
        assert tuple(WORDS[language]) == KEYS
        assert all(WORDS[language].values())


@given(st.text(max_size=300))
def test_a_cleaned_text_can_always_be_set(text: str) -> None:
    found = clean(text)
    assert all(each == "\n" or unicodedata.category(each) not in ("Cc", "Cs", "Co", "Cn") for each in found)
    assert all(len(word) <= LONGEST_WORD for word in found.replace("\u200b", " ").split())
    found.encode()


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (30, 40)) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode", "ending"),
    [("PNG", "RGB", "png"), ("PNG", "RGBA", "png"), ("PNG", "P", "png"), ("PNG", "1", "png"), ("JPEG", "RGB", "jpg"),
     ("JPEG", "CMYK", "jpg"), ("JPEG", "L", "jpg")],
)  # fmt: skip
def test_a_picture_is_made_anew_in_plain_colours(kind: str, mode: str, ending: str) -> None:
    made, found = read_background(picture(kind, mode))
    assert found == ending
    assert Image.open(io.BytesIO(made)).mode == "RGB"


def test_what_is_see_through_is_white_as_paper() -> None:
    made, _ending = read_background(picture("PNG", "RGBA"))
    assert Image.open(io.BytesIO(made)).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"<svg/>", picture("GIF"), picture("PNG")[:60], b"x" * (MOST_BYTES + 1),
     picture("PNG", "1", (9000, 9000))],
)  # fmt: skip
def test_what_is_no_picture_or_too_large_a_one_is_refused(data: bytes) -> None:
    with pytest.raises(BadBackground):
        read_background(data)


def test_a_code_by_sums_is_the_code_that_segno_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = worker.Codes()
    monkeypatch.setattr(worker, "MANY", 2)
    for number in range(60):
        address = f"https://college.example/uk/verify/{hashlib.sha256(str(number).encode()).hexdigest()[:24]}/"
        plain = segno.make_qr(address, error="m", mask=worker.MASK, boost_error=False).matrix
        side, dark = codes.dark(address)
        assert f"{dark:0{side * side}b}" == "".join("01"[module] for row in plain for module in row)


@pytest.mark.parametrize("address", ["https://коледж.укр/uk/verify/abc/", "https://x.example/uk/verify/2/"])
def test_a_code_has_its_quiet_zone(address: str) -> None:
    drawn = worker.qr_svg(address)
    side = int(drawn.partition('viewBox="0 0 ')[2].split()[0])
    assert min(int(x) for x in re.findall(r"M(\d+) ", drawn)) == worker.QUIET
    assert max(int(x) + int(run) for x, run in re.findall(r"M(\d+) \d+h(\d+)", drawn)) == side - worker.QUIET
