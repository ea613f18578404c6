"""What a letter looks like, what it tells programs, and whom its subject names: nobody but its reader."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from intranet.core.colours import contrast
from intranet.core.models import Institution
from intranet.notices import kinds
from intranet.notices.kinds import Kind, NoticeDraft
from intranet.notices.models import Letter, PostSettings
from intranet.notices.operations import compose, deliver, tell
from intranet.people.models import Person
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NOW = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
DAY = date(2026, 2, 16)


@pytest.fixture
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "plain": Kind("plain", "plain", "About %(what)s", "The matter is\n%(what)s."),
        "law": Kind("law", "law", "By law %(what)s", "The law says %(what)s.", statutory=True),
    }
    for module in ("operations.telling", "models"):
        monkeypatch.setattr(f"intranet.notices.{module}.register", lambda: known)


def sent(person: Person, kind: str = "plain") -> Letter:
    tell([NoticeDraft(kind, kind, person.pk, {"what": "x"}, url="/uk/my/")], at=NOW)
    compose(at=NOW, on_date=DAY)
    deliver(at=NOW)
    return Letter.objects.latest("pk")


@pytest.mark.usefixtures("_kinds")
def test_a_letter_wears_the_institutions_colours_and_says_how_to_reach_it(smtp: list[EmailMessage]) -> None:
    Institution.objects.update(brand_colour="#7a1f3d", phone="+380 44 000 00 00", email="office@college.example")
    letter = sent(PersonFactory(language="en", with_account=True))
    assert "#7a1f3d" in letter.html
    for text in (letter.html, letter.text):
        assert "office@college.example" in text
        assert "The institution sends this letter to fulfil its duties." in text
        assert "/en/my/notices/" in text


@pytest.mark.usefixtures("_kinds")
@pytest.mark.parametrize("brand", ["#113c3c", "#7a1f3d", "#000000", "#0b5fff", "#5b5b00"])
def test_every_colour_of_a_letter_can_be_read(brand: str) -> None:
    Institution.objects.update(brand_colour=brand)
    html = sent(PersonFactory()).html
    bar = re.search(r"background: (#\w{6}); color: (#\w{6})", html)
    assert bar is not None
    assert contrast(*bar.groups()) >= 4.5
    below = html.replace(bar.group(), "")
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in re.findall(r"[\"; ]color: (#\w{6})", below))


@pytest.mark.usefixtures("_kinds")
def test_the_institutions_own_words_stand_in_the_place_of_the_profiles() -> None:
    PostSettings.objects.create(pk=1, footers={"en": "<b>Our</b> words"})
    letter = sent(PersonFactory(language="en"))
    assert "<b>Our</b> words" in letter.text
    assert "&lt;b&gt;Our&lt;/b&gt; words" in letter.html
    assert "fulfil its duties" not in letter.text


@pytest.mark.usefixtures("_kinds")
def test_plain_text_and_html_say_the_same() -> None:
    letter = sent(PersonFactory(language="uk", with_account=True), "law")
    body = letter.html[letter.html.index("<body") :]
    in_html = set(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", body)))
    in_text = set(re.findall(r"\w+", re.sub(r"https?://\S+", " ", letter.text)))
    addresses = set(re.findall(r"https?://[^\s\"]+", letter.text))
    assert addresses == set(re.findall(r"href=\"([^\"]+)\"", letter.html))
    assert in_html - in_text <= _calls(letter)


def _calls(letter: Letter) -> set[str]:
    """Return the words of links: in plain text the address itself stands there."""
    return set(re.findall(r"\w+", " ".join(re.findall(r"<a [^>]*>([^<]+)</a>", letter.html))))


@pytest.mark.usefixtures("_kinds")
@pytest.mark.parametrize(
    ("kind", "has_account", "offered"), [("plain", True, True), ("law", True, False), ("plain", False, False)]
)
def test_programs_are_offered_the_way_out_of_optional_letters_alone(
    smtp: list[EmailMessage], kind: str, has_account: bool, offered: bool
) -> None:
    sent(PersonFactory(language="en", with_account=has_account), kind)
    (received,) = smtp
    assert received["Auto-Submitted"] == "auto-generated"
    assert "AutoReply" in received["X-Auto-Response-Suppress"]
    assert received["Precedence"] is None
    assert bool(received["List-Unsubscribe"]) is offered
    if offered:
        assert received["List-Unsubscribe"].endswith("/en/my/notices/>")


@pytest.mark.usefixtures("_kinds")
def test_whoever_cannot_sign_in_is_led_to_no_page_that_asks_for_it() -> None:
    letter = sent(PersonFactory(language="en"), "law")
    assert "/inbox/" not in letter.text
    assert "/my/notices/" not in letter.html
    assert "confirm" not in letter.text


@pytest.mark.usefixtures("_kinds")
def test_the_logo_travels_inside_the_letter_and_nothing_is_fetched_when_it_is_opened(
    smtp: list[EmailMessage], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    PostSettings.objects.create(pk=1, logo=picture)
    letter = sent(PersonFactory())
    assert re.findall(r"src=\"(\w+):", letter.html) == ["cid"]
    (received,) = smtp
    (inside,) = [part for part in received.walk() if part.get_content_type() == "image/png"]
    assert f"cid:{inside['Content-ID'].strip('<>')}" in letter.html
    assert received.get_content_type() == "multipart/related"
    picture.file.storage.delete(picture.file.name)
    picture.renditions.all().delete()
    sent(PersonFactory(email="second@example.org"), "law")  # a picture that is gone stops no letter
    assert len(smtp) == 2


# --- Whom a subject names ------------------------------------------------------------------------------------------

NAMES_NOBODY = {  # which parts of a context may stand in a subject; what may be somebody's name may not
    "rule", "label", "due_on", "earlier_due_on", "left", "number", "topic", "title", "body", "day", "date", "document",
}  # fmt: skip
NAMES_OF_PEOPLE = re.compile(r"name|person|who|actor|author|recipient|holder|surname|by$", re.IGNORECASE)


@pytest.mark.parametrize("kind", kinds.register().values(), ids=lambda kind: kind.key)
def test_the_subject_of_no_kind_has_a_place_for_somebodys_name(kind: Kind) -> None:
    for language in ("uk", "en", "cy", "ru"):
        with translation.override(language):
            taken = set(re.findall(r"%\((\w+)\)", str(kind.subject)))
        assert not [part for part in taken if NAMES_OF_PEOPLE.search(part)]
        assert taken <= NAMES_NOBODY, f"Does {taken - NAMES_NOBODY} name anybody? If not, add it above."


@pytest.mark.parametrize(
    "kind", [each for each in kinds.register().values() if each.example is not None], ids=lambda kind: kind.key
)
def test_the_subject_of_an_example_does_not_repeat_a_name_that_its_context_holds(kind: Kind) -> None:
    marked = {
        part: f"Ґудзик-{part}" if NAMES_OF_PEOPLE.search(part) and isinstance(value, str) else value
        for part, value in (kind.example or {}).items()
    }
    for language in ("uk", "en", "cy", "ru"):
        with translation.override(language):
            assert "Ґудзик" not in kind.render(marked)[0]
