"""The main job: from the rule, through twenty certificates, to the public list, the check and the reminder."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from intranet.core import clock, rights
from intranet.core.models import SweepRun
from intranet.people.enums import PostKind
from intranet.registry.models import Certificate, Draft
from intranet.registry.operations import publishing
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory
from tests.factories.registry import SignatoryFactory, certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HEADINGS = "Прізвище;Ім'я;По батькові;Форма;Вид;Тема;Години;Результати навчання;Дата видачі"


@pytest.fixture
def registrar(client) -> Any:
    account = AccountFactory(groups=[rights.REGISTRAR])
    person = PersonFactory(account=account, surname="Мельник", email="registrar@example.org", language="uk")
    SignatoryFactory()
    client.force_login(account)
    return person


@pytest.fixture
def rule(db):
    """The regulation whose clause 3.3 sets the fifteen days, published."""
    page = regulation(
        title="Положення про підвищення кваліфікації",
        slug="cpd",
        governs="cpd",
        in_force_from=date(2025, 9, 1),
        minutes=council_minutes(),
        body=[section("3", "Документи"), clause("3.3", "Перелік оприлюднюється протягом 15 календарних днів.")],
    )
    page.save_revision().publish()
    return page


def sweep_on(day: date) -> dict[str, int]:
    out = StringIO()
    call_command("sweep", "--on-date", day.isoformat(), "--json", stdout=out)
    counts: dict[str, int] = json.loads(out.getvalue())
    return counts


def twenty(path, issued: str):
    rows = [
        f"Коваленко{letter};Марія-Анна;Іванівна;distance;programme;Безпечне середовище;30;Уміє планувати.;{issued}"
        for letter in "абвгдежзиклмнопрстуф"
    ]
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8-sig")
    return path


def test_an_incomplete_certificate_is_refused_in_the_admin_naming_what_is_missing(client, registrar):
    client.post(reverse("draft:add"), {"surname": "Гнатюк", "given_name": "Олена", "issue_date": "2026-02-14"})
    draft = Draft.objects.get()

    response = client.post(reverse("draft:issue", args=[draft.pk]), follow=True)

    assert Certificate.objects.count() == 0
    errors = response.context["form"].errors if "form" in response.context else {}
    assert {"patronymic", "outcomes", "hours"} & set(errors) or "outcomes" in response.content.decode()


def test_twenty_from_a_file_are_numbered_listed_found_and_verified(client, registrar, tmp_path):
    issued = clock.today() - timedelta(days=3)
    out = StringIO()
    path = twenty(tmp_path / "twenty.csv", issued.strftime("%d.%m.%Y"))
    call_command("import_certificates", str(path), "--json", stdout=out)
    receipt = json.loads(out.getvalue())

    assert (receipt["rows"], receipt["accepted"], receipt["rejected"]) == (20, 20, [])
    Certificate.objects.update(publish_after=datetime(2026, 1, 1, tzinfo=UTC))
    client.logout()
    html = client.get("/uk/certificates/").content.decode()
    assert "Коваленкоа М.-А. І." in html
    assert "Марія" not in html
    one = Certificate.objects.order_by("pk").first()
    found = client.get("/uk/certificates/", {"q": one.record_number}).content.decode()
    assert one.public_name in found
    verified = client.get(f"/uk/verify/{one.code}/")
    assert verified.status_code == 200
    assert one.record_number in verified.content.decode()


def test_one_held_back_reminds_its_registrar_once_a_step_and_is_escalated_when_overdue(client, registrar, rule):
    director = PersonFactory(surname="Бондар", email="director@example.org", language="en")
    AppointmentFactory(person=director, post=PostFactory(kind=PostKind.DIRECTOR), since=date(2020, 1, 1))
    issued = date(2026, 2, 14)
    at = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)
    held = certificate(at=at, issue_date=issued)
    publishing.hold(certificate=held, reason="Перевіряємо прізвище", at=at)
    sweep_on(issued)

    told = {}
    for days in range(1, 18):
        mail.outbox.clear()
        sweep_on(issued + timedelta(days=days))
        sweep_on(issued + timedelta(days=days))
        told[days] = [message.to[0] for message in mail.outbox]

    assert [days for days, who in told.items() if "registrar@example.org" in who] == [7, 12, 14, 15]
    assert [days for days, who in told.items() if "director@example.org" in who] == [16]
    assert all(len(who) == len(set(who)) for who in told.values())


def test_a_reminder_speaks_the_recipients_language_and_links_to_the_clause(client, registrar, rule):
    issued = date(2026, 2, 14)
    at = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)
    held = certificate(at=at, issue_date=issued)
    publishing.hold(certificate=held, reason="Перевіряємо прізвище", at=at)
    sweep_on(issued)
    sweep_on(issued + timedelta(days=7))

    letter = mail.outbox[-1]
    assert held.record_number in letter.body
    assert "/uk/regulations/cpd/#3.3" in letter.body
    assert held.surname not in letter.body
    assert held.surname not in letter.subject


@pytest.mark.redis
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_with_a_real_worker_the_escalation_reaches_the_director_by_mail_and_only_once(
    celery_worker_process, smtp, eventually
):
    director = PersonFactory(surname="Бондар", email="director@example.org", language="uk")
    AppointmentFactory(person=director, post=PostFactory(kind=PostKind.DIRECTOR), since=date(2020, 1, 1))
    at = clock.now() - timedelta(days=16)
    held = certificate(at=at, issue_date=clock.date_of(at))
    publishing.hold(certificate=held, reason="Перевіряємо прізвище", at=at)

    eventually(lambda: smtp, seconds=60, otherwise="no letter reached the mail server")
    ticks = SweepRun.objects.count()
    eventually(lambda: SweepRun.objects.count() >= ticks + 3, seconds=60, otherwise="the clock stopped")

    letters = [letter for letter in smtp if letter["To"] == "director@example.org"]
    assert len(letters) == 1
    assert held.record_number in letters[0].get_body(("plain",)).get_content()
