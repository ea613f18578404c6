"""Runs of programmes: signing up, waiting, attendance, completion, certificates (PRG-02, DOC-08)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intranet.core.rights import sync_groups
from intranet.notices.models import Letter, Notice
from intranet.registry.models import Draft
from intranet.training import links, operations
from intranet.training.enums import Audience, PlaceState
from intranet.training.models import Attendance, ProgrammeRun, SignUp
from intranet.training.operations import CannotSignUp, RunRefused
from intranet.training.operations.completing import CannotComplete
from tests.factories import training as make
from tests.factories.people import AccountFactory, PersonFactory
from tests.factories.registry import SignatoryFactory
from tests.factories.training import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

END = date(2026, 3, 6)


def kinds_told(sign_up: SignUp) -> list[str]:
    if sign_up.person_id:
        return list(
            Notice.objects.filter(about=sign_up.matter, channel="inbox")
            .order_by("pk")
            .values_list("kind_key", flat=True)
        )
    return [
        key.rsplit(":", 1)[1]
        for key in Letter.objects.filter(about=sign_up.matter).order_by("pk").values_list("key", flat=True)
    ]


def test_an_outsider_has_a_place_only_when_the_address_was_confirmed():
    run = make.run()
    operations.sign_up_outsider(run=run, outsider=make.outsider(), at=AT, on_date=TODAY)
    row = SignUp.objects.get()
    assert row.state is PlaceState.UNCONFIRMED
    letter = Letter.objects.get(about=row.matter)
    assert links.link(links.CONFIRM, row.pk) in letter.text
    assert operations.confirm(sign_up=row, at=AT, on_date=TODAY).state is PlaceState.PLACE
    assert kinds_told(row) == ["confirm", "place"]
    operations.confirm(sign_up=row, at=AT, on_date=TODAY)
    assert kinds_told(row) == ["confirm", "place"]


def test_signing_up_twice_with_one_address_says_nothing_and_writes_no_second_letter():
    run = make.run()
    for _time in range(2):
        operations.sign_up_outsider(run=run, outsider=make.outsider(), at=AT, on_date=TODAY)
    operations.sign_up_outsider(run=run, outsider=make.outsider(email="GUEST1@example.org"), at=AT, on_date=TODAY)
    assert SignUp.objects.count() == Letter.objects.count() == 1


def test_who_comes_too_late_waits_and_moves_up_when_a_place_is_given_back():
    run = make.run(group_size=2)
    first, _second, third, fourth = (make.signed_up(run, number) for number in range(4))
    assert third.state is fourth.state is PlaceState.WAITING
    operations.withdraw(sign_up=first, at=AT)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.state) == (PlaceState.PLACE, PlaceState.WAITING)
    assert kinds_told(third) == ["confirm", "waiting", "place"]


def test_a_larger_group_lets_in_who_waits():
    run = make.run(group_size=1)
    _first, second = make.signed_up(run, 1), make.signed_up(run, 2)
    values = {
        each.attname.removesuffix("_id"): getattr(run, each.name) for each in run._meta.fields if each.name in FIELDS
    }
    operations.change_run(run=run, **{**values, "group_size": 5}, at=AT)
    second.refresh_from_db()
    assert second.state is PlaceState.PLACE


FIELDS = {
    "programme", "topic", "language", "form", "kind", "hours", "ects", "outcomes", "starts_on", "ends_on", "schedule",
    "place", "link", "trainers", "group_size", "price", "audience", "sign_up_until", "series",
}  # fmt: skip


@pytest.mark.usefixtures("in_english")
def test_one_of_the_staff_signs_up_by_a_button_and_is_told_in_the_inbox():
    run, person = make.run(audience=Audience.STAFF), PersonFactory(with_account=True)
    row = operations.sign_up_person(run=run, person=person, at=AT, on_date=TODAY)
    assert row.state is PlaceState.PLACE
    assert kinds_told(row) == ["training.place"]
    with pytest.raises(CannotSignUp, match="already"):
        operations.sign_up_person(run=run, person=person, at=AT, on_date=TODAY)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 7)])
@pytest.mark.usefixtures("in_english")
def test_nobody_signs_up_when_sign_up_has_ended(day: date):
    run = make.run()
    with pytest.raises(CannotSignUp, match="ended"):
        operations.sign_up_outsider(run=run, outsider=make.outsider(), at=AT, on_date=day)


@pytest.mark.usefixtures("in_english")
def test_an_outsider_cannot_sign_up_for_a_course_of_the_staff():
    with pytest.raises(CannotSignUp, match="staff"):
        operations.sign_up_outsider(
            run=make.run(audience=Audience.STAFF), outsider=make.outsider(), at=AT, on_date=TODAY
        )


def test_everybody_is_told_that_a_run_is_cancelled_and_why():
    run = make.run(group_size=1)
    people = [make.signed_up(run, number) for number in (1, 2)]
    operations.cancel_run(run=run, reason="захворів викладач", at=AT, on_date=TODAY)
    assert [kinds_told(each)[-1] for each in people] == ["cancelled", "cancelled"]
    assert "захворів викладач" in Letter.objects.order_by("-pk")[0].text
    with pytest.raises(RunRefused):
        operations.cancel_run(run=run, reason="ще раз", at=AT, on_date=TODAY)


@pytest.mark.usefixtures("in_english")
def test_attendance_is_the_whole_of_what_was_ticked():
    run = make.run()
    person = make.signed_up(run)
    days = operations.set_sessions(run=run, hours={date(2026, 3, 2): Decimal(6), date(2026, 3, 3): Decimal(6)}, at=AT)
    operations.record_attendance(run=run, present={(days[0].pk, person.pk), (days[1].pk, person.pk), (1, 10**9)}, at=AT)
    assert Attendance.objects.count() == 2
    operations.record_attendance(run=run, present={(days[1].pk, person.pk)}, at=AT)
    assert list(Attendance.objects.values_list("session", flat=True)) == [days[1].pk]
    with pytest.raises(RunRefused, match="2026"):
        operations.set_sessions(run=run, hours={date(2026, 3, 2): Decimal(6)}, at=AT)


@pytest.mark.usefixtures("in_english")
def test_a_session_outside_the_run_is_refused():
    with pytest.raises(RunRefused, match="2026"):
        operations.set_sessions(run=make.run(), hours={date(2026, 3, 7): Decimal(2)}, at=AT)


@pytest.mark.usefixtures("in_english")
def test_completion_is_recorded_once_and_not_before_the_last_day():
    run = make.run()
    person = make.signed_up(run)
    with pytest.raises(CannotComplete, match="last day"):
        operations.complete(run=run, completed=[person.pk], at=AT, on_date=END - timedelta(days=1))
    operations.complete(run=run, completed=[person.pk], at=AT, on_date=END)
    person.refresh_from_db()
    assert person.state is PlaceState.COMPLETED
    with pytest.raises(CannotComplete, match="already"):
        operations.complete(run=run, completed=[], at=AT, on_date=END)


def test_a_completed_run_becomes_certificates_to_be_issued_in_one_action():
    SignatoryFactory()
    run = make.run()
    done, absent = make.signed_up(run, 1), make.signed_up(run, 2)
    operations.complete(run=run, completed=[done.pk], at=AT, on_date=END)
    outcome = operations.hand_over(run=run, issue_date=END, at=AT, on_date=END)
    draft = Draft.objects.get()
    assert (outcome.drafts, outcome.lacking) == (1, [])
    assert (draft.surname, draft.topic, draft.hours) == (done.surname, run.topic, Decimal(30))
    assert (draft.period_from, draft.period_to, draft.issue_date) == (run.starts_on, run.ends_on, END)
    assert draft.programme_document_id == run.programme_id
    absent.refresh_from_db()
    assert absent.state is PlaceState.NOT_COMPLETED
    assert operations.hand_over(run=run, issue_date=END, at=AT, on_date=END).drafts == 0
    assert Draft.objects.count() == 1


def test_who_lacks_something_for_a_certificate_is_named():
    SignatoryFactory()
    run = make.run(outcomes="")
    person = make.signed_up(run)
    operations.complete(run=run, completed=[person.pk], at=AT, on_date=END)
    outcome = operations.hand_over(run=run, issue_date=END, at=AT, on_date=END)
    assert [(each.pk, [found.field for found in lacking]) for each, lacking in outcome.lacking] == [
        (person.pk, ["outcomes"])
    ]


# --- Pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    from intranet.core import clock

    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.mark.usefixtures("today")
def test_the_catalogue_shows_what_is_to_come_and_hides_what_is_for_staff(
    client: Client, django_assert_max_num_queries: Any
):
    make.run(topic="Для всіх")
    make.run(topic="Для своїх", audience=Audience.STAFF)
    make.run(topic="Минуле", starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 9))
    with django_assert_max_num_queries(7):
        shown = client.get("/uk/courses/").content.decode()
    assert "Для всіх" in shown
    assert "Для своїх" not in shown
    assert "Минуле" not in shown
    client.force_login(AccountFactory())
    assert "Для своїх" in client.get("/uk/courses/").content.decode()


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("form=distance", 1), ("form=dual", 0), ("language=uk", 1), ("language=cy", 0), ("month=2026-03", 1),
        ("month=2026-04", 0), ("month=%00", 1), ("month=99999999-99", 1), ("free=1", 1), ("form=%00", 1),
        ("language=x" + "y" * 9999, 0),
    ],
)  # fmt: skip
def test_the_catalogue_answers_what_it_is_asked(client: Client, query: str, count: int):
    make.run()
    answer = client.get(f"/uk/courses/?{query}")
    assert answer.status_code == 200
    assert len(answer.context["runs"]) == count


@pytest.mark.usefixtures("today")
def test_a_visitor_signs_up_confirms_and_leaves_by_links(client: Client):
    run = make.run()
    typed = {"surname": "Коваль", "given_name": "Ірина", "email": "iryna@example.org"}
    answer = client.post(f"/uk/courses/{run.pk}/", typed)
    assert answer.status_code == 200
    row = SignUp.objects.get()
    confirm, leave = (re.sub("^/[a-z]{2}/", "/uk/", links.link(each, row.pk)) for each in (links.CONFIRM, links.LEAVE))
    client.get(confirm)
    row.refresh_from_db()
    assert row.state is PlaceState.UNCONFIRMED  # the opening of a link does nothing
    client.post(confirm)
    row.refresh_from_db()
    assert row.state is PlaceState.PLACE
    client.post(leave)
    row.refresh_from_db()
    assert row.state is PlaceState.WITHDRAWN


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("audience", list(Audience))
def test_one_of_the_staff_signs_up_under_their_own_address_whatever_they_send(client: Client, audience: str):
    run, other = make.run(audience=audience), PersonFactory(email="other@example.org")
    person = PersonFactory(with_account=True, email="own@example.org")
    client.force_login(person.account)
    client.post(f"/uk/courses/{run.pk}/", {"surname": "Інша", "given_name": "Ім’я", "email": other.email})
    row = SignUp.objects.get()
    assert (row.person, row.email, row.surname) == (person, "own@example.org", person.surname)
    assert not Letter.objects.filter(address=other.email).exists()


@pytest.mark.usefixtures("today")
def test_an_account_without_a_person_writes_to_nobody_for_a_course_of_the_staff(client: Client):
    run = make.run(audience=Audience.STAFF)
    PersonFactory(email="other@example.org")
    client.force_login(AccountFactory())
    typed = {"surname": "Коваль", "given_name": "Ірина", "email": "other@example.org"}
    assert client.post(f"/uk/courses/{run.pk}/", typed).status_code == 400
    assert not SignUp.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("today")
def test_the_answer_is_the_same_whether_an_address_takes_part_already_or_not(client: Client):
    run = make.run()
    colleague = PersonFactory(email="colleague@example.org")
    operations.sign_up_person(run=run, person=colleague, at=AT, on_date=TODAY)
    answers = [
        client.post(f"/uk/courses/{run.pk}/", {"surname": "Коваль", "given_name": "Ірина", "email": email})
        for email in ("COLLEAGUE@example.org", "nobody@example.org")
    ]
    known, unknown = (re.sub(r"[A-Za-z0-9_+/=-]{20,}", "", answer.content.decode()) for answer in answers)
    assert known == unknown
    assert "colleague" not in client.get(f"/uk/courses/{run.pk}/").content.decode()


@pytest.mark.usefixtures("today")
def test_a_link_that_is_not_ours_opens_nothing(client: Client):
    row = make.signed_up(make.run())
    token = links.link(links.CONFIRM, row.pk).rstrip("/").rsplit("/", 1)[1]
    for address in (f"leave/{token}", "confirm/1.x", "confirm/" + "x" * 5000, f"other/{token}", "confirm/%00"):
        assert client.get(f"/uk/courses/{address}/").status_code == 404


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    "typed",
    [
        {}, {"surname": "Коваль"}, {"surname": "К" * 500, "given_name": "І", "email": "a@example.org"},
        {"surname": "Ко\u202eваль", "given_name": "І", "email": "a@example.org"},
        {"surname": "Ко\x00", "given_name": "І", "email": "a@example.org"},
        {"surname": "Коваль", "given_name": "І", "email": "no address"},
    ],
)  # fmt: skip
def test_what_is_typed_wrongly_is_said_at_its_field(client: Client, typed: dict[str, str]):
    answer = client.post(f"/uk/courses/{make.run().pk}/", typed)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not SignUp.objects.exists()


@pytest.mark.usefixtures("today")
def test_the_link_for_joining_is_shown_to_those_with_a_place_alone(client: Client):
    run = make.run(link="https://meet.example.org/secret-room")
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    assert "secret-room" not in client.get(f"/uk/courses/{run.pk}/").content.decode()
    client.post(f"/uk/courses/{run.pk}/")
    assert "secret-room" in client.get(f"/uk/courses/{run.pk}/").content.decode()
    client.post(f"/uk/courses/{run.pk}/leave/")
    assert "secret-room" not in client.get(f"/uk/courses/{run.pk}/").content.decode()


@pytest.mark.usefixtures("today")
def test_a_run_for_staff_does_not_exist_for_others(client: Client):
    run = make.run(audience=Audience.STAFF)
    for address in ("", "calendar.ics"):
        assert client.get(f"/uk/courses/{run.pk}/{address}").status_code == 404
    assert client.get(f"/uk/courses/{10**30}/").status_code == 404


@pytest.mark.usefixtures("today")
def test_the_calendar_file_has_a_day_for_each_session(client: Client):
    import icalendar

    run = make.run()
    operations.set_sessions(run=run, hours={date(2026, 3, 2): Decimal(6), date(2026, 3, 4): Decimal(6)}, at=AT)
    events = icalendar.Calendar.from_ical(client.get(f"/uk/courses/{run.pk}/calendar.ics").content).walk("VEVENT")
    assert [each["dtstart"].dt for each in events] == [date(2026, 3, 2), date(2026, 3, 4)]
    assert [each["dtend"].dt for each in events] == [date(2026, 3, 3), date(2026, 3, 5)]


@pytest.mark.usefixtures("today")
def test_the_calendar_file_is_by_the_letter_of_its_standard(client: Client):
    run = make.run(place="Корпус 2, аудиторія 14; вхід з двору, " * 5)
    lines = client.get(f"/uk/courses/{run.pk}/calendar.ics").content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert {b"VERSION:2.0", f"DTSTART;VALUE=DATE:{run.starts_on:%Y%m%d}".encode()} <= set(lines)
    names = [line.partition(b":")[0] for line in lines if not line.startswith(b" ")]
    assert {names.count(each) for each in (b"UID", b"DTSTAMP", b"PRODID", b"SUMMARY")} == {1}


# --- The admin -----------------------------------------------------------------------------------------------------


def admin(group: str) -> Client:
    sync_groups()
    client = Client()
    client.force_login(AccountFactory(groups=[group]))
    return client


@pytest.mark.usefixtures("today")
def test_a_registrar_plans_a_run_and_takes_it_to_certificates(monkeypatch: pytest.MonkeyPatch):
    from intranet.core import clock

    client, programme = admin("registrar"), make.programme()
    SignatoryFactory()
    from intranet.registry.models import Form, Kind

    typed = {
        "programme_document": programme.pk, "topic": "Тема", "language": "uk", "audience": "everybody", "hours": "7,5",
        "form": Form.objects.get(code="distance").pk, "kind": Kind.objects.get(code="programme").pk,
        "outcomes": "Уміє.", "starts_on": "2026-03-02", "ends_on": "2026-03-06", "group_size": "20",
    }  # fmt: skip
    answer = client.post(reverse("programmerun:add"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    run = ProgrammeRun.objects.get()
    assert run.hours == Decimal("7.5")
    for name in ("inspect", "people", "sessions", "attendance", "complete", "cancel"):
        assert client.get(reverse(f"programmerun:{name}", args=[run.pk])).status_code == 200, name
    client.post(reverse("programmerun:sessions", args=[run.pk]), {"days": "02.03.2026 3\n03.03.2026 4,5"})
    assert run.sessions.count() == 2
    wrong = client.post(reverse("programmerun:sessions", args=[run.pk]), {"days": "завтра 3"})
    assert "завтра 3" in str(wrong.context["form"].errors)
    client.post(reverse("programmerun:people", args=[run.pk]), {"surname": "Коваль", "given_name": "Ірина"})
    person = run.sign_ups.get()
    ticked = [f"{day.pk}-{person.pk}" for day in run.sessions.all()]
    client.post(reverse("programmerun:attendance", args=[run.pk]), {"present": [*ticked, "x-y", "1", "9" * 40 + "-1"]})
    assert person.attendances.count() == 2
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=40))
    assert (
        f'value="{person.pk}" checked' in client.get(reverse("programmerun:complete", args=[run.pk])).content.decode()
    )
    client.post(reverse("programmerun:complete", args=[run.pk]), {"completed": [person.pk]})
    answer = client.post(reverse("programmerun:hand_over", args=[run.pk]), {"issue_date": "2026-03-10"})
    assert answer.context["lacking"] == []
    assert Draft.objects.get().surname == "Коваль"


@pytest.mark.parametrize(
    ("group", "may_see", "may_plan", "may_record"),
    [
        ("registrar", True, True, True), ("HR", True, True, True), ("editor", True, True, False),
        ("director", True, False, False), ("staff", False, False, False),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("today")
def test_each_role_does_its_own_work(group: str, may_see: bool, may_plan: bool, may_record: bool):
    client, run = admin(group), make.run()
    seen = {
        "index": client.get(reverse("programmerun:index")).status_code == 200,
        "add": client.get(reverse("programmerun:add")).status_code == 200,
        "attendance": client.get(reverse("programmerun:attendance", args=[run.pk])).status_code == 200,
    }
    assert seen == {"index": may_see, "add": may_plan, "attendance": may_record}
    assert client.get(reverse("programmerun:delete", args=[run.pk])).status_code != 200
