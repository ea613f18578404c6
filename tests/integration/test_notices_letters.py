"""Letters: composed once a day, in the recipient's language, sent through a real mail server, never twice."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core import mail
from django.utils.translation import get_language

from intranet.core.models import AuditEntry, Institution
from intranet.notices import clauses, queries
from intranet.notices.clauses import ClauseLink, ClauseRef
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, NoticeDraft
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import (
    CannotResend,
    cancel,
    compose,
    deliver,
    report_unfinished,
    send_again,
    set_aside,
    tell,
)
from intranet.notices.retention import empty_letters
from intranet.notices.sweep import sweep
from intranet.people.models import Person
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 14)
NOW = datetime(2026, 2, 14, 7, 0, tzinfo=UTC)
SAYS = {"uk": "Слово", "en": "Word", "cy": "Gair", "ru": "Речь"}


class InTheReadersLanguage:
    """A stand-in for a lazy translation."""

    def __str__(self) -> str:
        return SAYS[(get_language() or "uk")[:2]] + " %(what)s"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    says = InTheReadersLanguage()
    known = {
        "plain": Kind("plain", "plain", says, says),
        "urgent": Kind("urgent", "urgent", says, says, apart=True),
        "law": Kind("law", "law", says, says, statutory=True),
    }
    for module in ("operations.telling", "models"):
        monkeypatch.setattr(f"intranet.notices.{module}.register", lambda: known)


def draft(person: Person, key: str = "a", kind: str = "plain", **changed: Any) -> NoticeDraft:
    values: dict[str, Any] = {"context": {"what": key}, "url": "/admin/x/", "about": f"matter:{key}"}
    return NoticeDraft(key=key, kind=kind, recipient_id=person.pk, **{**values, **changed})


def test_the_same_thing_is_told_once() -> None:
    person = PersonFactory()
    assert tell([draft(person), draft(person)], at=NOW) == 1
    assert tell([draft(person)], at=NOW + timedelta(days=1)) == 0
    assert sorted(Notice.objects.values_list("channel", flat=True)) == [Channel.EMAIL, Channel.INBOX]


def test_a_person_without_an_address_is_told_on_the_site_and_reported() -> None:
    person = PersonFactory(email="")
    tell([draft(person)], at=NOW)
    assert list(Notice.objects.values_list("channel", flat=True)) == [Channel.INBOX]
    assert list(queries.not_by_letter(DAY)) == [person]


def test_an_unknown_kind_is_a_mistake_of_ours_and_tells_nothing() -> None:
    with pytest.raises(KeyError):
        tell([draft(PersonFactory(), kind="nobody's")], at=NOW)


def test_a_days_notices_make_one_digest_and_urgent_ones_a_letter_of_their_own() -> None:
    person = PersonFactory(language="en")
    tell([draft(person, key) for key in "abc"], at=NOW)
    tell([draft(person, key, "urgent") for key in "de"], at=NOW)
    tell([draft(person, key, "law") for key in "fg"], at=NOW)
    assert compose(at=NOW, on_date=DAY) == 4
    letters = Letter.objects.order_by("pk")
    assert sorted(letter.notices.count() for letter in letters) == [1, 1, 2, 3]
    digest = letters.get(digest_on=DAY)
    assert digest.subject == "Your 3 notices of 14 February 2026"
    assert all(f"Word {key}" in digest.text and f"Word {key}" in digest.html for key in "abc")
    assert letters.get(notices__key="d").subject == "Word d, and 1 more"


def test_a_second_digest_waits_for_the_next_day() -> None:
    person = PersonFactory()
    tell([draft(person, "a")], at=NOW)
    compose(at=NOW, on_date=DAY)
    tell([draft(person, "b")], at=NOW)
    assert compose(at=NOW, on_date=DAY) == 0
    assert compose(at=NOW, on_date=DAY + timedelta(days=1)) == 1


def test_what_was_cancelled_is_never_written() -> None:
    person = PersonFactory()
    tell([draft(person)], at=NOW)
    assert cancel(about=["matter:a"], at=NOW) == 1
    assert compose(at=NOW, on_date=DAY) == 0


@pytest.mark.parametrize(
    ("profile", "site", "preference", "languages", "begins"),
    [
        ("ukraine", ["uk", "en"], "en", "en", "Word a"),
        ("ukraine", ["uk", "en"], "ru", "ru", "Речь a"),
        ("ukraine", ["uk", "en"], "", "uk", "Слово a"),
        ("wales", ["cy", "en"], "en", "en", "Word a"),
        ("wales", ["cy", "en"], "", "cy+en", "Gair a / Word a"),
    ],
)
def test_a_letter_speaks_the_recipients_language(
    institution: Institution, profile: str, site: list[str], preference: str, languages: str, begins: str
) -> None:
    Institution.objects.update(profile_key=profile, languages=site)
    tell([draft(PersonFactory(language=preference), kind="urgent")], at=NOW)
    compose(at=NOW, on_date=DAY)
    letter = Letter.objects.get()
    assert (letter.languages, letter.subject) == (languages, begins)
    assert all(word in letter.text for word in begins.split(" / "))
    assert f'lang="{languages[:2]}"' in letter.html


def test_a_letter_cites_the_clause_with_its_address(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://college.example/"
    monkeypatch.setattr(
        clauses,
        "_resolver",
        lambda clause, language: ClauseLink(f"{language} {clause.number}", "/uk/regulations/cpd/#3.3"),
    )
    tell([draft(PersonFactory(language="uk"), clause=ClauseRef("cpd", "3.3"))], at=NOW)
    compose(at=NOW, on_date=DAY)
    letter = Letter.objects.get()
    assert "uk 3.3" in letter.text
    assert "https://college.example/uk/regulations/cpd/#3.3" in letter.text
    assert "https://college.example/admin/x/" in letter.html


def test_what_people_wrote_cannot_become_html_in_a_letter_nor_a_header() -> None:
    tell([draft(PersonFactory(), context={"what": "<b>x</b>\r\nBcc: all@example.org"}, kind="urgent")], at=NOW)
    compose(at=NOW, on_date=DAY)
    letter = Letter.objects.get()
    assert "<b>x</b>" not in letter.html
    assert "\n" not in letter.subject
    assert deliver(at=NOW).sent == 1


def test_letters_are_sent_once_with_their_own_message_id(smtp: list[EmailMessage]) -> None:
    tell([draft(PersonFactory(language="cy"))], at=NOW)
    assert sweep(at=NOW, on_date=DAY) == {"queued": 1, "delivered": 1, "failed": 0}
    assert sweep(at=NOW + timedelta(hours=1), on_date=DAY) == {"queued": 0, "delivered": 0, "failed": 0}
    letter = Letter.objects.get()
    assert (letter.state, letter.sent_at, letter.attempts) == (LetterState.SENT, NOW, 1)
    (received,) = smtp
    assert received["Message-ID"] == letter.message_id
    assert received["To"] == letter.address
    assert received["Content-Language"] == "cy"
    assert "Gair a" in received.get_body(("plain",)).get_content()  # type: ignore[union-attr]


# --- A mail server that does not do what one hopes -----------------------------------------------------------------


class Moody:
    """A mail server's handler: says ``answer`` to an address or to a letter, or drops the line after the letter."""

    def __init__(self, *, to_address: str = "", to_letter: str = "250 OK", drops: bool = False) -> None:
        self.to_address, self.to_letter, self.drops = to_address, to_letter, drops
        self.letters = 0

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.to_address:
            return self.to_address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.letters += 1
        if self.drops:
            server.transport.abort()
        return self.to_letter


@contextlib.contextmanager
def mail_server(settings: Any, handler: Moody) -> Iterator[Moody]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield handler
    finally:
        controller.stop()


def queue(number: int = 1) -> list[Letter]:
    for n in range(number):
        tell([draft(PersonFactory(), f"k{n}")], at=NOW)
    compose(at=NOW, on_date=DAY)
    return list(Letter.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("handler", "state"),
    [
        (Moody(to_address="550 no such mailbox"), LetterState.DEAD),
        (Moody(to_letter="554 not wanted"), LetterState.DEAD),
        (Moody(to_address="450 try later"), LetterState.FAILED),
        (Moody(to_letter="451 try later"), LetterState.FAILED),
        (Moody(drops=True), LetterState.PERHAPS_SENT),
    ],
    ids=["mailbox unknown", "letter refused", "mailbox busy", "letter postponed", "the line drops after the letter"],
)
def test_how_the_dialogue_ends_decides_about_the_letter(settings: Any, handler: Moody, state: LetterState) -> None:
    (letter,) = queue()
    with mail_server(settings, handler):
        deliver(at=NOW)
    letter.refresh_from_db()
    assert letter.state == state
    assert letter.last_error


def test_one_refused_letter_does_not_stop_the_others(settings: Any) -> None:
    queue(3)
    Letter.objects.filter(notices__key="k1").update(address="nobody@example.org")

    class OneUnknown(Moody):
        async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
            if address.startswith("nobody"):
                return "550 no such mailbox"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    with mail_server(settings, OneUnknown()):
        delivery = deliver(at=NOW)
    assert (delivery.sent, delivery.dead) == (2, 1)


def test_after_a_dropped_line_the_next_letter_gets_a_new_one(settings: Any) -> None:
    queue(3)

    class DropsTheFirst(Moody):
        async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
            self.drops = self.letters == 0
            return await super().handle_DATA(server, session, envelope)

    with mail_server(settings, DropsTheFirst()):
        delivery = deliver(at=NOW)
    assert (delivery.perhaps_sent, delivery.sent) == (1, 2)


def test_a_server_that_drops_every_line_is_not_given_the_rest_of_the_letters(settings: Any) -> None:
    queue(5)
    with mail_server(settings, Moody(drops=True)) as server:
        delivery = deliver(at=NOW)
    assert (delivery.perhaps_sent, delivery.unreachable, server.letters) == (2, True, 2)
    assert Letter.objects.filter(state=LetterState.QUEUED).count() == 3


def test_a_notice_whose_package_is_gone_is_still_a_row_that_can_be_read() -> None:
    tell([draft(PersonFactory())], at=NOW)
    Notice.objects.update(kind_key="gone")
    assert [notice.subject for notice in Notice.objects.all()] == ["gone", "gone"]


def test_pauses_grow_and_the_sixth_failure_is_the_last(settings: Any) -> None:
    (letter,) = queue()
    at, pauses = NOW, []
    with mail_server(settings, Moody(to_address="450 try later")):
        for _attempt in range(6):
            deliver(at=at)
            letter.refresh_from_db()
            pauses.append(letter.next_attempt_at - at)
            assert deliver(at=at).failed == 0  # not before its pause is over
            at = letter.next_attempt_at
    assert letter.state == LetterState.DEAD
    assert pauses[:5] == sorted(set(pauses[:5]))


def test_a_server_that_is_down_is_not_counted_against_the_letters(settings: Any) -> None:
    queue(3)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens on the discard port
    delivery = deliver(at=NOW)
    assert (delivery.unreachable, delivery.failed, delivery.sent) == (True, 3, 0)
    assert set(Letter.objects.values_list("state", "attempts")) == {(LetterState.QUEUED, 0)}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver(at=NOW + timedelta(minutes=5)).sent == 3


def test_what_a_crash_left_in_the_middle_is_perhaps_sent_and_waits_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = queue(2)

    def power_cut(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("intranet.notices.mail.Dialogue.send", power_cut)
    with pytest.raises(KeyboardInterrupt):
        deliver(at=NOW)
    monkeypatch.undo()
    first, second = (Letter.objects.get(pk=letter.pk) for letter in letters)
    assert (first.state, second.state) == (LetterState.SENDING, LetterState.QUEUED)
    later = NOW + timedelta(minutes=30)
    assert report_unfinished(at=later) == 1
    assert AuditEntry.objects.filter(action="notices.perhaps_sent").exists()
    assert queries.post_room() == queries.PostRoom(waiting=1, sending=0, dead=0, perhaps_sent=1)


def test_a_letter_sent_again_keeps_its_message_id() -> None:
    (letter,) = queue()
    Letter.objects.update(state=LetterState.PERHAPS_SENT, sending_since=NOW, attempts=1)
    send_again(letter=letter, at=NOW, actor=AccountFactory())
    deliver(at=NOW)
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == letter.message_id
    with pytest.raises(CannotResend):
        send_again(letter=letter, at=NOW, actor=AccountFactory())


@pytest.mark.parametrize(
    ("before", "after"),
    [(LetterState.PERHAPS_SENT, LetterState.SENT), (LetterState.DEAD, LetterState.CANCELLED)],
)
def test_a_person_may_leave_a_stuck_letter_as_it_is(before: str, after: str) -> None:
    (letter,) = queue()
    Letter.objects.update(state=before, sending_since=NOW)
    assert set_aside(letter=letter, at=NOW, actor=AccountFactory()).state == after


def test_texts_are_kept_for_their_time_and_the_fact_of_the_letter_for_good() -> None:
    (letter,) = queue()
    assert empty_letters(NOW) == 0
    assert empty_letters(NOW + timedelta(seconds=1)) == 1
    letter.refresh_from_db()
    assert (letter.text, letter.html) == ("", "")
    Letter.objects.update(state=LetterState.DEAD)
    with pytest.raises(CannotResend):
        send_again(letter=letter, at=NOW, actor=AccountFactory())


def test_many_people_are_written_to_with_few_queries(django_assert_max_num_queries: Any) -> None:
    people = PersonFactory.create_batch(60)
    tell([draft(person) for person in people], at=NOW)
    with django_assert_max_num_queries(20):
        assert compose(at=NOW, on_date=DAY) == 60
