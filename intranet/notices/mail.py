"""The dialogue with the mail server, and what its end means for a letter (law 12)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.mime.image import MIMEImage
from enum import Enum, auto
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from intranet.notices.letters import LOGO, preferences_url
from intranet.notices.models import Letter
from intranet.notices.queries import post_settings


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
        self._logo: bytes | None = None

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
            self._connection.send_messages([message_of(letter, self._connection, self._logo_for(letter))])
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

    def _logo_for(self, letter: Letter) -> bytes:
        """Return the logo if the letter shows it; it is read once a dialogue."""
        if LOGO not in letter.html:
            return b""
        if self._logo is None:
            self._logo = logo()
        return self._logo

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


def message_of(letter: Letter, connection: Any, logo: bytes = b"") -> EmailMultiAlternatives:
    """Return the letter as it travels. The logo travels inside it: opening a letter fetches nothing from anywhere."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.address],
        connection=connection,
        headers=_headers(letter),
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if logo and LOGO in letter.html:
        picture = MIMEImage(logo, "png")
        picture.add_header("Content-ID", f"<{LOGO}>")
        picture.add_header("Content-Disposition", "inline", filename="logo.png")
        message.mixed_subtype = "related"  # type: ignore[attr-defined]  # unknown to the stubs
        message.attach(picture)
    return message


def _headers(letter: Letter) -> dict[str, str]:
    """Return what programs are told: no machine answers such a letter (RFC 3834; the third line is for Exchange)."""
    headers = {
        "Message-ID": letter.message_id,
        "Content-Language": ", ".join(letter.languages.split("+")),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    elif letter.is_optional:
        headers["List-Unsubscribe"] = f"<{preferences_url(letter.languages.split('+')[0])}>"
    return headers


def logo() -> bytes:
    """Return the institution's logo for letters; nothing where there is none, or its file is gone."""
    picture = post_settings().logo
    if picture is None:
        return b""
    try:
        with picture.get_rendition("max-320x96|format-png").file.open("rb") as file:
            return bytes(file.read())
    except (OSError, ValueError):
        return b""


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if code >= 500 else Outcome.NOT_NOW


def _written(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
