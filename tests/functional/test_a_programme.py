"""A programme, from a draft that the gate refuses to the certificates of those who completed a course of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from intranet.core import clock, rights
from intranet.documents.models import Edition
from intranet.pages.models import ProgrammePage
from intranet.registry.models import Certificate, Draft, Form, Kind
from intranet.training.models import Competence, Direction, ProgrammeRun, SignUp
from tests.factories.pages import council_minutes
from tests.factories.people import AccountFactory, PersonFactory
from tests.factories.programmes import competence, programme_page
from tests.factories.registry import SignatoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

SETTLED_IN, LAST_DAY, NEXT_WEEK = date(2026, 2, 2), date(2026, 3, 6), date(2026, 3, 12)


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Return a function that makes it noon of a day."""

    def set_day(day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: day)

    return set_day


def signed_in(*groups: str, **person: Any) -> Client:
    account = AccountFactory(groups=list(groups))
    if person:
        PersonFactory(account=account, **person)
    client = Client()
    client.force_login(account)
    return client


def typed(page: ProgrammePage, **changes: Any) -> dict[str, Any]:
    """Return what the editor's form of the page sends."""
    lectures = {"activity": "лекції", "contact": "10", "self_study": ""}
    practice = {"activity": "практичні заняття", "contact": "20", "self_study": ""}
    values = {
        "title": page.title,
        "slug": page.slug,
        "developers": page.developers,
        "aim": "",
        "contact_hours": "30",
        "body": streamfield([]),
        "hours_by_activity": streamfield([("row", lectures), ("row", practice)]),
        "asks": "changed",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
        "action-publish": "action-publish",
        **changes,
    }
    ticked = {
        "directions": [Direction.objects.get(code="digital").pk],
        "offered_forms": [Form.objects.get(code="distance").pk],
        "shared_competences": [Competence.objects.get().pk],
    }
    return {**nested_form_data(values), **ticked}


def publish(editor: Client, page: ProgrammePage, **changes: Any) -> Any:
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(page, **changes), follow=True)


def said_of(answer: Any) -> str:
    """Return what the editor says of a page that it did not publish."""
    form = (answer.context or {}).get("form")
    return f"{form.errors if form else ''} {[str(each) for each in answer.context.get('messages', [])]}"


def content() -> dict[str, Any]:
    block = {"number": "1.1", "text": '{"blocks": [{"key": "a", "text": "Добір інструмента.", "type": "unstyled", '
             '"depth": 0, "inlineStyleRanges": [], "entityRanges": [], "data": {}}], "entityMap": {}}'}  # fmt: skip
    return streamfield([("clause", block)])


def a_published_programme(editor: Client) -> ProgrammePage:
    """Take a programme through the gate as an approver does, and return it."""
    competence()
    page = programme_page(title="Цифрові інструменти", aim="", body=[])
    publish(editor, page)
    page.refresh_from_db()
    assert not page.live, "a programme without an aim and without content was published"
    minutes = council_minutes()
    approved = {"minutes": str(minutes.pk), "in_force_from": "2026-01-15"}
    answer = publish(editor, page, aim="Навчити добирати інструменти.", body=content(), **approved)
    page.refresh_from_db()
    assert page.live, said_of(answer)
    edition = Edition.objects.get(document__key=page.translation_key)
    assert (edition.minutes, edition.in_force_from) == (minutes, date(2026, 1, 15))
    return page


def a_course(registrar: Client, page: ProgrammePage) -> ProgrammeRun:
    edition = Edition.objects.get(document__key=page.translation_key)
    answer = registrar.post(
        reverse("programmerun:add"),
        {
            "programme_document": edition.document_id, "topic": page.title, "language": "uk", "audience": "everybody",
            "hours": "30", "form": Form.objects.get(code="distance").pk, "kind": Kind.objects.get(code="programme").pk,
            "outcomes": "Добирає інструменти.", "starts_on": "2026-03-02", "ends_on": "2026-03-06", "group_size": "2",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    run = ProgrammeRun.objects.get()
    registrar.post(reverse("programmerun:sessions", args=[run.pk]), {"days": "02.03.2026 15\n06.03.2026 15"})
    return run


def join_from_outside(visitor: Client, run: ProgrammeRun, surname: str, email: str) -> None:
    """Find the course in the catalogue, sign up, and confirm by the link of the letter."""
    catalogue = visitor.get("/uk/programmes/?direction=digital&free=1")
    assert f"/courses/{run.pk}/" in catalogue.content.decode()
    person = {"surname": surname, "given_name": "Олена", "patronymic": "Василівна", "email": email}
    assert visitor.post(reverse("run", args=[run.pk]), person).status_code == 200
    call_command("sweep", "--json")
    letter = next(each for each in mail.outbox if each.to == [email])
    link = re.search(r"https?://[^/]+(/\w+/courses/confirm/\S+)", letter.body)
    assert link is not None, letter.body
    assert visitor.post(link[1]).status_code == 200


def test_a_programme_leads_from_a_draft_to_certificates_in_the_public_list(
    it_is: Callable[[date], None], django_capture_on_commit_callbacks: Any
) -> None:
    rights.sync_groups()
    it_is(SETTLED_IN)
    SignatoryFactory()
    editor, registrar = signed_in(rights.ADMINISTRATOR), signed_in(rights.REGISTRAR)
    page = a_published_programme(editor)
    run = a_course(registrar, page)

    colleague = signed_in(rights.STAFF, surname="Шевчук", given_name="Іван", patronymic="Петрович")
    colleague.post(reverse("run", args=[run.pk]))
    join_from_outside(Client(), run, "Гнатюк", "guest@example.org")
    assert "hasCourseInstance" in Client().get(page.url).content.decode()
    assert SignUp.objects.with_a_place().count() == 2

    it_is(LAST_DAY)
    rows = {row.surname: row for row in SignUp.objects.all()}
    ticked = [f"{day.pk}-{row.pk}" for day in run.sessions.all() for row in rows.values()]
    registrar.post(reverse("programmerun:attendance", args=[run.pk]), {"present": ticked})
    done = {"completed": [row.pk for row in rows.values()]}
    registrar.post(reverse("programmerun:complete", args=[run.pk]), done)
    handed = registrar.post(reverse("programmerun:hand_over", args=[run.pk]), {"issue_date": "2026-03-06"})
    assert handed.context["lacking"] == []

    for draft in Draft.objects.all():
        registrar.post(reverse("draft:issue", args=[draft.pk]))
    assert {each.surname for each in Certificate.objects.all()} == {"Гнатюк", "Шевчук"}
    assert {each.programme_document_id for each in Certificate.objects.all()} == {run.programme_id}

    it_is(NEXT_WEEK)
    listed = Client().get("/uk/certificates/").content.decode()
    assert "Гнатюк О. В." in listed
    assert "Шевчук І. П." in listed
    assert "guest@example.org" not in listed


def test_hours_that_do_not_add_up_keep_the_draft_a_draft(it_is: Callable[[date], None]) -> None:
    rights.sync_groups()
    it_is(SETTLED_IN)
    editor = signed_in(rights.ADMINISTRATOR)
    competence()
    page = programme_page(title="Цифрові інструменти")
    answer = publish(editor, page, aim="Навчити.", body=content(), contact_hours="31")
    page.refresh_from_db()
    assert answer.status_code == 200
    assert not page.live
    assert page.get_latest_revision_as_object().contact_hours == 31 or page.contact_hours == 30
    answer = publish(editor, page, aim="Навчити.", body=content())
    page.refresh_from_db()
    assert page.live, said_of(answer)
