"""Previews of notices, and what would go out tomorrow: looked at by those who may, and nothing told by looking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from intranet.core import clock
from intranet.core.models import Account, AuditEntry, Institution
from intranet.core.rights import ADMINISTRATOR, GROUPS, HR, INSPECTOR
from intranet.deadlines.forecast import forecast
from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile, remind
from intranet.notices.enums import LetterState
from intranet.notices.kinds import NoticeDraft, register
from intranet.notices.models import Letter, Notice, Preference
from intranet.notices.operations import compose, deliver, tell
from intranet.notices.previews import preview_of
from intranet.notices.waiting import post
from intranet.people.enums import PostKind
from tests.factories import deadlines as make
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory, SubstitutionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 18)  # a Wednesday
NOW = datetime(2026, 2, 18, 9, 0, tzinfo=UTC)
CONTEXT = {"rule": "reg.publish", "label": "ПК-2026-00001", "due_on": "2026-03-01", "on": "2026-02-18"}
PREVIEW, TOMORROW = "/admin/notices/preview/", "/admin/what-goes-out/"
MAY_LOOK = {ADMINISTRATOR, HR}


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def clerk(client: Client) -> Account:
    account: Account = AccountFactory(groups=[HR])
    client.force_login(account)
    return account


def told(person: Any = None, key: str = "k", **fields: Any) -> None:
    person = person or PersonFactory()
    tell([NoticeDraft(key, "deadline.reminder", person.pk, {**CONTEXT, **fields.pop("context", {})}, **fields)], at=NOW)


# --- Previews ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(register()))
@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
def test_each_kind_has_something_to_show_before_there_is_a_real_one(
    institution: Institution, key: str, language: str
) -> None:
    preview = preview_of(register()[key], languages=[language])
    assert preview is not None, f"{key} has no example"
    assert not preview.is_real
    assert "%(" not in preview.written.subject + preview.written.text


def test_the_latest_real_notice_is_shown_where_there_is_one(client: Client, clerk: Account) -> None:
    told(key="a")
    told(key="b", context={"label": "ПК-2026-00002"})
    page = client.get(f"{PREVIEW}?kind=deadline.reminder&language=en")
    assert page.context["preview"].is_real
    assert "ПК-2026-00002" in page.content.decode()
    letter = client.get(page.context["letter_url"])
    assert "ПК-2026-00002" in letter.content.decode()
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get("/admin/notices/preview/letter/?kind=x", follow=True).status_code == 404
    assert client.get(PREVIEW).context["form"].is_valid()


def test_by_the_welsh_rule_a_preview_can_speak_both_languages(client: Client, clerk: Account) -> None:
    Institution.objects.update(profile_key="wales", languages=["cy", "en"])
    page = client.get(PREVIEW, {"kind": "deadline.reminder", "language": "cy+en"})
    assert page.context["form"].fields["language"].choices[0][0] == "cy+en"
    assert " / " in page.context["preview"].written.subject


def test_a_preview_is_sent_to_whoever_asks_and_says_that_it_is_one(
    client: Client, clerk: Account, mailoutbox: Any
) -> None:
    answer = client.post(PREVIEW, {"kind": "deadline.reminder", "language": "en"}, follow=True)
    assert answer.context["form"].cleaned_data["language"] == "en"
    letter = Letter.objects.get()
    assert (letter.address, letter.recipient, letter.languages) == (clerk.email, None, "en")
    assert letter.subject.startswith("Preview: ")
    assert AuditEntry.objects.get(action="notices.previewed").data == {"kind": "deadline.reminder"}
    assert not Notice.objects.exists()
    deliver(at=NOW)
    assert [message.to for message in mailoutbox] == [[clerk.email]]


def test_without_an_address_there_is_a_sentence_and_no_letter(client: Client, clerk: Account) -> None:
    Account.objects.filter(pk=clerk.pk).update(email="")
    answer = client.post(PREVIEW, {"kind": "deadline.reminder", "language": "en"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [{"kind": "x"}, {"kind": "\0", "language": "en"}, {"kind": "deadline.reminder", "language": "de"}],
)
def test_an_odd_question_for_a_preview_is_answered_with_the_form(client: Client, clerk: Account, asked: Any) -> None:
    assert client.get(PREVIEW, asked).context["preview"] is None
    assert client.post(PREVIEW, asked, follow=True).status_code == 200
    assert not Letter.objects.exists()


@pytest.mark.parametrize("address", [PREVIEW, TOMORROW])
@pytest.mark.parametrize("group", sorted(set(GROUPS) - {INSPECTOR, "staff"}))
def test_only_the_post_room_looks(client: Client, group: str, address: str) -> None:
    client.force_login(AccountFactory(groups=[group]))
    assert client.get(address, follow=True).status_code == (200 if group in MAY_LOOK else 404)


# --- What goes out tomorrow ----------------------------------------------------------------------------------------


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    make.only_rules(monkeypatch, make.rule())


def opened(since: date = DAY, **fields: Any) -> Deadline:
    subject = make.subject(since, **fields)
    reconcile(at=NOW, on_date=DAY)
    return Deadline.objects.get(subject_id=subject.pk)


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("days", [*range(20)])
def test_the_forecast_names_exactly_those_who_are_told_on_that_day(days: int) -> None:
    head = PersonFactory(surname="Начальник")
    AppointmentFactory(person=head, post=PostFactory(kind=PostKind.HEAD_OF_HR), since=date(2020, 1, 1))
    away = PersonFactory(surname="Відсутній")
    SubstitutionFactory(absent=away, substitute=PersonFactory(surname="Заступник"), since=DAY, until=date(2027, 1, 1))
    opened(person=PersonFactory(surname="Перший"), label="a")
    opened(person=away, label="b")
    opened(DAY - timedelta(days=40), person=PersonFactory(email=""), label="late at birth")
    on_date = DAY + timedelta(days=days)
    before = Deadline.objects.values_list("pk", "speaks_on", "told_until").order_by("pk")
    kept = list(before)
    foreseen = {
        (saying.label, saying.is_escalation, hearer)
        for saying in forecast(on_date).sayings
        for hearer in saying.hearers
    }
    assert list(before) == kept
    assert not Notice.objects.exists()
    remind(at=NOW, on_date=on_date)
    told_then = {
        (notice.context["label"], notice.kind_key == "deadline.escalation", str(notice.recipient))
        for notice in Notice.objects.select_related("recipient")
    }
    assert foreseen == told_then


@pytest.mark.usefixtures("rule")
def test_a_step_that_nobody_can_hear_is_shown_as_such(client: Client, clerk: Account) -> None:
    opened(person=PersonFactory(email=""))
    page = client.get(TOMORROW, {"day": "2026-02-18"})
    assert [saying.hearers for saying in page.context["forecast"].sayings] == [[]]


@pytest.mark.usefixtures("rule")
def test_a_long_forecast_is_counted_whole_and_listed_in_part(
    client: Client, clerk: Account, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("intranet.deadlines.forecast.SHOWN", 3)
    for n in range(12):
        make.subject(DAY, label=f"К-{n}")
    reconcile(at=NOW, on_date=DAY)
    client.get(TOMORROW)
    with django_assert_max_num_queries(45):
        page = client.get(TOMORROW, {"day": "2026-02-18"})
    found = page.context["forecast"]
    assert (found.count, len(found.sayings), found.tallies[0].count) == (12, 3, 12)


@pytest.mark.parametrize("day", ["x", "2026-02-17", "2028-01-01", "9999-99-99", "\0", "2026-02-30", "9" * 5000])
def test_a_day_that_cannot_be_looked_at_is_answered_in_the_form(client: Client, clerk: Account, day: str) -> None:
    page = client.get(TOMORROW, {"day": day})
    assert page.status_code == 200
    assert page.context["forecast"] is None
    assert page.context["form"].errors


def test_the_page_shows_tomorrow_unless_asked(client: Client, clerk: Account) -> None:
    assert client.get(TOMORROW).context["forecast"].on_date == DAY + timedelta(days=1)


# --- What waits ----------------------------------------------------------------------------------------------------


def whys(at: datetime = NOW) -> list[str]:
    with translation.override("en"):
        return [each.why for each in post(at=at, on_date=clock.date_of(at)).waiting]


def test_a_letter_says_why_it_has_not_gone() -> None:
    told()
    compose(at=NOW, on_date=DAY)
    assert whys() == ["It goes with the next delivery."]
    Letter.objects.update(next_attempt_at=NOW + timedelta(hours=1))
    assert whys() == ["It waits for its hour."]
    Letter.objects.update(state=LetterState.FAILED)
    assert whys() == ["It could not be delivered and is tried again."]


def test_a_notice_says_why_no_letter_carries_it_yet(settings: Any) -> None:
    settings.LETTERS_AT_ANY_HOUR = False
    person = PersonFactory()
    told(person)
    assert whys() == ["It goes with the next sweep."]
    assert whys(datetime(2026, 2, 18, 21, 0, tzinfo=UTC)) == ["These are quiet hours where the reader is."]
    assert whys(datetime(2026, 2, 21, 9, 0, tzinfo=UTC)) == ["It is a day off: letters wait for a working day."]
    preference = Preference.objects.create(person=person, digest_hour=16, changed_at=NOW)
    assert whys() == ["It waits for the hour that the reader has chosen."]
    preference.delete()
    compose(at=NOW, on_date=DAY)
    Letter.objects.update(state=LetterState.SENT, sent_at=NOW)
    told(person, "second")
    assert whys() == ["Today’s letter has gone; this goes into the next one."]
    type(person).objects.update(email="")
    assert whys() == ["There is no address that works."]
