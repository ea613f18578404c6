"""A job description in two languages, from a council's file with its gaps to the post-holder's confirmation."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from intranet.core import clock, rights
from intranet.core.models import Account, Institution
from intranet.demo import material
from intranet.documents.models import Acknowledgement, Edition
from intranet.documents.queries.pairing import standings
from intranet.documents.rules.pairing import State
from intranet.pages.models import JobDescriptionPage
from intranet.pages.publishing import wanting
from intranet.pages.translations.standing import draft_of, translated
from tests.browser.looking import sign_in
from tests.factories.editing import publish
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory

BY_THE_ENGINE = 12  # strings that are translated in wagtail-localize's own editor; the others in our list
CHANGED = "Mae’r ddyletswydd hon wedi’i hailysgrifennu o’r newydd."


@dataclass(frozen=True)
class Origin:
    """A Welsh file with gaps, and what is to be found in it."""

    path: Path
    duties: int
    criteria: int
    matrix_rows: int


@dataclass(frozen=True)
class Story:
    """The people of the story, and the page in its two languages."""

    editor: Client
    holder: Account
    assessor: int
    welsh: JobDescriptionPage
    english: JobDescriptionPage

    def editions(self) -> dict[str, Edition]:
        return {each.language: each for each in Edition.objects.standing()}


@pytest.fixture(params=["the council’s", "made up"])
def origin(request: pytest.FixtureRequest, tmp_path: Path) -> Origin:
    """Return the council's own file where it is beside the project, and one of our words that has gaps like it."""
    if request.param == "the council’s":
        seeds: Path = request.getfixturevalue("seeds")
        return Origin(next(seeds.glob("000_*.txt")), 16, 23, 6)
    text = material.text("job-wales-coordinator", "cy")[1].decode()
    for whole, gap in (
        ("ID gwerthuso swydd: PC 0417\n", ""),
        ("Profiad o ddysgu mewn ysgol ddwyieithog\t\t✓\tFfG, C", "Profiad o ddysgu mewn ysgol ddwyieithog\t\t✓\t"),
        (
            "Gradd mewn addysg, ieithoedd neu faes perthnasol",
            "Evidence of the skills that are needed for the work of this post",
        ),
    ):
        assert whole in text
        text = text.replace(whole, gap)
    path = tmp_path / "swydd.txt"
    path.write_text(text, encoding="utf-8")
    return Origin(path, 16, 8, 0)


# --- What each of them does ----------------------------------------------------------------------------------------


def imported(origin: Origin) -> dict[str, Any]:
    """Return the receipt of the file, read by the command that an editor would use."""
    out = StringIO()
    options = ("--kind", "job-description", "--language", "cy", "--json")
    call_command("import_document", str(origin.path), *options, stdout=out)
    receipt: dict[str, Any] = json.loads(out.getvalue())
    return receipt


def with_measures(page: JobDescriptionPage) -> JobDescriptionPage:
    """Return the page with each of its unmeasured criteria measured at the interview."""
    (specification,) = [block for block in page.body if block.block_type == "person_spec"]
    for row in specification.value["rows"]:
        if row["kind"] == "criterion" and not row["measures"]:
            row["measures"] = ["interview"]
    return page


def filled(post: int, assessor: int) -> dict[str, Any]:
    """Return what the editor types into the fields that the file left empty."""
    return {
        "post": str(post),
        "post_code": "CF-1",
        "evaluation_code": "JE-151",
        "welsh_category": "desirable",
        **{f"welsh_{skill}": "2" for skill in ("listening", "speaking", "reading", "writing")},
        "welsh_assessed_by": str(assessor),
        "welsh_assessed_on": "2026-01-12",
        "welsh_reason": "Mae’n siarad â chynghorwyr.",
    }


def english(words: str) -> str:
    """Return a string in English, with the markup of the original and within the length of a code."""
    parts = re.split(r"(<[^>]+>|&\w+;)", words)
    said = [part if not part.strip() or part[0] in "<&" else _said(part) for part in parts]
    return "".join(said).strip()


def _said(words: str) -> str:
    if not any(letter.isalpha() for letter in words):
        return words
    return f"E{words}" if len(words) < 7 else f" Words in English {zlib.crc32(words.encode()) % 10_000} "


def translate(editor: Client, page: JobDescriptionPage) -> None:
    """Translate what is open of a page: some of it in wagtail-localize's editor, the rest in our list."""
    engine = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    for segment in StringSegment.objects.filter(source=engine.source).select_related("string")[:BY_THE_ENGINE]:
        address = reverse("wagtail_localize:edit_string_translation", args=[engine.pk, segment.pk])
        body = f"value={english(segment.string.data)}"
        answer = editor.put(address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 201}, answer.content
    address = reverse("translation_of_page", args=[page.pk])
    for _screen in range(60):
        rows = editor.get(address).context["rows"].object_list
        if not rows:
            return
        texts = {f"s{line.segment}": english(line.source) for row in rows for line in row.lines if not line.is_done}
        assert editor.post(address, {"action": "save", **texts}).status_code == 302
    pytest.fail(f"the list does not come to an end: {[(row.place, row.word) for row in rows]}")


def begun(origin: Origin) -> Story:
    """Import the file, fill its gaps and begin its translation: nothing is public yet."""
    receipt = imported(origin)
    assert (receipt["duties"], receipt["criteria"], receipt["matrix_rows"]) == (
        origin.duties,
        origin.criteria,
        origin.matrix_rows,
    )
    assert len(receipt["foreign"]) == 1
    assert receipt["gaps"]
    assert receipt["unplaced"] == []
    post, assessor = PostFactory(), PostFactory()
    holder = AccountFactory()
    AppointmentFactory(person=PersonFactory(account=holder), post=post, since=date(2025, 9, 1))
    editor = Client()
    editor.force_login(AccountFactory(groups=[rights.EDITOR, rights.APPROVER]))

    page = JobDescriptionPage.objects.get()
    publish(editor, page, post=str(post.pk))
    publish(editor, with_measures(draft_of(page)), **filled(post.pk, assessor.pk))
    page.refresh_from_db()
    assert not page.live, "its English is not there yet"
    assert not [each for each in draft_of(page).wanting(on_date=clock.today()) if each.refuses]

    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    editor.post(address, {"locales": [Locale.objects.get(language_code="en").pk]})
    target = JobDescriptionPage.objects.get(locale__language_code="en")
    return Story(editor, holder, assessor.pk, page, target)


def published(origin: Origin) -> Story:
    """Translate the description and publish it: both languages at once."""
    story = begun(origin)
    publish(story.editor, draft_of(story.welsh))
    assert not Edition.objects.exists(), "a clause without its English keeps both"
    translate(story.editor, story.english)
    publish(story.editor, draft_of(story.welsh))
    for page in (story.welsh, story.english):
        page.refresh_from_db()
        assert page.live, [each.message for each in wanting.of_page(draft_of(page), on_date=clock.today())]
    assert set(story.editions()) == {"cy", "en"}
    return story


def changed(story: Story) -> tuple[JobDescriptionPage, Any]:
    """Return the Welsh page with one duty rewritten, and that duty."""
    page = draft_of(story.welsh)
    place, block = [(place, block) for place, block in enumerate(page.body) if block.block_type == "clause"][3]
    page.body[place] = (block.block_type, {**block.value, "text": f"<p>{CHANGED}</p>"}, block.id)
    return page, page.body[place]


def texts(editions: dict[str, Edition]) -> dict[str, list[str]]:
    return {code: list(each.clauses.values_list("html", flat=True)) for code, each in editions.items()}


# --- The story -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.sqlite
def test_two_languages_never_mix_and_never_lie(
    welsh_site: Institution, origin: Origin, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        story = published(origin)
    first = story.editions()
    before = texts(first)
    client.force_login(story.holder)

    for road in roads_of_a_half_pair(story):
        with django_capture_on_commit_callbacks(execute=True):
            road()
        assert story.editions() == first, "the last complete pair stays up"
        assert texts(story.editions()) == before
    for language, page in (("cy", story.welsh), ("en", story.english)):
        html = client.get(page.url).content.decode()
        assert CHANGED not in html
        assert "untranslated" not in html
        assert not standings(first[language], clock.today()).states
    duty = changed(story)[1]
    [stale] = [each for each in translated(draft_of(story.english)).pairs if each.state is not State.CURRENT]
    assert (stale.id, stale.state) == (duty.id, State.STALE)
    assert duty.id in {each.block_id for each in wanting.of_page(draft_of(story.welsh), on_date=clock.today())}

    translate(story.editor, story.english)
    publish(story.editor, draft_of(story.welsh))
    second = story.editions()
    assert {code: each.pk for code, each in second.items()}.items().isdisjoint(
        {code: each.pk for code, each in first.items()}.items()
    )
    assert english(CHANGED) in second["en"].clauses.get(block_id=duty.id).html
    assert CHANGED in second["cy"].clauses.get(block_id=duty.id).html
    confirm_in_english(story, client)
    on_paper(story, client)


def roads_of_a_half_pair(story: Story) -> Iterator[Callable[[], Any]]:
    """Return the ways on which the Welsh text with a new duty, or its English without it, might go public."""
    engine = Translation.objects.get(source__object_id=story.english.translation_key)
    editor = story.editor
    yield lambda: publish(editor, changed(story)[0], correction_reason="Eglurwyd.")
    yield lambda: publish(editor, draft_of(story.english), correction_reason="Made clear.")
    yield lambda: editor.post(reverse("wagtailadmin_pages:edit", args=[story.english.pk]), {"action": "publish"})
    address = reverse("wagtail_localize:update_translations", args=[engine.source_id])
    yield lambda: editor.post(address, {"publish_translations": "on"})
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    yield lambda: editor.post(f"{bulk}?id={story.welsh.pk}&id={story.english.pk}", {})
    yield lambda: engine.save_target(publish=True)


def confirm_in_english(story: Story, client: Client) -> None:
    """Have the holder of the post read the English text and confirm that very one."""
    question = Acknowledgement.objects.get(person__account=story.holder, withdrawn_at=None)
    edition = story.editions()["en"]
    with translation.override("en"):
        address = reverse("acknowledge", args=[question.pk])
    assert client.get(address).context["edition"] == edition
    client.post(address, {"text": edition.content_hash, "understood": "on"})
    question.refresh_from_db()
    assert question.confirmed_edition == edition
    assert question.confirmed_at is not None


def on_paper(story: Story, client: Client) -> None:
    """Look into the PDF of each language, and into that of both."""
    for page, languages in ((story.welsh, {"cy"}), (story.english, {"en"})):
        document = pdf(client, f"{page.url}document.pdf")
        assert languages_in(document) == languages
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= tags_in(document)
    both = pdf(client, f"{story.welsh.url}with/en/document.pdf")
    assert str(both.Root.Lang) == "cy"
    assert languages_in(both) == {"cy", "en"}
    of_parts = [str(each.Lang) for each in both.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each]
    assert of_parts.count("en") > 16


def pdf(client: Client, address: str) -> pikepdf.Pdf:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:300]
    document = pikepdf.open(io.BytesIO(answer.content))
    assert bool(document.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in document.Root
    return document


def languages_in(document: pikepdf.Pdf) -> set[str]:
    """Return the languages that the document and its parts name."""
    parts = {str(each.Lang) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each}
    return parts | {str(document.Root.Lang)}


def tags_in(document: pikepdf.Pdf) -> set[str]:
    parts = (each for each in document.objects if isinstance(each, pikepdf.Dictionary))
    return {str(each.S) for each in parts if "/P" in each and "/S" in each}


# --- In a browser --------------------------------------------------------------------------------------------------


@pytest.mark.chromium
@pytest.mark.django_db(transaction=True)
def test_both_languages_are_read_beside_each_other(
    welsh_site: Institution, origin: Origin, live_server: Any, browser_page: Any, axe: Callable[[Any], list[str]]
) -> None:
    story = published(origin)
    sign_in(browser_page, story.holder, live_server.url)
    browser_page.goto(story.english.url)
    browser_page.locator('a[href$="/with/cy/"]').first.click()
    pairs = browser_page.locator(".pair")
    expect(pairs.first).to_be_visible()
    assert pairs.count() > 30
    assert browser_page.locator(".pair__side > div").evaluate_all("all => all.map(each => each.lang).slice(0, 4)") == [
        *("cy", "en"),
        *("cy", "en"),
    ]
    assert axe(browser_page) == []
    left, right = (pairs.nth(5).locator(".pair__side").nth(side).bounding_box() for side in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]

    browser_page.set_viewport_size({"width": 390, "height": 844})
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 390
    left, right = (pairs.nth(5).locator(".pair__side").nth(side).bounding_box() for side in (0, 1))
    following = pairs.nth(6).bounding_box()
    assert left["y"] + left["height"] <= right["y"] < following["y"], "pair by pair"
    assert axe(browser_page) == []

    browser_page.set_viewport_size({"width": 1000, "height": 900})
    browser_page.emulate_media(media="print")
    left, right = (pairs.nth(5).locator(".pair__side").nth(side).bounding_box() for side in (0, 1))
    assert left["y"] == right["y"], "a bilingual copy"
    expect(browser_page.locator("nav").first).to_be_hidden()
