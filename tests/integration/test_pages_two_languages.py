"""What readers, translators and editors see of a document in two languages."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from intranet.core import clock
from intranet.core.models import AuditEntry, Institution
from intranet.documents.enums import TranslationDecisionKind
from intranet.documents.models import Edition, TranslationDecision
from intranet.documents.printing import contents
from intranet.documents.queries import edition_on
from intranet.documents.reading import read
from intranet.pages.operations.translating import DecisionRefused, decide
from intranet.pages.papers import making
from intranet.pages.publishing.wanting import PublicationRefused
from intranet.pages.translations.standing import draft_of, translated
from tests.factories.pages import clause, regulation, section
from tests.factories.people import AccountFactory
from tests.factories.translations import brought_up, say, submitted, target_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TITLE, HEADING = "Положення про наставництво", "Загальні положення"
FIRST, SECOND = "Наставник допомагає.", "Строк — один рік."
NOW = "Наставник допомагає щодня."
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can say
WORDS = {
    TITLE: "Mentoring Regulation",
    HEADING: "General",
    FIRST: "A mentor helps.",
    SECOND: "The term is one year.",
    "Перша.": "The first one.",
}


@pytest.fixture
def admin():
    return AccountFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def source():
    page = regulation(
        title=TITLE,
        body=[section("1", HEADING), clause("1.1", FIRST), clause("1.2", SECOND)],
        reason_not_recorded="Перша.",
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def translation(source):
    translation = submitted(source)
    say(translation, WORDS)
    translation.save_target(publish=False)
    draft_of(target_of(translation)).save_revision().publish()
    return translation


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def change(page, words: str = NOW) -> None:
    block = page.body[1]
    page.body[1] = (block.block_type, {**block.value, "text": f"<p>{words}</p>"}, block.id)
    page.correction_reason = "Уточнено."
    page.save_revision().publish()
    page.refresh_from_db()


def together() -> None:
    """Have both languages go live together or neither; the original stays in its language."""
    Institution.objects.update(profile_key="wales", languages=["uk", "en"])


# --- The reader ----------------------------------------------------------------------------------------------------


def test_a_clause_whose_original_changed_says_so_and_shows_the_difference(source, translation, client):
    change(source)
    html = client.get("/en/regulations/mentoring/").content.decode()
    block = source.body[1].id

    assert "A mentor helps." in html
    assert "щодня" not in html
    assert f"original/{block}/" in html
    difference = client.get(f"/en/regulations/mentoring/original/{block}/").content.decode()
    assert re.search(r"<ins>[^<]*щодня[^<]*</ins>", difference)
    assert client.get("/en/regulations/mentoring/original/nothing/").status_code == 404


def test_a_clause_without_a_translation_is_shown_in_its_own_language(source, translation, admin, client):
    source.body.append(("clause", {"number": "1.3", "text": "<p>Нова норма.</p>"}))
    source.correction_reason = "Додано."
    source.save_revision().publish()
    source.refresh_from_db()
    brought_up(source)
    translation.save_target(publish=False)
    page = target_of(translation)
    open_ = translated(draft_of(page)).open
    decide(
        page=page,
        seen=[(each.id, each.source.hash) for each in open_],
        kind=TranslationDecisionKind.MARKED,
        at=clock.now(),
        actor=admin,
    )
    draft = draft_of(page)
    draft.correction_reason = "Added."
    draft.save_revision().publish()

    html = client.get("/en/regulations/mentoring/").content.decode()
    marked = re.search(
        r'<div class="untranslated" lang="uk">.*?</div>\s*<p class="pair__stale" lang="en">', html, re.DOTALL
    )
    assert marked
    assert "Нова норма." in marked[0]


def test_both_texts_stand_side_by_side_with_one_address_each(source, translation, client):
    response = client.get("/en/regulations/mentoring/with/uk/")
    html = response.content.decode()

    assert response.status_code == 200
    assert [(pair.left.language, pair.right.language) for pair in response.context["pairs"]] == [("uk", "en")] * 3
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "1.1" in ids
    assert client.get("/en/regulations/mentoring/with/cy/").status_code == 404
    assert client.get("/en/regulations/mentoring/with/en/").status_code == 404


def test_the_choice_of_two_languages_is_remembered_and_left_by_a_link(source, translation, client):
    client.get("/uk/regulations/mentoring/with/en/")

    again = client.get("/uk/regulations/mentoring/")
    assert again.status_code == 302
    assert again.url.endswith("/uk/regulations/mentoring/with/en/")
    assert "no-store" in again["Cache-Control"]
    assert client.get("/en/regulations/mentoring/").url.endswith("/en/regulations/mentoring/with/uk/")

    client.get("/uk/regulations/mentoring/alone/")
    assert client.get("/uk/regulations/mentoring/").status_code == 200


@pytest.mark.parametrize("cookie", ["", "uk", "xx.yy", "uk.uk", "uk.ru", "a" * 9000, "uk.en.cy"])
def test_a_cookie_of_any_kind_breaks_nothing(source, cookie):
    client = Client()
    client.cookies["beside"] = cookie

    assert client.get("/uk/regulations/mentoring/").status_code == 200


def test_each_language_names_the_other_and_says_which_holds(source, translation, client, in_english):
    english = client.get("/en/regulations/mentoring/").content.decode()
    ukrainian = client.get("/uk/regulations/mentoring/").content.decode()

    assert "authentic text" in english
    assert 'hreflang="uk"' in english
    assert 'hreflang="en"' in ukrainian
    assert "/en/regulations/mentoring/with/uk/" in english


def test_a_translation_costs_few_queries_more(source, translation, client, django_assert_max_num_queries):
    change(source)
    client.get("/en/regulations/mentoring/with/uk/")
    plain = Client()
    plain.get("/en/regulations/mentoring/")
    with django_assert_max_num_queries(32):
        plain.get("/en/regulations/mentoring/")
    with django_assert_max_num_queries(32):
        plain.get("/en/regulations/mentoring/with/uk/")


# --- Publishing ----------------------------------------------------------------------------------------------------


def test_no_page_goes_live_before_its_default_language():
    draft = regulation(slug="alone", reason_not_recorded="Нове.")
    page = regulation(
        language="en",
        slug="alone",
        title="Alone",
        reason_not_recorded="New.",
        translation_key=draft.translation_key,
        body=[],
    )

    with pytest.raises(PublicationRefused):
        page.save_revision().publish()
    page.refresh_from_db()
    assert not page.live


def test_both_languages_go_live_together_or_neither(source, translation):
    together()
    block = source.body[1]
    source.body[1] = (block.block_type, {**block.value, "text": f"<p>{NOW}</p>"}, block.id)
    source.correction_reason = "Уточнено."
    revision = source.save_revision()

    with pytest.raises(PublicationRefused):
        revision.publish()

    brought_up(source)
    say(translation, {NOW: "A mentor helps every day.", "Уточнено.": "Made clear."})
    translation.save_target(publish=False)
    assert Edition.objects.filter(superseded_at=None).count() == 2
    assert "щодня" not in "".join(Edition.objects.values_list("clauses__text", flat=True))

    source.get_latest_revision().publish()
    texts = Edition.objects.filter(superseded_at=None).values_list("clauses__text", flat=True)
    assert {"1.1 Наставник допомагає щодня.", "1.1 A mentor helps every day."} <= set(texts)


def test_no_clause_is_published_marked_where_both_go_together(source, translation, admin):
    change(source)
    together()
    [stale] = translated(draft_of(target_of(translation))).open

    with pytest.raises(DecisionRefused):
        decide(
            page=target_of(translation),
            seen=[(stale.id, stale.source.hash)],
            kind=TranslationDecisionKind.MARKED,
            at=clock.now(),
            actor=admin,
        )


# --- The translator ------------------------------------------------------------------------------------------------


def test_the_translator_translates_in_one_list(source, translation, desk):
    change(source)
    page = target_of(translation)
    url = reverse("translation_of_page", args=[page.pk])
    desk.post(url, {"action": "bring-up"})
    [row] = desk.get(url).context["rows"]
    assert [run.text for run in row.runs if run.mark == "inserted"] == [" щодня"]
    [line] = row.lines
    assert line.value == "A mentor helps."

    desk.post(url, {"action": "save", f"s{line.segment}": line.value})
    assert translated(draft_of(target_of(translation))).open, "a text left as it was offered is no translation"
    desk.post(url, {"action": "save", f"s{line.segment}": "A mentor helps daily."})

    assert not translated(draft_of(target_of(translation))).open
    assert not desk.get(url).context["rows"].object_list
    assert "daily" not in "".join(Edition.objects.values_list("clauses__text", flat=True))


def test_a_confirmed_clause_is_kept_with_who_and_when(source, translation, desk, admin):
    change(source)
    page = target_of(translation)
    [stale] = translated(draft_of(page)).open
    url = reverse("translation_of_page", args=[page.pk])

    desk.post(url, {"action": "confirm", "unit": stale.id, f"hash-{stale.id}": "of other words"})
    assert translated(draft_of(page)).open
    desk.post(url, {"action": "confirm", "unit": stale.id, f"hash-{stale.id}": stale.source.hash})

    assert not translated(draft_of(page)).open
    assert TranslationDecision.objects.filter(kind="confirmed", decided_by=admin).count() == 1


def test_a_minor_edit_leaves_translations_right_and_is_logged(source, translation, desk):
    change(source)
    desk.post(reverse("translation_of_page", args=[source.pk]), {"action": "minor"})

    assert not translated(draft_of(target_of(translation))).open
    assert AuditEntry.objects.get(action="pages.minor_edit").data["clauses"] == 1


@pytest.mark.parametrize("text", ["%3Cb%3Eopen", "%3Cscript%3Ex", "%00", "x" * 30_000, "%ED%A0%80", "%FF"])
def test_what_cannot_be_a_translation_is_refused_in_a_sentence(source, translation, desk, text):
    change(source)
    brought_up(source)
    page = target_of(translation)
    url = reverse("translation_of_page", args=[page.pk])
    [row] = desk.get(url).context["rows"]

    body = f"action=save&s{row.lines[0].segment}={text}"
    response = desk.post(url, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 302
    assert "<script" not in str(draft_of(page).body)


def test_strangers_do_not_see_the_translators_screens(client):
    page = regulation(slug="hidden")
    for url in (reverse("translation_of_page", args=[page.pk]), reverse("language_board"), reverse("language_check")):
        assert client.get(url).status_code == 302


# --- The board and the check ---------------------------------------------------------------------------------------


def test_the_board_puts_the_worst_first_in_few_queries(source, translation, desk, django_assert_max_num_queries):
    regulation(slug="second", title="Друге", reason_not_recorded="Нове.").save_revision().publish()
    change(source)
    desk.get(reverse("language_board"))
    with django_assert_max_num_queries(25):
        rows = desk.get(reverse("language_board")).context["cells"]

    assert [row.title for row, _cells in rows] == ["Друге", TITLE]
    english = next(each for each in rows[1][0].languages if each.language == "en")
    assert (english.stale, english.missing) == (1, 0)


def test_the_check_names_what_reads_like_another_language(source, desk):
    change(source, "The mentor is appointed by an order of the director.")

    rows = desk.get(reverse("language_check")).context["rows"]
    assert ["mentor" in odd.words for _edition, _clause, odd, _page in rows] == [True]


# --- On paper ------------------------------------------------------------------------------------------------------


@pytest.fixture
def half(source, translation, admin):
    """Return the English page with a clause that is older than its original, and one without a translation."""
    source.body.append(("clause", {"number": "1.3", "text": "<p>Нова норма.</p>"}))
    change(source)
    brought_up(source)
    translation.save_target(publish=False)
    page = target_of(translation)
    seen = [(each.id, each.source.hash) for each in translated(draft_of(page)).open]
    decide(page=page, seen=seen, kind=TranslationDecisionKind.MARKED, at=clock.now(), actor=admin)
    draft = draft_of(page)
    draft.correction_reason = "Added."
    draft.save_revision().publish()
    page.refresh_from_db()
    return page


def test_what_is_not_translated_or_old_says_so_at_its_place_in_a_pdf(half, client, in_english):
    standing = edition_on(key=half.translation_key, language="en", on_date=clock.today())
    data = contents.edition(making.of_edition(half, standing))

    told = {block["number"]: (block.get("foreign", ""), block.get("notice", "")) for block in data["blocks"]}
    assert told["1.1"][0] == ""
    assert "original changed on" in told["1.1"][1]
    assert told["1.2"] == ("", "")
    assert told["1.3"][0] == "uk"
    assert "Not translated" in told["1.3"][1]
    pdf = pikepdf.open(io.BytesIO(client.get(f"{half.url}document.pdf").content))
    parts = {str(each.Lang) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each}
    assert (str(pdf.Root.Lang), "uk" in parts) == ("en", True)
    both = client.get(f"{half.url}with/uk/document.pdf")
    assert both.status_code == 200


def test_in_word_it_is_said_in_the_margin_and_the_text_is_read_back_as_it_is(half, client, in_english):
    word = client.get(f"{half.url}document.docx").content
    assert client.get(f"{half.url}document.docx").content == word
    assert {each.date_time for each in zipfile.ZipFile(io.BytesIO(word)).infolist()} == {NO_TIME}
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        said = file.read("word/comments.xml").decode()
        text = file.read("word/document.xml").decode()

    assert said.count("<w:comment ") == 2
    assert "Not translated" in said
    assert "original changed on" in said
    assert 'w:val="uk-UA"' in text
    draft = read(word, filename="document.docx", kind="regulation", language="en")
    assert draft.receipt.unplaced == []
    assert [block.data.get("text") for block in draft.blocks if block.kind == "clause"] == [
        "A mentor helps.",
        "The term is one year.",
        "Нова норма.",
    ]
