"""Notices on paper: who reads no e-mail is told by hand, unit by unit, once, and it is recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from intranet.core import clock
from intranet.core.models import AuditEntry, Institution
from intranet.core.rights import GROUPS, HR, INSPECTOR
from intranet.notices import models, paper
from intranet.notices.enums import Channel
from intranet.notices.kinds import Kind, NoticeDraft
from intranet.notices.models import Notice, Preference
from intranet.notices.operations import CannotHandOver, cancel, hand_over, mark_read, tell, telling
from intranet.people.models import Person
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 18)  # a Wednesday
NOW = datetime(2026, 2, 18, 7, 0, tzinfo=UTC)
LIST = "/en/notices/paper/"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "plain": Kind("plain", "plain", "About %(what)s", "The matter is %(what)s."),
        "law": Kind("law", "law", "By law %(what)s", "The law says %(what)s.", statutory=True),
    }
    for module in (telling, models):
        monkeypatch.setattr(module, "register", lambda: known)
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def clerk(client: Client) -> Any:
    account = AccountFactory(groups=[HR])
    client.force_login(account)
    return account


def without_address(**fields: Any) -> Person:
    return PersonFactory(email="", **fields)


def told(person: Person, what: str = "x", *, kind: str = "plain", at: datetime = NOW) -> Notice:
    tell([NoticeDraft(key=what, kind=kind, recipient_id=person.pk, context={"what": what}, about=what)], at=at)
    return Notice.objects.get(key=what, recipient=person, channel=Channel.INBOX)


def listed(**filters: Any) -> list[str]:
    return sorted(paper.to_hand_over(**filters).values_list("key", flat=True))


# --- What is on the list -------------------------------------------------------------------------------------------


def test_who_has_no_address_is_on_the_list_and_who_has_one_is_not() -> None:
    told(without_address(), "nobody writes")
    told(PersonFactory(), "by letter")
    told(PersonFactory(email="", with_account=True), "the account has one")
    assert listed() == ["nobody writes"]


def test_what_the_law_demands_is_on_the_list_of_whoever_wants_it_on_paper() -> None:
    person = PersonFactory()
    Preference.objects.create(person=person, statutory_on_paper=True, changed_at=NOW)
    told(person, "plain")
    told(person, "law", kind="law")
    assert listed() == ["law"]


def test_what_is_read_on_the_site_taken_back_or_handed_over_leaves_the_list() -> None:
    person = without_address(with_account=True)
    type(person.account).objects.update(email="")
    read, handed = told(person, "read"), told(person, "handed")
    told(person, "waits")
    mark_read(notice=read, at=NOW, actor=person.account)
    hand_over(notices=[handed.pk], handed_on=DAY, at=NOW, on_date=DAY, actor=person.account)
    assert listed() == ["waits"]
    Notice.objects.filter(key="waits").update(cancelled_at=NOW)
    assert listed() == []


def test_the_list_is_ordered_by_unit_and_person_in_the_order_of_the_tree() -> None:
    top = UnitFactory(names={"uk": "Б", "en": "B"})
    below = UnitFactory(names={"uk": "Яя", "en": "Z"}, parent=top)
    other = UnitFactory(names={"uk": "В", "en": "C"})
    for unit, surname in ((other, "Г"), (below, "Б"), (top, "В"), (top, "А"), (None, "Я")):
        person = without_address(surname=surname)
        if unit is not None:
            AppointmentFactory(person=person, post=PostFactory(unit=unit))
        told(person, surname)
    sheets = paper.sheets(paper.to_hand_over(), DAY)
    assert [sheet.unit for sheet in sheets] == [top, below, other, None]
    assert [[each.person.surname for each in sheet.people] for sheet in sheets] == [["А", "В"], ["Б"], ["Г"], ["Я"]]
    assert sorted(row["person"] for row in paper.people_of(top, DAY)) == sorted(
        each.person.pk for sheet in sheets[:2] for each in sheet.people
    )


def test_a_notice_speaks_the_language_of_whom_it_is_for_and_by_the_welsh_rule_both(institution: Institution) -> None:
    told(without_address(language="cy"))
    ((slip,),) = ([each.slips for each in paper.sheets(paper.to_hand_over(), DAY)[0].people],)
    assert [said.language for said in slip[0].versions] == ["cy"]
    Institution.objects.update(profile_key="wales", languages=["cy", "en"])
    Person.objects.update(language="")
    (sheet,) = paper.sheets(paper.to_hand_over(), DAY)
    assert [said.language for said in sheet.people[0].slips[0].versions] == ["cy", "en"]


# --- Handing over --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_handing_over_is_recorded_once_with_its_day(clerk: Any) -> None:
    notice = told(without_address())
    assert hand_over(notices=[notice.pk], handed_on=DAY, at=NOW, on_date=DAY, actor=clerk) == 1
    (row,) = Notice.objects.filter(channel=Channel.PAPER)
    assert (row.key, row.recipient_id, row.handed_on, row.context) == ("x", notice.recipient_id, DAY, {"what": "x"})
    entry = AuditEntry.objects.get(action="notices.handed_over")
    assert (entry.actor, entry.data) == (clerk, {"notices": [notice.pk], "handed_on": "2026-02-18"})
    with pytest.raises(CannotHandOver, match="handed over already"):
        hand_over(notices=[notice.pk], handed_on=DAY, at=NOW, on_date=DAY, actor=clerk)
    assert Notice.objects.filter(channel=Channel.PAPER).count() == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [(DAY + timedelta(days=1), "cannot be in the future"), (DAY - timedelta(days=1), "before it was written")],
)
@pytest.mark.usefixtures("in_english")
def test_a_day_that_cannot_be_is_refused(clerk: Any, day: date, why: str) -> None:
    notice = told(without_address())
    with pytest.raises(CannotHandOver, match=why):
        hand_over(notices=[notice.pk], handed_on=day, at=NOW, on_date=DAY, actor=clerk)


def test_the_day_of_writing_is_the_institutions_own(clerk: Any) -> None:
    late = datetime(2026, 2, 17, 22, 30, tzinfo=UTC)  # half past midnight on the 18th in Kyiv
    notice = told(without_address(), at=late)
    with pytest.raises(CannotHandOver):
        hand_over(notices=[notice.pk], handed_on=DAY - timedelta(days=1), at=NOW, on_date=DAY, actor=clerk)


def test_what_a_letter_carries_cannot_be_handed_over(clerk: Any) -> None:
    notice = told(PersonFactory())
    with pytest.raises(CannotHandOver):
        hand_over(notices=[notice.pk], handed_on=DAY, at=NOW, on_date=DAY, actor=clerk)


def test_a_signature_on_paper_is_the_receipt_that_the_law_demands(clerk: Any) -> None:
    notice = told(without_address(), kind="law")
    assert list(Notice.objects.all().without_receipt()) == [notice]
    hand_over(notices=[notice.pk], handed_on=DAY, at=NOW, on_date=DAY, actor=clerk)
    assert list(Notice.objects.all().without_receipt()) == []


def test_taking_back_leaves_what_was_handed_over(clerk: Any) -> None:
    notice = told(without_address())
    hand_over(notices=[notice.pk], handed_on=DAY, at=NOW, on_date=DAY, actor=clerk)
    cancel(about=["x"], at=NOW)
    assert Notice.objects.get(channel=Channel.PAPER).cancelled_at is None


# --- The page ------------------------------------------------------------------------------------------------------


def test_hr_sees_the_list_and_records_what_was_ticked(client: Client, clerk: Any) -> None:
    first, second = told(without_address(language="en"), "one"), told(without_address(language="en"), "two")
    page = client.get(LIST).content.decode()
    assert "About one" in page
    assert "About two" in page
    answer = client.post(LIST, {"notice": [first.pk, "x", "9" * 30], "handed_on": "2026-02-18"}, follow=True)
    assert "Recorded: 1 notice was handed over on paper." in answer.content.decode()
    assert "About one" not in answer.content.decode()
    assert Notice.objects.get(channel=Channel.PAPER).key == first.key
    assert second.key in listed()


@pytest.mark.parametrize(
    "sent", [{}, {"handed_on": ""}, {"handed_on": "31.02.2026"}, {"handed_on": "\0"}, {"handed_on": "2026-02-18"}]
)
def test_a_form_that_says_too_little_is_answered_with_a_sentence(client: Client, clerk: Any, sent: Any) -> None:
    told(without_address())
    answer = client.post(LIST, sent, follow=True)
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Notice.objects.filter(channel=Channel.PAPER).exists()


def test_the_list_can_be_of_today_of_this_week_and_of_a_unit(client: Client, clerk: Any) -> None:
    person = without_address()
    unit = AppointmentFactory(person=person).post.unit
    told(person, "today")
    told(person, "on Monday", at=NOW - timedelta(days=2))
    told(without_address(), "last week", at=NOW - timedelta(days=5))

    def shown(query: str) -> set[str]:
        page = client.get(f"{LIST}{query}").content.decode()
        return {what for what in ("today", "on Monday", "last week") if f"About {what}" in page or f" {what}." in page}

    assert shown("") == {"today", "on Monday", "last week"}
    assert shown("?period=week") == {"today", "on Monday"}
    assert shown("?period=day") == {"today"}
    assert shown(f"?unit={unit.pk}") == {"today", "on Monday"}
    for odd in ("?period=x", "?unit=x", "?unit=999999", "?unit=%00", f"?unit={'9' * 40}"):
        assert client.get(f"{LIST}{odd}").status_code == 200


def test_a_list_that_is_cut_says_so(client: Client, clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "MOST", 2)
    for n in range(3):
        told(without_address(), f"n{n}")
    assert "Only the first 2 notices are shown" in client.get(LIST).content.decode()


def test_a_long_list_takes_few_queries(client: Client, clerk: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(40):
        person = without_address()
        AppointmentFactory(person=person)
        told(person, f"n{n}")
    with django_assert_max_num_queries(14):
        client.get(LIST)


@pytest.mark.parametrize("group", sorted(set(GROUPS) - {INSPECTOR}))  # an inspector signs in within a term alone
def test_only_hr_hands_over(client: Client, group: str) -> None:
    client.force_login(AccountFactory(groups=[group]))
    assert client.get(LIST).status_code == (200 if group == HR else 404)


def test_a_stranger_is_led_to_sign_in(client: Client, institution: Institution) -> None:
    assert "next=" in client.get(LIST)["Location"]
