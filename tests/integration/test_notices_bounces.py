"""Letters that come back: noted with the letter, their address tried no more, the next in the chain told."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from mailbox import Maildir
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from intranet.core.models import Account, AuditEntry
from intranet.notices import queries
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, NoticeDraft
from intranet.notices.models import FailingAddress, Letter, LetterEvent, Notice
from intranet.notices.operations import (
    CannotResend,
    bouncing,
    compose,
    deliver,
    on_undeliverable,
    report_unfinished,
    send_again,
    send_all_again,
    set_aside,
    tell,
    works_again,
)
from intranet.notices.operations.bouncing import record_bounces
from intranet.people.models import Person
from tests.factories.people import AccountFactory, PersonFactory
from tests.integration.test_notices_letters import Moody, mail_server
from tests.unit.notices.test_delivery_reports import POSTFIX, report

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NOW = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 2, 17, 8, 0, tzinfo=UTC)
FULL = "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n"
LATE = "Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; connection timed out\n"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"plain": Kind("plain", "plain", "About %(what)s", "The matter is %(what)s.", apart=True)}
    for module in ("operations.telling", "models"):
        monkeypatch.setattr(f"intranet.notices.{module}.register", lambda: known)


@pytest.fixture
def told() -> Iterator[list[set[str]]]:
    """Return the matters of which a room above was told that they did not arrive."""
    heard: list[set[str]] = []

    def hear(matters: Collection[str], at: datetime) -> None:
        heard.append(set(matters))

    on_undeliverable(hear)
    yield heard
    bouncing._told_of_failures.remove(hear)


def sent(person: Person, key: str = "a") -> Letter:
    tell([NoticeDraft(key, "plain", person.pk, {"what": key}, about=f"matter:{key}")], at=NOW)
    compose(at=NOW, on_date=date(2026, 2, 16))
    deliver(at=NOW)
    letter: Letter = Letter.objects.latest("pk")
    assert letter.state == LetterState.SENT
    return letter


def about(letter: Letter, fields: str = POSTFIX) -> bytes:
    return report(fields, returned=f"Message-ID: {letter.message_id}\n")


def test_a_letter_that_comes_back_is_marked_its_address_tried_no_more_and_the_room_above_told(
    told: list[set[str]],
) -> None:
    person = PersonFactory(email="Gone@Example.org")
    letter = sent(person)
    counts = record_bounces(raws=[about(letter), about(letter)], at=LATER)
    assert (counts.bounced, counts.unknown) == (1, 1)  # the second says nothing new
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (LetterState.BOUNCED, NOW)
    assert "User unknown" in letter.last_error
    assert FailingAddress.objects.get().address == "gone@example.org"
    assert told == [{"matter:a"}]
    assert AuditEntry.objects.filter(action="notices.bounced").count() == 1
    assert queries.addresses_of([person.pk]) == {}
    assert queries.reachable([person.pk]) == set()
    assert list(queries.not_by_letter(date(2026, 2, 17))) == [person]
    tell([NoticeDraft("b", "plain", person.pk, {"what": "b"})], at=LATER)
    assert set(Notice.objects.filter(key="b").values_list("channel", flat=True)) == {Channel.INBOX}


def test_an_account_that_opens_still_reaches_them_and_its_own_address_takes_over() -> None:
    person = PersonFactory(email="gone@example.org", account=AccountFactory(email="other@example.org"))
    record_bounces(raws=[about(sent(person))], at=LATER)
    assert queries.reachable([person.pk]) == {person.pk}
    assert queries.addresses_of([person.pk]) == {person.pk: "other@example.org"}


def test_a_full_mailbox_is_not_held_against_the_address_and_a_delay_not_against_the_letter(
    told: list[set[str]],
) -> None:
    late, full = sent(PersonFactory(), "a"), sent(PersonFactory(), "b")
    counts = record_bounces(raws=[about(late, LATE), about(late, LATE), about(full, FULL)], at=LATER)
    assert (counts.delayed, counts.bounced) == (2, 1)
    late.refresh_from_db()
    full.refresh_from_db()
    assert (late.state, full.state) == (LetterState.SENT, LetterState.BOUNCED)
    assert late.events.count() == 1
    assert not FailingAddress.objects.exists()
    assert told == [{"matter:b"}]


def test_a_report_on_a_letter_that_is_not_ours_changes_nothing() -> None:
    letter = sent(PersonFactory())
    counts = record_bounces(raws=[report(POSTFIX), b"an answer"], at=LATER)
    assert (counts.unknown, counts.no_reports, counts.bounced) == (1, 1, 0)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT


@pytest.mark.parametrize(
    ("answer", "fails"),
    [("550 5.1.1 no such user", True), ("550 5.7.1 relaying denied", False), ("550 no", False)],
)
def test_a_server_that_blames_the_address_at_once_is_believed_as_well(settings: Any, answer: str, fails: bool) -> None:
    tell([NoticeDraft("a", "plain", PersonFactory().pk, {"what": "a"})], at=NOW)
    compose(at=NOW, on_date=date(2026, 2, 16))
    with mail_server(settings, Moody(to_address=answer)):
        deliver(at=NOW)
    assert Letter.objects.get().state == LetterState.DEAD
    assert FailingAddress.objects.exists() is fails
    assert LetterEvent.objects.get().state == LetterState.DEAD


# --- The doors: standard input and a Maildir -----------------------------------------------------------------------


def run(*arguments: str) -> tuple[dict[str, Any], int]:
    out, code = io.StringIO(), 0
    try:
        call_command("record_bounces", *arguments, "--json", stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code


def test_one_report_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = sent(PersonFactory())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(about(letter))))
    counts, code = run()
    assert (counts, code) == ({"bounced": 1, "delayed": 0, "unknown": 0, "no_reports": 0}, 0)


def test_a_maildir_is_read_once_and_what_is_in_it_stays(tmp_path: Path) -> None:
    box = Maildir(str(tmp_path / "mail"))
    for raw in (about(sent(PersonFactory(), "a")), about(sent(PersonFactory(), "b")), b"Subject: hello\n\nhello"):
        box.add(raw)
    counts, code = run("--maildir", str(tmp_path / "mail"))
    assert (counts["bounced"], counts["no_reports"], code) == (2, 1, 0)
    assert len(box) == 3
    assert run("--maildir", str(tmp_path / "mail"))[0] == {"bounced": 0, "delayed": 0, "unknown": 0, "no_reports": 0}


def test_a_folder_that_is_no_maildir_is_refused_in_a_sentence(tmp_path: Path) -> None:
    answer, code = run("--maildir", str(tmp_path))
    assert code == 1
    assert "no Maildir" in answer["error"]


# --- What people do about it ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_a_letter_that_came_back_goes_again_to_the_address_that_the_person_has_now() -> None:
    person, actor = PersonFactory(email="gone@example.org"), AccountFactory()
    letter = sent(person)
    record_bounces(raws=[about(letter)], at=LATER)
    with pytest.raises(CannotResend, match="come back"):
        send_again(letter=letter, at=LATER, actor=actor)
    Person.objects.filter(pk=person.pk).update(email="new@example.org")
    again = send_again(letter=letter, at=LATER, actor=actor)
    assert (again.address, again.state, again.message_id) == ("new@example.org", LetterState.QUEUED, letter.message_id)
    assert deliver(at=LATER).sent == 1


def test_an_address_works_again_when_somebody_says_so(client: Client) -> None:
    person = PersonFactory(email="gone@example.org")
    record_bounces(raws=[about(sent(person))], at=LATER)
    account: Account = PersonFactory(with_account=True).account
    account.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_preference"]))
    client.force_login(account)
    page = client.get(f"/admin/telling/{person.pk}/").content.decode()
    assert "User unknown" in page
    client.post(f"/admin/telling/{person.pk}/works-again/")
    assert queries.addresses_of([person.pk]) == {person.pk: "gone@example.org"}
    client.post(f"/admin/telling/{person.pk}/works-again/")  # nothing is left to say
    assert AuditEntry.objects.filter(action="notices.address_works_again", actor=account).count() == 1


def test_several_letters_go_again_at_once_and_those_that_cannot_are_counted(client: Client) -> None:
    letters = [sent(PersonFactory(), f"k{n}") for n in range(5)]
    states = [LetterState.DEAD, LetterState.BOUNCED, LetterState.PERHAPS_SENT, LetterState.SENT, LetterState.DEAD]
    for letter, state in zip(letters, states, strict=True):
        Letter.objects.filter(pk=letter.pk).update(state=state, sending_since=NOW)
    FailingAddress.objects.create(address=letters[4].address, since=NOW)
    assert send_all_again(letters=[letter.pk for letter in letters], at=LATER, actor=AccountFactory()) == (2, 3)
    states_now = dict(Letter.objects.values_list("pk", "state"))
    assert [states_now[letter.pk] for letter in letters] == ["queued", "queued", "perhaps_sent", "sent", "dead"]


def test_the_screen_sends_the_ticked_ones_again(client: Client, django_assert_max_num_queries: Any) -> None:
    letters = [sent(PersonFactory(), f"k{n}") for n in range(4)]
    Letter.objects.update(state=LetterState.DEAD, last_error="x")
    account: Account = PersonFactory(with_account=True).account
    rights = ["access_admin", "resend_letter", "view_all_letters"]
    account.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(account)
    with django_assert_max_num_queries(20):
        assert letters[0].subject in client.get("/admin/letter/again/").content.decode()
    assert "again/" in client.get("/admin/letter/").content.decode()
    ticked = [str(letter.pk) for letter in letters[:3]]
    client.post("/admin/letter/again/", {"letter": [*ticked, "x", "-1", "9" * 40]})
    assert Letter.objects.filter(state=LetterState.QUEUED).count() == 3
    assert client.post("/admin/letter/again/", {}).status_code == 302


def test_a_letter_keeps_a_log_of_what_befell_it(client: Client, admin_client: Client) -> None:
    actor = AccountFactory()
    letter = sent(PersonFactory())
    record_bounces(raws=[about(letter, FULL)], at=LATER)
    send_again(letter=letter, at=LATER, actor=actor)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, sending_since=LATER)
    report_unfinished(at=LATER.replace(hour=20))
    set_aside(letter=letter, at=LATER.replace(hour=21), actor=actor)
    with translation.override("en"):
        lines = [(line.what, line.by) for line in queries.history_of(Letter.objects.get(pk=letter.pk))]
    assert [what for what, _by in lines][-2:] == ["perhaps sent", "sent"]
    assert ("came back", "") in lines
    assert ("waiting to be sent", str(actor)) in lines
    page = admin_client.get(f"/admin/letter/inspect/{letter.pk}/").content.decode()
    assert "mailbox full" in page


def test_what_works_again_is_the_address_and_nothing_else() -> None:
    letter = sent(PersonFactory(email="gone@example.org"))
    record_bounces(raws=[about(letter)], at=LATER)
    works_again(address=FailingAddress.objects.get(), at=LATER, actor=AccountFactory())
    letter.refresh_from_db()
    assert letter.state == LetterState.BOUNCED
