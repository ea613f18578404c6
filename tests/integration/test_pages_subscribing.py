"""Anybody can have a letter whenever a document changes: asked twice, told once, ended by one click."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import PageViewRestriction

from intranet.core import clock, retention
from intranet.core.dates import format_date
from intranet.core.held import held_on
from intranet.documents.links import CONFIRM, LEAVE, link
from intranet.documents.models import Document, Edition, Subscription
from intranet.documents.operations.repealing import RepealRefused, repeal, take_back_repeal
from intranet.documents.operations.subscribing import confirm_subscription
from intranet.documents.queries.subscriptions import repeal_matter_of, subscribers_of
from intranet.documents.wording import in_words
from intranet.notices.mail import message_of
from intranet.notices.models import FailingAddress, Letter
from intranet.notices.operations import deliver
from intranet.notices.operations.bouncing import mark_failing
from intranet.pages.models import RegulationPage
from intranet.pages.operations.announcing import announce_editions
from intranet.pages.operations.announcing_repeals import announce_repeals
from intranet.pages.sweep import sweep
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

ADDRESS = "chytach@example.org"


def edition(page: RegulationPage, day: date | None, **changes: Any) -> RegulationPage:
    page.refresh_from_db()
    page.in_force_from = day
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def second(page: RegulationPage, day: date = date(2026, 1, 1)) -> RegulationPage:
    """Publish an edition in which 1.1 is changed, 1.2 has gone and 1.3 is new."""
    kept = [dict(block) for block in page.body.raw_data][:2]
    kept[1]["value"] = {"number": "1.1", "text": "<p>За 20 днів.</p>"}
    return edition(page, day, body=[*kept, clause("1.3", "Цілком нове про інше.")])


@pytest.fixture
def page() -> RegulationPage:
    body = [section("1", "Загальне"), clause("1.1", "За 15 днів."), clause("1.2", "Друге речення тут.")]
    return edition(regulation(body=body, minutes=council_minutes()), date(2024, 9, 1))


def subscribed(page: RegulationPage, address: str = ADDRESS) -> Subscription:
    """Return a subscription that was confirmed after what is published."""
    at = clock.now()
    row = Subscription.objects.create(
        document=Document.objects.get(key=page.translation_key), address=address, language="uk", asked_at=at
    )
    return confirm_subscription(pk=row.pk, at=at)


def form(page: RegulationPage) -> str:
    return f"/uk/subscriptions/{page.translation_key}/"


def announced() -> list[Letter]:
    announce_editions(at=clock.now())
    return list(Letter.objects.filter(key__startswith="subscription:").order_by("pk"))


# --- Asking and confirming -----------------------------------------------------------------------------------------


def test_an_address_is_asked_to_confirm_and_gets_nothing_before(client: Client, page: RegulationPage):
    assert form(page) in client.get(page.url).content.decode()
    assert client.post(form(page), {"address": ADDRESS.upper()}).status_code == 200
    row = Subscription.objects.get()
    assert (row.address, row.language, row.confirmed_at) == (ADDRESS, "uk", None)
    letter = Letter.objects.get()
    assert letter.address == ADDRESS
    assert link(CONFIRM, row.pk) in letter.text
    second(page)
    assert announced() == []


def test_opening_the_link_does_nothing_and_the_button_confirms(client: Client, page: RegulationPage):
    client.post(form(page), {"address": ADDRESS})
    address = link(CONFIRM, Subscription.objects.get().pk)
    assert page.title in client.get(address).content.decode()
    assert Subscription.objects.get().confirmed_at is None
    for _time in range(2):
        assert client.post(address).status_code == 200
    assert Subscription.objects.get().confirmed_at is not None


def test_a_known_address_is_answered_like_any_other_and_not_written_to(client: Client, page: RegulationPage):
    fresh = client.post(form(page), {"address": ADDRESS})
    again = client.post(form(page), {"address": ADDRESS})
    confirm_subscription(pk=Subscription.objects.get().pk, at=clock.now())
    known = client.post(form(page), {"address": ADDRESS})
    assert fresh.content == again.content == known.content
    assert Letter.objects.count() == 1


def test_nobody_can_flood_an_address_or_the_site(client: Client, page: RegulationPage):
    answers = [client.post(form(page), {"address": f"a{number}@example.org"}).status_code for number in range(11)]
    assert answers == [200] * 10 + [400]
    assert Letter.objects.count() == 10
    cache.clear()
    for number in range(7):
        other = edition(regulation(slug=f"r{number}", minutes=page.minutes), date(2024, 1, 1))
        assert client.post(form(other), {"address": ADDRESS}).status_code == 200
    assert Letter.objects.filter(address=ADDRESS).count() == 5


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a\0b@example.org", "а" * 10_000, "a@example.org\nBcc: b@example.org"]
)
def test_what_is_no_address_is_refused_in_a_sentence(client: Client, page: RegulationPage, address: str):
    answer = client.post(form(page), {"address": address})
    assert answer.status_code == 400
    assert "subscribe-address" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("path", ["confirm/1/", "leave/1.x/", "other/1/", "confirm/%00/", f"leave/{'9' * 5000}/"])
def test_a_link_that_is_not_ours_is_not_there(client: Client, path: str):
    assert client.get(f"/uk/subscriptions/{path}").status_code == 404


def test_a_link_of_one_purpose_is_worth_nothing_for_another(client: Client, page: RegulationPage):
    row = subscribed(page)
    assert client.post(link(CONFIRM, row.pk).replace("/confirm/", "/leave/")).status_code == 404
    assert Subscription.objects.exists()


def test_what_is_kept_to_staff_takes_no_subscribers(client: Client, page: RegulationPage):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(form(page)).status_code == 404
    assert client.get(form(page).replace(str(page.translation_key), str(page.translation_key)[::-1])).status_code == 404


# --- Being told ----------------------------------------------------------------------------------------------------


def test_a_letter_says_what_changed_with_links(client: Client, page: RegulationPage):
    row = subscribed(page)
    second(page)
    (letter,) = announced()
    with translation.override("uk"):
        assert in_words({"changed": 1, "added": 1, "removed": 1}) in letter.text
    assert f"{page.url}compare/2024-09-01/2026-01-01/" in letter.text
    assert f"{page.url}2026-01-01/#1.1" in letter.text
    for text in (letter.text, letter.html):
        assert link(LEAVE, row.pk) in text
    (removed,) = re.findall(r"/2024-09-01/#(\S+)", letter.text)
    assert f'id="{removed}"' in client.get(f"{page.url}2024-09-01/").content.decode()


def test_an_edition_is_told_once_however_often_the_sweep_comes(page: RegulationPage):
    subscribed(page)
    second(page, date(2999, 1, 1))
    assert len(announced()) == len(announced()) == 1


def test_what_was_public_before_the_subscription_is_no_news(page: RegulationPage):
    subscribed(page)
    assert announced() == []


def test_a_correction_is_told_as_one_and_an_unread_edition_as_new(page: RegulationPage):
    subscribed(page)
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = {"number": "1.1", "text": "<p>За п’ятнадцять днів.</p>"}
    edition(page, date(2024, 9, 1), body=body, correction_reason="Число словами")
    (letter,) = announced()
    assert "Число словами" in letter.text
    second(page)
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = {"number": "1.1", "text": "<p>За двадцять днів.</p>"}
    edition(page, date(2026, 1, 1), body=body, correction_reason="Знову словами")
    _first, letter = announced()
    assert "Знову словами" not in letter.text, "nobody was told of the text that was corrected: the edition is new"
    assert "compare/2024-09-01/2026-01-01/" in letter.text


def test_what_staff_alone_may_read_is_told_when_it_opens(page: RegulationPage):
    subscribed(page)
    shut = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    second(page)
    assert announced() == []
    shut.delete()
    assert len(announced()) == 1


def test_two_sweeps_at_once_write_one_letter(page: RegulationPage, monkeypatch: Any):
    subscribed(page)
    second(page)
    monkeypatch.setattr("intranet.pages.operations.announcing.untold_texts", lambda: {(page.translation_key, "uk")})
    assert (announce_editions(at=clock.now()), announce_editions(at=clock.now())) == (1, 0)


def test_many_subscribers_cost_few_queries(page: RegulationPage, django_assert_max_num_queries: Any):
    for number in range(40):
        subscribed(page, f"a{number}@example.org")
    second(page)
    with django_assert_max_num_queries(30):
        assert len(announced()) == 40


def test_the_sweep_tells_subscribers(page: RegulationPage):
    subscribed(page)
    second(page)
    at = clock.now()
    assert sweep(at=at, on_date=clock.date_of(at))["subscribers_told"] == 1


def test_a_letter_names_what_changed_above_the_text(page: RegulationPage):
    subscribed(page)
    edition(page, date(2026, 1, 1), title="Положення про супровід")
    (letter,) = announced()
    with translation.override("uk"):
        assert gettext("Title") in letter.text
        assert in_words({"changed": 0}) in letter.text


# --- Addresses from which letters come back ------------------------------------------------------------------------


def failing(address: str = ADDRESS, days: int = 0) -> None:
    mark_failing(address, letter=None, said="550 no such user", at=clock.now() - timedelta(days=days))


def test_an_address_from_which_letters_come_back_gets_no_more_until_it_answers(client: Client, page: RegulationPage):
    row = subscribed(page)
    failing()
    second(page)
    assert announced() == []
    assert subscribers_of(row.document) == {"confirmed": 1, "failing": 1}
    client.post(form(page), {"address": ADDRESS})
    assert Letter.objects.get().about == f"subscription:{row.pk}"
    assert client.post(link(CONFIRM, row.pk)).status_code == 200
    assert not FailingAddress.objects.exists()
    assert len(announced()) == 1, "what it missed"


def test_an_address_that_fails_for_long_is_erased(page: RegulationPage):
    subscribed(page)
    kept = subscribed(page, "inshyi@example.org")
    failing(days=91)
    failing(kept.address, days=1)
    retention.purge(at=clock.now())
    assert list(Subscription.objects.all()) == [kept]


def test_who_lost_the_first_letter_asks_again_after_a_pause(client: Client, page: RegulationPage, monkeypatch: Any):
    client.post(form(page), {"address": ADDRESS})
    began = clock.now()
    for minutes, letters in ((14, 1), (16, 2), (20, 2), (33, 3), (50, 4), (70, 5), (90, 5), (60 * 25, 6)):
        monkeypatch.setattr(clock, "now", lambda moment=began + timedelta(minutes=minutes): moment)
        client.post(form(page), {"address": ADDRESS})
        assert Letter.objects.count() == letters, f"after {minutes} minutes"


# --- A repeal ------------------------------------------------------------------------------------------------------


@pytest.fixture
def repealing(page: RegulationPage) -> Callable[..., Document]:
    document = Document.objects.get(key=page.translation_key)
    actor = AccountFactory()

    def repeal_it(day: date, **values: Any) -> Document:
        return repeal(document=document, from_date=day, minutes=page.minutes, at=clock.now(), actor=actor, **values)

    return repeal_it


def test_a_repeal_is_told_once_with_its_day_and_what_replaces_it(
    client: Client, page: RegulationPage, repealing: Callable[..., Document]
):
    subscribed(page)
    other = edition(regulation(slug="new", title="Положення про супровід", minutes=page.minutes), date(2026, 1, 1))
    document = repealing(date(2026, 2, 3), replaced_by=Document.objects.get(key=other.translation_key))
    subscribed(page, "piznishe@example.org")
    for _sweep in range(2):
        announce_repeals(at=clock.now())
    (letter,) = Letter.objects.filter(key__contains=":repealed:")
    assert letter.address == ADDRESS
    with translation.override("uk"):
        assert format_date(date(2026, 2, 3), "uk").split()[0] in letter.text
    for words in (page.title, other.title, page.url, other.url, LEAVE):
        assert words in letter.text
    html = client.get(page.url).content.decode()
    assert f'<a href="{other.url}">{other.title}</a>' in html
    assert document.repealed_on


def test_a_repeal_that_is_taken_back_in_time_is_not_told(page: RegulationPage, repealing: Callable[..., Document]):
    row = subscribed(page)
    document = repealing(date(2999, 1, 1))
    announce_repeals(at=clock.now())
    take_back_repeal(document=document, at=clock.now(), on_date=clock.today(), actor=AccountFactory())
    assert [letter.state for letter in Letter.objects.filter(about=repeal_matter_of(row.pk))] == ["cancelled"]
    repealing(date(2999, 1, 1))
    assert announce_repeals(at=clock.now()) == 1, "recorded anew, it is news"


def test_who_was_told_of_a_repeal_is_told_that_it_was_taken_back(
    page: RegulationPage, repealing: Callable[..., Document]
):
    row = subscribed(page)
    document = repealing(date(2999, 1, 1))
    announce_repeals(at=clock.now())
    Letter.objects.update(state="sent", sent_at=clock.now())
    take_back_repeal(document=document, at=clock.now(), on_date=clock.today(), actor=AccountFactory())
    _repealed, stays = Letter.objects.filter(about=repeal_matter_of(row.pk)).order_by("pk")
    assert ":taken-back:" in (stays.key or "")
    assert page.url in stays.text


def test_a_repeal_moved_to_another_day_is_told_anew_and_said_twice_not_at_all(
    page: RegulationPage, repealing: Callable[..., Document]
):
    subscribed(page)
    for day, told in ((date(2999, 1, 1), 1), (date(2999, 1, 1), 0), (date(2999, 2, 1), 1)):
        repealing(day)
        assert announce_repeals(at=clock.now()) == told


def test_a_document_is_not_replaced_by_itself(page: RegulationPage, repealing: Callable[..., Document]):
    with pytest.raises(RepealRefused):
        repealing(date(2999, 1, 1), replaced_by=Document.objects.get(key=page.translation_key))


# --- Leaving -------------------------------------------------------------------------------------------------------


def test_one_click_of_a_mail_program_ends_the_letters(page: RegulationPage):
    row = subscribed(page)
    second(page)
    (letter,) = announced()
    message = message_of(letter, None).message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<https?://[^/]+(/.+)>", message["List-Unsubscribe"])
    assert address is not None
    program = Client(enforce_csrf_checks=True)
    assert program.get(address[1]).status_code == 200
    assert Subscription.objects.exists()
    assert program.post(address[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.filter(pk=row.pk).exists()
    letter.refresh_from_db()
    assert letter.state == "cancelled", "what was not sent yet stays here"
    assert program.post(address[1]).status_code == 200


def test_a_letter_arrives_with_its_way_out(page: RegulationPage, smtp: list[EmailMessage]):
    subscribed(page)
    second(page)
    (letter,) = announced()
    deliver(at=letter.next_attempt_at + timedelta(minutes=1))
    (received,) = smtp
    assert received["To"] == ADDRESS
    assert LEAVE in received["List-Unsubscribe"]


def test_whoever_confirms_too_late_is_told_so(client: Client, page: RegulationPage):
    client.post(form(page), {"address": ADDRESS})
    address = link(CONFIRM, Subscription.objects.get().pk)
    Subscription.objects.update(asked_at=clock.now() - timedelta(days=8))
    other = subscribed(page, "inshyi@example.org")
    retention.purge(at=clock.now())
    assert list(Subscription.objects.all()) == [other]
    assert client.post(address).status_code == 410


def test_the_person_whose_address_it_is_is_told_of_the_subscription(page: RegulationPage):
    subscribed(page, "olena@example.org")
    (held,) = held_on(PersonFactory(email="Olena@example.org"))["documents"]["subscriptions"]
    assert held["document__key"] == page.translation_key


def test_an_edition_knows_what_it_changed_without_its_subscribers(page: RegulationPage):
    second(page)
    assert announced() == []
    assert Edition.objects.standing().count() == 2
