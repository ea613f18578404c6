"""The dialogue with the mail server, and what its end means for a letter (law 12)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from intranet.notices.models import Letter


class Outcome(Enum):
    """How an attempt to send a letter ended."""

    ACCEPTED = auto()
    REFUSED = auto()  # for good: the address or the letter is not taken
    NOT_NOW = auto()  # certainly not sent; to be tried again
    UNKNOWN = auto()  # the letter was handed over and the answer never came


@dataclass(frozen=True)
class Attempt:
    outcome: Outcome
    error: str = ""
    line_lost: bool = False


class ServerUnreachable(Exception):
    """No dialogue could be begun: it says nothing about any letter."""


class Dialogue:
    """One connection to the mail server, for as many letters as it lasts."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()
        self._handed_over = False
        self._is_open = False

    def open(self) -> None:
        """Begin the dialogue unless it has begun. Raises ServerUnreachable."""
        if self._is_open:
            return
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise ServerUnreachable(_written(error)) from error
        self._is_open = True
        self._watch_the_handing_over()

    def close(self) -> None:
        if self._is_open:
            self._drop()

    def send(self, letter: Letter) -> Attempt:
        """Hand one letter over and say how it ended; an error never escapes, for the letter's row must tell of it."""
        self._handed_over = False
        try:
            self._connection.send_messages([_message(letter, self._connection)])
        except smtplib.SMTPRecipientsRefused as error:
            return Attempt(_by_code(max(code for code, _text in error.recipients.values())), _written(error))
        except smtplib.SMTPSenderRefused as error:
            return Attempt(Outcome.NOT_NOW, _written(error))  # our own address is wrong: the letter is not at fault
        except smtplib.SMTPResponseException as error:
            return Attempt(_by_code(error.smtp_code), _written(error))
        except Exception as error:  # noqa: BLE001 - whatever it was, the question is only whether the letter had gone
            self._drop()
            return Attempt(Outcome.UNKNOWN if self._handed_over else Outcome.NOT_NOW, _written(error), line_lost=True)
        return Attempt(Outcome.ACCEPTED)

    def _watch_the_handing_over(self) -> None:
        """Note the moment in which an SMTP dialogue reaches the letter's text; until then it is certainly not sent."""
        server = getattr(self._connection, "connection", None)
        if not isinstance(server, smtplib.SMTP):
            return
        hand_over = server.data

        def data(message: Any) -> tuple[int, bytes]:
            self._handed_over = True
            return hand_over(message)

        server.data = data  # type: ignore[assignment,method-assign]

    def _drop(self) -> None:
        self._is_open = False
        try:
            self._connection.close()
        except (OSError, smtplib.SMTPException):
            self._connection = get_connection()


def _message(letter: Letter, connection: Any) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.address],
        connection=connection,
        headers={
            "Message-ID": letter.message_id,
            "Content-Language": ", ".join(letter.languages.split("+")),
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if code >= 500 else Outcome.NOT_NOW


def _written(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
