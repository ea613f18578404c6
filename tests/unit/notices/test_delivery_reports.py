"""Delivery reports as Postfix, Exim and Exchange write them, and mail that is none."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intranet.notices.reports import LONGEST, NotAReport, Report, read
from intranet.notices.rules import names_a_wrong_address

ID = "<0f8fad5b-d9cb-469f-a165-70867728950e@college.example>"


def report(
    fields: str, *, returned: str = f"Message-ID: {ID}\nSubject: x\n", kind: str = "text/rfc822-headers"
) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nTo: intranet@college.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain; charset=utf-8\n\nSorry.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{fields}\n"
        f"--b\nContent-Type: {kind}\n\n{returned}\n--b--\n"
    ).encode()


POSTFIX = (
    "Final-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>:\n    Recipient address rejected: User unknown\n"
)


@pytest.mark.parametrize(
    ("fields", "came_back", "address_fails"),
    [
        (POSTFIX, True, True),
        ("Final-Recipient: rfc822;gone@example.org\nAction: failed\nStatus: 5.0.0\n", True, True),
        ("Final-Recipient: rfc822;gone@example.org\nAction: Failed\nStatus: 5.1.10\n", True, True),
        ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n", True, True),
        ("Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n", True, False),
        ("Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 relaying denied\n", True, False),
        ("Action: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 421 gave up after five days\n", True, False),
        ("Action: delayed\nStatus: 4.4.1\n", False, False),
    ],
    ids=["Postfix", "Exim", "Exchange", "code in the words", "full", "relaying denied", "given up", "late"],
)
def test_a_report_says_whether_the_letter_came_back_and_whether_the_address_is_the_reason(
    fields: str, came_back: bool, address_fails: bool
) -> None:
    (found,) = read(report(fields))
    assert (found.message_id, found.came_back, found.address_fails) == (ID, came_back, address_fails)


def test_the_letter_is_known_when_it_is_returned_whole_and_its_words_are_folded() -> None:
    (found,) = read(report(POSTFIX, kind="message/rfc822", returned=f"Message-Id:\n {ID}\n\nText"))
    assert found == Report(
        ID, "5.1.1 smtp; 550 5.1.1 <gone@example.org>: Recipient address rejected: User unknown", True, True
    )


def answer() -> bytes:
    message = EmailMessage()
    message["Subject"], message["In-Reply-To"] = "Re: deadlines", ID
    message.set_content("I am away until Monday.")
    return message.as_bytes()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        answer(),
        report("Action: delivered\nStatus: 2.0.0\n"),
        report("Action: relayed\nStatus: 2.0.0\n"),
        report(POSTFIX, returned="Subject: without an id\n"),
        report(POSTFIX, returned=f"Message-ID: {'x' * 5000}\n"),
        b"x" * (LONGEST + 1),
    ],
    ids=["nothing", "NUL", "answer", "delivered", "relayed", "no id", "odd id", "huge"],
)
def test_what_is_no_report_of_trouble_is_none(raw: bytes) -> None:
    with pytest.raises(NotAReport):
        read(raw)


@given(st.binary(max_size=400), st.integers(0, 800))
@example(b"Content-Type: multipart/report\n\n", 0)
def test_no_message_however_broken_does_more_than_not_being_a_report(junk: bytes, place: int) -> None:
    whole = report(POSTFIX)
    for raw in (junk, whole[:place] + junk + whole[place:], whole[:place]):
        try:
            assert all(isinstance(each, Report) for each in read(raw))
        except NotAReport:
            continue


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("550 5.1.1 no such user", True),
        ("SMTPRecipientsRefused: {'x@y': (550, b'5.1.1 unknown')}", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 no such mailbox", False),
        ("550 5.7.1 relaying denied", False),
        ("552 5.2.2 full", False),
        ("host 15.1.1.20 says no", False),
    ],
)
def test_only_words_that_blame_the_address_blame_it(said: str, wrong: bool) -> None:
    assert names_a_wrong_address(said) is wrong
