"""What a document says beside its text is frozen with it: the header of a post, what a programme states (law 7)."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pdfplumber
import pytest
from django.conf import LazySettings
from django.test import Client

from intranet.documents.models import Document, Edition
from intranet.documents.operations.correcting import EditionRefused
from intranet.documents.queries import text_of
from intranet.documents.rules.texts import content_hash
from intranet.pages.models import JobDescriptionPage, ProgrammePage
from intranet.training import operations as training
from intranet.training.models import Competence
from tests.factories import job_descriptions as jobs
from tests.factories import programmes
from tests.factories import training as make
from tests.factories.pages import council_minutes, regulation
from tests.factories.people import AccountFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

OLD, TODAY, COMING = date(2025, 9, 1), date(2026, 2, 2), date(2026, 9, 1)
FORMER, NEW = "розряд сьомий", "розряд восьмий"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Any) -> None:
    monkeypatch.setattr("intranet.core.clock.today", lambda: TODAY)
    settings.VAR_DIR = tmp_path


def publish(page: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def gardener() -> JobDescriptionPage:
    """A job description in force since last year, in the seventh grade."""
    made = jobs.job_description(grade=FORMER)
    return publish(made, minutes=council_minutes(), in_force_from=OLD)  # type: ignore[no-any-return]


@pytest.fixture
def tools() -> ProgrammePage:
    """A programme in force since last year."""
    return programmes.published(minutes=council_minutes(), outcomes="Добирає інструмент", price=Decimal("99.50"))


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(AccountFactory())
    return client


def seen(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def edition_of(page: Any, **values: Any) -> Edition:
    return Edition.objects.standing().get(document__key=page.translation_key, language="uk", **values)


def forget_facts(edition: Edition) -> None:
    """Make an edition one that was frozen when editions had no facts."""
    digest = content_hash(edition.title, text_of(edition))
    Edition.objects.filter(pk=edition.pk).update(facts={}, content_hash=digest)


# --- A job description -----------------------------------------------------------------------------------------------


def test_a_grade_changed_in_a_draft_does_not_change_the_published_page(staff: Client, gardener: JobDescriptionPage):
    gardener.grade = NEW
    gardener.save_revision()
    assert FORMER in seen(staff, gardener.url)
    gardener.save()  # even where the row that is edited has it already
    assert FORMER in seen(staff, gardener.url)
    assert NEW not in seen(staff, gardener.url)


def test_an_edition_to_come_leaves_the_header_of_today_and_each_day_shows_its_own(
    staff: Client, gardener: JobDescriptionPage
):
    publish(gardener, grade=NEW, layout="numbered", in_force_from=COMING, department="Сад")
    today, then = seen(staff, gardener.url), seen(staff, f"{gardener.url}{COMING}/")
    assert FORMER in today
    assert "Господарський відділ" in today
    assert "header-facts" in today
    assert "Сад" in then
    assert "header-lines" in then
    assert FORMER not in then


def test_a_changed_header_is_a_correction_that_says_why_and_the_superseded_one_stays(
    staff: Client, gardener: JobDescriptionPage
):
    with pytest.raises(EditionRefused):
        publish(gardener, grade=NEW)
    before = edition_of(gardener)
    gardener.refresh_from_db()
    publish(gardener, grade=NEW, correction_reason="Розряд записали хибно.")
    after = edition_of(gardener)
    assert before.content_hash != after.content_hash
    assert before.clauses.count() == after.clauses.count()
    assert after.content_hash == content_hash(after.title, text_of(after), after.facts)
    assert NEW in seen(staff, gardener.url)
    superseded = seen(staff, f"{gardener.url}{OLD}/as-published/1/")
    assert FORMER in superseded
    assert NEW not in superseded


def test_a_header_published_again_as_it_was_is_the_edition_that_stands(gardener: JobDescriptionPage):
    publish(gardener)
    assert Edition.objects.count() == 1


def test_a_post_that_is_renamed_is_named_as_it_was_in_what_was_published(staff: Client):
    head = PostFactory(titles={"uk": "Завгосп", "en": "Caretaker"}, code="Г-1")
    page = jobs.publish(jobs.job_description(accountable_post=head))
    head.titles = {"uk": "Управитель"}
    head.save()
    assert "Завгосп (Г-1)" in seen(staff, page.url)


def test_the_facts_are_in_the_language_of_the_page_whoever_publishes_it(in_english: None):
    page = jobs.publish(jobs.job_description(**jobs.WELSH))
    facts = edition_of(page).facts
    assert facts["welsh_category"] != page.get_welsh_category_display()  # asked for in English
    assert facts["welsh_levels"] == {"listening": 2, "speaking": 2, "reading": 1, "writing": 0}
    assert facts["version_date"] == "2026-01-12"


def test_files_and_data_carry_the_facts_of_their_edition(staff: Client, gardener: JobDescriptionPage):
    publish(gardener, grade=NEW, in_force_from=COMING)
    for day, own, other in (("", FORMER, NEW), (f"{COMING}/", NEW, FORMER)):
        with pdfplumber.open(io.BytesIO(staff.get(f"{gardener.url}{day}document.pdf").content)) as pdf:
            printed = " ".join((pdf.pages[0].extract_text() or "").split())
        with zipfile.ZipFile(io.BytesIO(staff.get(f"{gardener.url}{day}document.docx").content)) as file:
            written = file.read("word/document.xml").decode()
        said = staff.get(f"{gardener.url}{day}document.json").json()["facts"]
        assert said["grade"] == own
        assert said["post_id"] == "П-7"
        for text in (printed, written):
            assert own in text
            assert other not in text
            assert "12 січня 2026" in text.replace("\xa0", " ")


# --- A programme -----------------------------------------------------------------------------------------------------


def test_an_earlier_edition_of_a_programme_shows_what_it_stated(client: Client, tools: ProgrammePage):
    publish(tools, in_force_from=date(2026, 1, 1), aim="Інша мета.", contact_hours=Decimal(60), outcomes="")
    now, then = seen(client, tools.url), client.get(f"{tools.url}{OLD}/")
    assert "Інша мета." in now
    assert programmes.STATED["aim"] in then.content.decode()
    assert "Інша мета." not in then.content.decode()
    assert then.context["volume"].hours == 30
    assert "Добирає інструмент" in then.content.decode()
    assert '<p class="govuk-inset-text">' not in then.content.decode()


def test_a_competence_that_is_renamed_leaves_the_published_words_and_courses_stay_live(
    client: Client, tools: ProgrammePage
):
    word = Competence.objects.get()
    former = word.names["uk"]
    training.save_word(word=word, names={"uk": "Цифрова вправність"}, at=programmes.AT)
    run = make.run(programme=Document.objects.get(key=tools.translation_key))
    text = seen(client, tools.url)
    assert former in text
    assert "Цифрова вправність" not in text
    assert f"courses/{run.pk}/" in text


def test_what_a_programme_states_is_data(client: Client, tools: ProgrammePage):
    facts = client.get(f"{tools.url}document.json").json()["facts"]
    assert (facts["contact_hours"], facts["self_study_hours"], facts["price"]) == ("30", "0", "99.50")
    assert [each["code"] for each in facts["directions"]] == ["digital"]
    assert facts["shared_competences"] == [{"code": "digital-competence", "name": Competence.objects.get().names["uk"]}]
    assert facts["developers"] == programmes.STATED["developers"]
    assert "timing" not in facts


# --- What has no facts -----------------------------------------------------------------------------------------------


def test_a_regulation_has_no_facts_and_the_hash_that_it_always_had(client: Client):
    page = publish(regulation())
    edition = edition_of(page)
    assert edition.facts == {}
    assert edition.content_hash == content_hash(edition.title, text_of(edition))
    assert client.get(f"{page.url}document.json").json()["facts"] == {}


def test_facts_are_part_of_the_hash_only_where_there_are_any():
    assert content_hash("t", []) == content_hash("t", [], {})
    assert len({content_hash("t", [], facts) for facts in ({}, {"grade": "7"}, {"grade": "8"})}) == 3


def test_an_edition_frozen_before_there_were_facts_shows_the_page_and_asks_for_no_reason(
    staff: Client, gardener: JobDescriptionPage
):
    forget_facts(edition_of(gardener))
    assert FORMER in seen(staff, gardener.url)
    publish(gardener)
    assert Edition.objects.count() == 1
    publish(gardener, grade=NEW, correction_reason="Розряд записали хибно.")
    assert edition_of(gardener).facts["grade"] == NEW


def test_an_earlier_programme_without_facts_says_where_they_are(client: Client, tools: ProgrammePage):
    forget_facts(edition_of(tools))
    assert programmes.STATED["aim"] in seen(client, tools.url)
    publish(tools, in_force_from=date(2026, 1, 1), aim="Інша мета.")
    then = seen(client, f"{tools.url}{OLD}/")
    assert '<p class="govuk-inset-text">' in then
    assert "header-facts" not in then
