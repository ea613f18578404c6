"""Trying the real thing: a letter in the institution's look through the configured server, and what went wrong."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from intranet.core import audit, institution
from intranet.core.refusals import Refusal
from intranet.notices.letters import write
from intranet.notices.mail import logo, message_of
from intranet.notices.models import Letter, Notice
from intranet.notices.queries import post_settings
from intranet.notices.rules import letter_languages
from intranet.notices.tellings import TRIAL


class MailDoesNotGoOut(Refusal):
    """The trial letter was not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Tried:
    """Where a trial letter went."""

    server: str
    sender: str
    kept_in: str = ""  # the folder, where this site sends nothing


def try_mail(*, address: str, at: datetime) -> Tried:
    """Send a trial letter to ``address`` and wait for the server's answer. Raises MailDoesNotGoOut."""
    connection: Any = get_connection()
    letter = _trial_letter(address, at)
    try:
        connection.open()
        connection.send_messages([message_of(letter, connection, logo())])
    except Exception as error:
        raise MailDoesNotGoOut(what_went_wrong(error, address)) from error
    finally:
        _close(connection)
    audit.record("notices.mail_tried", at=at)
    kept_in = str(getattr(settings, "EMAIL_FILE_PATH", "") or "") if not _is_smtp() else ""
    return Tried(server=_server(), sender=settings.DEFAULT_FROM_EMAIL, kept_in=kept_in)


def _trial_letter(address: str, at: datetime) -> Letter:
    site = institution.current()
    both = site.profile.unknown_preference_means_both
    languages = letter_languages("", site.languages, unknown_means_both=both)
    written = write(
        [Notice(kind_key=TRIAL)],
        languages=languages,
        site=site,
        frame=post_settings(),
        digest_on=None,
        has_inbox=False,
    )
    return Letter(
        address=address,
        languages="+".join(languages),
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=written.message_id,
        created_at=at,
    )


def what_went_wrong(error: Exception, address: str) -> str:
    """Return a sentence for what the dialogue with the mail server ended in, with the way out."""
    words = {"server": _server(), "sender": settings.DEFAULT_FROM_EMAIL, "address": address, "said": _said(error)}
    kind = TimeoutError if isinstance(error, smtplib.SMTPServerDisconnected) and "timed out" in str(error) else None
    for kinds, sentence in _sentences():
        if issubclass(kind or type(error), kinds):
            return sentence % words
    return _("The dialogue with %(server)s failed: %(said)s") % words


def _sentences() -> list[tuple[type[Exception] | tuple[type[Exception], ...], str]]:
    """Return the sentences by kind of error, the narrower kinds first."""
    return [
        (
            smtplib.SMTPAuthenticationError,
            _("%(server)s does not accept the user name and password. Correct them in EMAIL_URL. It said: %(said)s"),
        ),
        (
            smtplib.SMTPSenderRefused,
            _("%(server)s does not take letters from %(sender)s. Set MAIL_FROM to an address that it may send for. "
              "It said: %(said)s"),
        ),
        (
            smtplib.SMTPRecipientsRefused,
            _("%(server)s does not take letters for %(address)s. Look whether the address is right and whether the "
              "server may send outwards (many ask for a user name first). It said: %(said)s"),
        ),
        (
            smtplib.SMTPDataError,
            _("%(server)s refused the letter itself, as too large or as unwanted. It said: %(said)s"),
        ),
        (
            smtplib.SMTPNotSupportedError,
            _("%(server)s does not offer what EMAIL_URL asks for, encryption or signing in. Look at its port: "
              "smtp+tls:// goes with 587, smtp+ssl:// with 465. It said: %(said)s"),
        ),
        (
            ssl.SSLCertVerificationError,
            _("The certificate of %(server)s is not trusted. Use the name that stands in it, or have it renewed. "
              "The check said: %(said)s"),
        ),
        (
            ssl.SSLError,
            _("%(server)s does not speak TLS on this port. smtp+tls:// goes with 587, smtp+ssl:// with 465. The check "
              "said: %(said)s"),
        ),
        (socket.gaierror, _("The name of %(server)s is not known. Correct it in EMAIL_URL, or the name server.")),
        (
            ConnectionRefusedError,
            _("%(server)s takes no connections. Look at the port in EMAIL_URL, and whether the mail server runs."),
        ),
        (
            (TimeoutError, socket.timeout),
            _("%(server)s does not answer. A firewall may be in between; look at the port in EMAIL_URL."),
        ),
        (
            smtplib.SMTPServerDisconnected,
            _("%(server)s broke the connection off. Look at the port in EMAIL_URL: smtp+ssl:// goes with 465, "
              "smtp+tls:// with 587."),
        ),
        (smtplib.SMTPException, _("%(server)s refuses the dialogue. It said: %(said)s")),
        (OSError, _("%(server)s cannot be reached: %(said)s")),
    ]  # fmt: skip


def _said(error: Exception) -> str:
    said: Any = getattr(error, "smtp_error", None) or str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        _code, said = next(iter(error.recipients.values()), (0, b""))
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:300] or type(error).__name__


def _is_smtp() -> bool:
    return settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def _server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
