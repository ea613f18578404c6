"""Every page of the staff's own in a real browser, and what they are told where they may not go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from intranet.core import clock
from intranet.core.models import Account
from intranet.documents.models import Acknowledgement, Edition
from intranet.documents.operations.acknowledging import ask
from intranet.notices.enums import Channel
from intranet.notices.kinds import NoticeDraft
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import tell
from intranet.notices.sweep import sweep
from intranet.pages.models import AnnouncementPage, IndexPage, JobDescriptionPage
from intranet.people.models import Person
from tests.browser.looking import Onlooker, Place, sign_in, without_scripts
from tests.factories import registry as make
from tests.factories.pages import clause, council_minutes, section
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory, UnitFactory

ALL = ("uk", "en", "cy", "ru")
TITLE = "Відповідальна особа за облік, зберігання й видачу документів про підвищення кваліфікації"


@dataclass(frozen=True)
class Office:
    """What the site holds in these tests."""

    person: Person
    unit: int
    acknowledgement: int
    notice: int
    letter: int


@pytest.fixture(scope="module")
def office(standing_site: str) -> Office:
    """Appoint people, one with a job description to read, certificates, a reminder and a letter."""
    unit = UnitFactory(names={"uk": "Циклова комісія дошкільної та початкової освіти"})
    person = PersonFactory(with_account=True, email="otto-volodymyr.verkhniodniprovskyi-haidamaka@example.org")
    post = PostFactory(unit=unit, titles={"uk": TITLE})
    AppointmentFactory(person=person, post=post)
    for _colleague in range(12):
        AppointmentFactory(post=PostFactory(unit=unit))
    for topic in ("Оцінювання", "Інклюзивний клас: від спостереження до підтримки"):
        make.certificate(surname=person.surname, topic=topic, person_id=person.pk)
    edition = _job_description()
    _announcement()
    at, today = clock.now(), clock.today()
    ask(edition=edition, people=[person], at=at, on_date=today)
    context = {"rule": "reg.publish", "label": "ПК-2026-00001", "due_on": today.isoformat(), "on": today.isoformat()}
    tell([NoticeDraft("first", "deadline.reminder", person.pk, context, url="/uk/my/")], at=at)
    sweep(at=at, on_date=today)
    return Office(
        person,
        unit.pk,
        Acknowledgement.objects.get(person=person).pk,
        Notice.objects.get(key="first", channel=Channel.INBOX).pk,
        Letter.objects.get().pk,
    )


def _job_description() -> Edition:
    parent = IndexPage.objects.get(slug="job-descriptions", locale__language_code="uk")
    body = [section("1", "Завдання"), *(clause(f"1.{n}", "Веде облік документів. " * 8) for n in range(1, 6))]
    page = JobDescriptionPage(title=TITLE, slug="accounts", locale=parent.locale, live=False, body=body)
    page.minutes, page.in_force_from = council_minutes(), date(2025, 9, 1)
    parent.add_child(instance=page).save_revision().publish()
    return Edition.objects.get(document__key=page.translation_key)


def _announcement() -> None:
    parent = IndexPage.objects.get(slug="announcements", locale__language_code="uk")
    page = AnnouncementPage(title="Засідання педагогічної ради", slug="council", locale=parent.locale, live=False)
    page.body = "<p>Засідання відбудеться <b>у середу</b>.</p><ul><li>Підсумки</li><li>План</li></ul>"
    parent.add_child(instance=page).save_revision().publish()


@pytest.fixture
def colleague(office: Office, visitor: Any, standing_site: str) -> Any:
    """Return the browser's page of the member of staff, signed in."""
    assert office.person.account
    sign_in(visitor, office.person.account, standing_site)
    return visitor


def test_the_pages_of_staff_bar_nobody(office: Office, colleague: Any, onlooker: Onlooker) -> None:
    places = [
        *(Place(f"/{language}/my/", languages=ALL) for language in ALL),
        Place(f"/uk/my/read/{office.acknowledgement}/"),
        Place("/uk/inbox/", languages=ALL),
        Place(f"/uk/inbox/{office.notice}/"),
        Place("/uk/inbox/letters/"),
        Place(f"/uk/inbox/letters/{office.letter}/"),
        Place("/uk/directory/", languages=ALL),
        Place("/cy/directory/"),
        Place("/uk/directory/?q=zzzz"),
        Place(f"/uk/directory/people/{office.person.pk}/"),
        Place(f"/uk/directory/units/{office.unit}/"),
        Place("/uk/job-descriptions/"),
        Place("/uk/job-descriptions/accounts/", languages=("uk",)),
        Place("/uk/announcements/"),
        Place("/uk/announcements/council/"),
        Place("/uk/directory/people/999999/", status=404),
    ]
    assert onlooker.problems(places) == {}


def test_the_pages_of_an_account_bar_nobody(office: Office, colleague: Any, onlooker: Onlooker) -> None:
    names = ("password/change", "email", "2fa")
    assert onlooker.problems(Place(f"/uk/account/{name}/") for name in names) == {}


def test_an_account_without_a_person_is_told_what_is_missing(
    office: Office, visitor: Any, standing_site: str, onlooker: Onlooker
) -> None:
    account, _new = Account.objects.get_or_create(username="nobody")
    sign_in(visitor, account, standing_site)
    assert onlooker.problems([Place("/uk/my/"), Place("/uk/inbox/")]) == {}
    assert visitor.locator(".empty").count() == 1


def test_a_visitor_is_led_to_sign_in_and_back(office: Office, visitor: Any, standing_site: str) -> None:
    assert office.person.account
    office.person.account.set_password("a-long-and-rare-word")
    office.person.account.save()
    for address in ("/uk/directory/", "/uk/job-descriptions/accounts/"):
        visitor.context.clear_cookies()
        visitor.goto(address)
        assert "/uk/account/login/" in visitor.url
        visitor.fill("[name=login]", office.person.account.username)
        visitor.fill("[name=password]", "a-long-and-rare-word")
        visitor.keyboard.press("Enter")
        visitor.wait_for_url(f"{standing_site}{address}")


def test_what_is_not_for_them_looks_like_what_is_not_there(office: Office, colleague: Any, onlooker: Onlooker) -> None:
    assert onlooker.problems([Place("/uk/inbox/999999/", status=404), Place("/uk/my/read/999999/", status=404)]) == {}


def test_a_document_is_confirmed_without_a_script(
    office: Office, colleague: Any, chromium: Any, standing_site: str
) -> None:
    address = f"/uk/my/read/{office.acknowledgement}/"
    with without_scripts(chromium, standing_site, width=390) as page:
        page.context.add_cookies(colleague.context.cookies())
        page.goto(address)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/uk/my/")
    assert Acknowledgement.objects.get(pk=office.acknowledgement).confirmed_at is not None
