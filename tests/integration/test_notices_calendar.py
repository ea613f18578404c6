"""The calendar feed: a secret address, one’s own deadlines and meetings; what moves moves, what goes is cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from intranet.core import clock
from intranet.core.held import held_on
from intranet.core.models import AuditEntry, Institution
from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile, waive
from intranet.governance.models import Body, Meeting, Membership
from intranet.notices import calendar
from intranet.notices.calendar import Event
from intranet.notices.models import CalendarEntry, CalendarFeed
from intranet.notices.operations import open_calendar, say
from intranet.notices.retention import close_unread_calendars
from intranet.people.models import Person
from tests.factories import deadlines as make
from tests.factories.people import AccountFactory, PersonFactory, SubstitutionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 14)
NOW = datetime(2026, 2, 14, 7, 0, tzinfo=UTC)
PAGE = "/en/inbox/calendar/"


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    make.only_rules(monkeypatch, make.rule())


@pytest.fixture
def owner() -> Person:
    return PersonFactory(with_account=True, language="en")


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that sets the clock; it begins at ``NOW``."""

    def be(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    be(NOW)
    return be


def address_of(person: Person) -> str:
    return f"/calendar/{open_calendar(person=person, at=NOW, actor=person.account)}.ics"


def events(response: Any) -> dict[str, Any]:
    """Return the events of an answer by their days and names."""
    assert response.status_code == 200
    return {str(event["UID"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def due(since: date, **fields: Any) -> Deadline:
    subject = make.subject(since, **fields)
    reconcile(at=NOW, on_date=DAY)
    return Deadline.objects.get(subject_id=subject.pk)


# --- What stands in it ---------------------------------------------------------------------------------------------


def test_a_calendar_holds_ones_own_deadlines_with_the_clause_and_the_way_to_them(
    client: Client, owner: Person, moment: Any
) -> None:
    deadline = due(DAY, person=owner, label="К-17")
    due(DAY, label="К-18")
    (event,) = events(client.get(address_of(owner))).values()
    assert event.decoded("dtstart") == date(2026, 3, 1)
    assert str(event["SUMMARY"]) == "Last day: Publish the list (К-17)"
    assert "3.3" in event["DESCRIPTION"]
    assert event["URL"].endswith(f"/admin/test/{deadline.subject_id}/")
    assert str(event["UID"]).startswith(f"deadline-test.publish-{deadline.subject_id}@")


def test_a_substitute_has_the_deadlines_of_the_absent(client: Client, owner: Person, moment: Any) -> None:
    absent = PersonFactory()
    SubstitutionFactory(absent=absent, substitute=owner)
    due(DAY, person=absent)
    assert len(events(client.get(address_of(owner)))) == 1


def test_a_calendar_holds_the_meetings_of_ones_bodies_on_the_days_of_ones_seat(
    client: Client, owner: Person, moment: Any
) -> None:
    mine, other = (Body.objects.create(names={"en": name, "uk": name}, sort_key=name) for name in ("Council", "Other"))
    Membership.objects.create(body=mine, person=owner, since=date(2025, 9, 1), until=date(2026, 4, 1))
    Meeting.objects.create(body=mine, on_date=date(2026, 3, 20), number="4", place="Room 12", agenda="Petrenko’s case")
    Meeting.objects.create(body=mine, on_date=date(2026, 4, 20))
    Meeting.objects.create(body=other, on_date=date(2026, 3, 21))
    response = client.get(address_of(owner))
    (event,) = events(response).values()
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Meeting No. 4: Council", "Room 12")
    assert "Petrenko" not in response.content.decode()


def test_a_calendar_speaks_the_language_of_its_person_and_by_the_welsh_rule_both(
    client: Client, owner: Person, institution: Institution, moment: Any
) -> None:
    due(DAY, person=owner)
    address = address_of(owner)
    Person.objects.filter(pk=owner.pk).update(language="uk")
    (event,) = events(client.get(address, headers={"accept-language": "cy"})).values()
    assert event["SUMMARY"].params["LANGUAGE"] == "uk"
    Person.objects.filter(pk=owner.pk).update(language="")
    Institution.objects.update(profile_key="wales", languages=["cy", "en"])
    (event,) = events(client.get(address)).values()
    assert event["SUMMARY"].params["LANGUAGE"] == "cy"
    assert str(event["SUMMARY"]).endswith("Last day: Publish the list (К-1)")


def test_what_two_languages_say_alike_is_said_once() -> None:
    both = [Event("k", DAY, "Cyfarfod", place="12"), Event("k", DAY, "Meeting", place="12")]
    together = calendar._together(both)
    assert (together.title, together.place) == ("Cyfarfod / Meeting", "12")


# --- What moves and what goes --------------------------------------------------------------------------------------


def test_what_moves_keeps_its_name_and_grows_in_number(client: Client, owner: Person, moment: Any) -> None:
    deadline = due(DAY, person=owner)
    address = address_of(owner)
    before = events(client.get(address))
    Deadline.objects.filter(pk=deadline.pk).update(due_on=date(2026, 3, 9))
    moment(NOW + timedelta(hours=2))
    after = events(client.get(address))
    assert list(before) == list(after)
    ((old, new),) = zip(before.values(), after.values(), strict=True)
    assert (old["SEQUENCE"], new["SEQUENCE"], new.decoded("dtstart")) == (0, 1, date(2026, 3, 9))
    assert new.decoded("last-modified") > old.decoded("last-modified")


@pytest.mark.parametrize("how", ["met", "lapsed", "waived", "given to another"])
def test_what_is_settled_is_cancelled_for_a_while_and_then_forgotten(
    client: Client, owner: Person, moment: Any, how: str
) -> None:
    deadline = due(DAY, person=owner)
    address = address_of(owner)
    client.get(address)
    if how == "waived":
        waive(deadline=deadline, reason="order", at=NOW, on_date=DAY, actor=owner.account)
    else:
        new = {"met": {"met_on": DAY}, "lapsed": {"lapsed_on": DAY}}.get(how, {"responsible": PersonFactory()})
        Deadline.objects.filter(pk=deadline.pk).update(**new)
    (event,) = events(client.get(address)).values()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    moment(NOW + timedelta(days=59))
    assert len(events(client.get(address))) == 1
    moment(NOW + timedelta(days=61))
    assert events(client.get(address)) == {}


def test_what_comes_back_is_there_again_with_a_higher_number(owner: Person, moment: Any) -> None:
    address_of(owner)
    feed = CalendarFeed.objects.get()
    one = Event("a", DAY, "A")
    for events_now in ([one], [], [one]):
        said = say(feed=feed, events=events_now, at=NOW)
    assert [(each.entry.sequence, each.event) for each in said] == [(2, one)]


def test_another_title_is_a_change_without_a_higher_number(owner: Person, moment: Any) -> None:
    address_of(owner)
    feed, later = CalendarFeed.objects.get(), NOW + timedelta(hours=1)
    say(feed=feed, events=[Event("a", DAY, "A")], at=NOW)
    (said,) = say(feed=feed, events=[Event("a", DAY, "B")], at=later)
    assert (said.entry.sequence, said.entry.changed_at) == (0, later)


def test_a_full_calendar_cancels_nothing_that_it_only_has_no_room_for(
    owner: Person, moment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intranet.notices.operations.feeding.MOST", 2)
    address_of(owner)
    feed = CalendarFeed.objects.get()
    early, middle, late = (Event(key, DAY + timedelta(days=n), key) for n, key in enumerate("abc"))
    say(feed=feed, events=[middle, late], at=NOW)
    said = say(feed=feed, events=[early, middle], at=NOW)
    assert [each.event for each in said] == [early, middle]
    said = say(feed=feed, events=[late], at=NOW)
    assert [(each.entry.key, each.event is None) for each in said] == [("c", False), ("a", True), ("b", True)]


def test_a_reading_that_finds_nothing_new_writes_nothing(
    client: Client, owner: Person, moment: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        make.subject(DAY - timedelta(days=n), person=owner, label=f"К-{n}")
    reconcile(at=NOW, on_date=DAY)
    address = address_of(owner)
    client.get(address)
    with django_assert_max_num_queries(16) as asked:
        assert len(events(client.get(address))) == 30
    said = [query["sql"].lstrip("(") for query in asked.captured_queries]
    assert [sql for sql in said if not sql.startswith("SELECT")] == []


# --- The address ---------------------------------------------------------------------------------------------------


def test_a_program_that_has_the_same_is_told_so_and_sent_nothing(client: Client, owner: Person, moment: Any) -> None:
    due(DAY, person=owner)
    address = address_of(owner)
    first = client.get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert "noindex" in first["X-Robots-Tag"]
    same = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    Deadline.objects.update(met_on=DAY)
    moment(NOW + timedelta(hours=1))
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_a_wrong_address_and_one_that_was_reset_look_alike(client: Client, owner: Person, moment: Any) -> None:
    old = address_of(owner)
    new = address_of(owner)
    wrong = [client.get(address) for address in (old, "/calendar/sample.ics", f"/calendar/{'x' * 5000}.ics")]
    assert {response.status_code for response in wrong} == {404}
    assert wrong[0].content == wrong[1].content
    assert client.get(new).status_code == 200
    assert client.post(new).status_code == 405


@pytest.mark.parametrize("secret", ["%00", "%ED%A0%80", "а" * 43, "..", "x" * 9000])
def test_an_odd_secret_is_only_wrong(client: Client, institution: Institution, secret: str) -> None:
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_who_tries_addresses_is_told_to_wait_and_readers_are_not(client: Client, owner: Person, moment: Any) -> None:
    address = address_of(owner)
    answers = [client.get(f"/calendar/{n}.ics") for n in range(31)]
    assert [response.status_code for response in answers] == [404] * 30 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.get(address).status_code == 200
    assert {client.get(address).status_code for _n in range(60)} == {200, 429}


def test_the_calendar_of_somebody_whose_account_is_shut_opens_no_more(
    client: Client, owner: Person, moment: Any
) -> None:
    address = address_of(owner)
    owner.account.is_active = False
    owner.account.save()
    assert client.get(address).status_code == 404


def test_links_that_nobody_reads_are_closed_in_time(owner: Person) -> None:
    address_of(owner)
    assert close_unread_calendars(NOW) == 0
    assert close_unread_calendars(NOW + timedelta(seconds=1)) == 1


# --- The page ------------------------------------------------------------------------------------------------------


def test_the_link_is_shown_once_and_kept_nowhere(client: Client, owner: Person) -> None:
    client.force_login(owner.account)
    assert "You have no link yet." in client.get(PAGE).content.decode()
    made = client.post(PAGE)
    address = made.context["address"]
    assert address in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert secret not in client.get(PAGE).content.decode()
    kept = [*CalendarFeed.objects.values_list("hashed", flat=True), *map(str, AuditEntry.objects.values_list("data"))]
    assert secret not in " ".join(kept)
    assert client.get(f"/calendar/{secret}.ics").status_code == 200
    assert "last read it on" in client.get(PAGE).content.decode()


def test_a_new_link_keeps_what_calendars_have_been_told(client: Client, owner: Person, moment: Any) -> None:
    due(DAY, person=owner)
    client.get(address_of(owner))
    client.force_login(owner.account)
    client.post(PAGE)
    assert CalendarEntry.objects.count() == 1
    actions = AuditEntry.objects.filter(action__startswith="notices.calendar").order_by("pk")
    assert [entry.action for entry in actions] == ["notices.calendar_opened", "notices.calendar_reset"]


def test_a_link_can_be_removed(client: Client, owner: Person) -> None:
    address = address_of(owner)
    client.force_login(owner.account)
    assert client.get(f"{PAGE}close/").status_code == 405
    assert client.post(f"{PAGE}close/").status_code == 302
    assert client.get(address).status_code == 404
    client.post(f"{PAGE}close/")  # a second time harms nothing


def test_an_account_that_is_nobodys_is_told_why_it_has_no_calendar(client: Client) -> None:
    client.force_login(AccountFactory())
    assert "not tied to a member of staff" in client.get(PAGE).content.decode()
    client.post(PAGE)
    assert not CalendarFeed.objects.exists()


def test_the_link_is_among_what_is_held_on_a_person(owner: Person) -> None:
    address_of(owner)
    (held,) = held_on(owner)["notices"]["calendar_links"]
    assert held["made_at"] == NOW
