"""What stands above a text changes too: it is listed above the clauses, on every paper, and asks its readers again."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from docx import Document as Word

from intranet.core import clock
from intranet.documents.models import Document, Edition
from intranet.documents.operations.acknowledging import confirm
from intranet.documents.operations.assigning import assign
from intranet.documents.queries import good_editions
from intranet.documents.rules.acknowledging import EVERYWHERE
from intranet.pages.models import JobDescriptionPage
from intranet.pages.models.documents import DocumentPage
from intranet.pages.reading import heads
from tests.factories import job_descriptions as jobs
from tests.factories import programmes
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "in_english")]

OLD, NEW = date(2026, 1, 1), date(2026, 2, 1)
COMPARED = f"compare/{OLD}/{NEW}/"


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def page() -> JobDescriptionPage:
    return jobs.publish(jobs.job_description(minutes=council_minutes(), in_force_from=OLD))


def anew(page: Any, **values: Any) -> Edition:
    """Publish the next edition, with nothing changed but these values."""
    for name, value in {"in_force_from": NEW, **values}.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return Edition.objects.get(document__key=page.translation_key, in_force_from=NEW)


def changed_of(page: DocumentPage) -> dict[str, str]:
    """Return what differs above the text of the two editions, by name, its words in one line."""
    older, newer = Edition.objects.filter(document__key=page.translation_key).order_by("in_force_from")
    found = heads.differences(heads.of_edition(older), heads.of_edition(newer))
    return {each.name: "|".join(f"{run.mark} {run.text}" for run in each.runs) for each in found}


def test_the_changed_facts_of_a_job_description_are_listed_above_its_clauses(client: Client, page: JobDescriptionPage):
    edition = anew(page, grade="9", team="Сад", title="Старший садівник", version_date=date(2026, 1, 20))

    assert set(changed_of(page)) == {"title", "grade", "team", "version_date"}
    assert changed_of(page)["grade"] == "deleted 8|inserted 9"
    client.force_login(AccountFactory())
    html = client.get(f"{page.url}{COMPARED}").content.decode()
    assert "<del>8</del><ins>9</ins>" in html
    assert "<del>Парк</del><ins>Сад</ins>" in html
    assert edition.touched == [EVERYWHERE]


def test_the_changed_hours_and_competences_of_a_programme_are_listed():
    page = programmes.published(minutes=council_minutes(), self_study_hours=15)
    page.in_force_from = OLD
    page.save_revision().publish()
    page.refresh_from_db()
    Edition.objects.filter(in_force_from=date(2025, 9, 1)).update(superseded_at=clock.now())
    edition = anew(page, self_study_hours=30, price=120)

    older = Edition.objects.get(document=edition.document, in_force_from=OLD)
    found = heads.differences(heads.of_edition(older), heads.of_edition(edition))
    assert {each.name for each in found} == {"self_study_hours", "price"}


def test_another_approval_is_listed_and_asks_nobody(page: JobDescriptionPage):
    edition = anew(page, minutes=council_minutes("9", date(2025, 9, 1)))

    assert set(changed_of(page)) == {"approval"}
    assert edition.touched == []


def test_an_edition_that_froze_no_facts_is_compared_by_its_title_alone(page: JobDescriptionPage):
    Edition.objects.update(facts={})
    anew(page, grade="9")

    assert changed_of(page) == {}


def test_the_two_columns_for_the_council_begin_with_what_stands_above(client: Client, page: JobDescriptionPage):
    anew(page, grade="9")
    client.force_login(AccountFactory())

    word = Word(io.BytesIO(client.get(f"{page.url}{COMPARED}document.docx").content))
    (table,) = word.tables
    (row,) = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert [cell.rpartition(": ")[2] for cell in row] == ["8", "9"]
    answer = client.get(f"{page.url}{COMPARED}document.pdf")
    assert answer.status_code == 200


def test_a_draft_shows_its_changed_facts_to_its_editor(client: Client, page: JobDescriptionPage):
    page.grade = "9"
    page.save_revision()
    client.force_login(AccountFactory(is_superuser=True))

    html = client.get(reverse("compare_draft", args=[page.pk])).content.decode()
    assert "<del>8</del><ins>9</ins>" in html


@pytest.mark.parametrize("clauses", ["", "2"])
def test_a_change_of_facts_asks_everybody_again_and_shows_them_what_it_is(
    client: Client, page: JobDescriptionPage, clauses: str
):
    person = PersonFactory(account=AccountFactory())
    AppointmentFactory(person=person, since=date(2025, 9, 1))
    document, at = Document.objects.get(key=page.translation_key), clock.now()
    today = clock.date_of(at)
    actor = AccountFactory()
    assign(
        document=document, person=person, since=today, due_on=today, clauses=clauses, at=at, on_date=today, actor=actor
    )
    row = person.acknowledgements.get()
    confirm(acknowledgement=row, read=row.edition, actor=person.account, statement="Так", at=at, on_date=today)
    edition = anew(page, grade="9")

    again = person.acknowledgements.get(edition=edition)
    assert row.edition_id not in good_editions(edition, [clauses] if clauses else [])
    client.force_login(person.account)
    html = client.get(reverse("acknowledge", args=[again.pk])).content.decode()
    assert "<del>8</del><ins>9</ins>" in html


def made(kind: str) -> DocumentPage:
    values = {"minutes": council_minutes()}
    if kind == "programme":
        return programmes.published(**values)
    if kind == "regulation":
        text = regulation(body=[clause("1.1", "Перше.")], in_force_from=OLD, **values)
        text.save_revision().publish()
        return text
    return jobs.publish(jobs.job_description(in_force_from=OLD, **values))


@pytest.mark.parametrize("kind", ["regulation", "programme", "job description"])
def test_the_paper_of_every_kind_can_be_archived_and_read_aloud(client: Client, kind: str):
    page = made(kind)
    client.force_login(AccountFactory())

    document = pikepdf.open(io.BytesIO(client.get(f"{page.url}document.pdf").content))
    with document.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"], said["pdfuaid:part"]) == ("2", "A", "1")
        assert said["dc:title"] == page.title
    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == "uk"
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
