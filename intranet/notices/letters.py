"""The text of a letter: plain and HTML, in the recipient's language or, by the Welsh rule, in both together."""

from __future__ import annotations

import textwrap
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from intranet.core.dates import format_date
from intranet.core.languages import address_in
from intranet.core.models import Institution
from intranet.notices.clauses import ClauseLink, link_to
from intranet.notices.models import Notice

SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Written:
    """A letter's words."""

    subject: str
    text: str
    html: str
    message_id: str


@dataclass(frozen=True)
class Paragraph:
    """One notice inside a letter."""

    subject: str
    body: str
    url: str
    clause: str
    clause_url: str
    wants_receipt: bool


@dataclass(frozen=True)
class Version:
    """A letter in one language."""

    language: str
    institution: str
    subject: str
    inbox_url: str
    paragraphs: list[Paragraph]


def write(
    notices: Sequence[Notice],
    *,
    languages: Sequence[str],
    site: Institution,
    digest_on: date | None,
    has_inbox: bool = True,
) -> Written:
    """Write a letter that carries ``notices``; several languages stand one after the other, in their order.

    Whoever is not of the institution has no inbox, so that none is named to them.
    """
    versions = [_version(notices, language, site, digest_on, has_inbox) for language in languages]
    context = {"versions": versions, "lead": versions[0]}
    with translation.override(languages[0]):
        return Written(
            subject=" / ".join(version.subject for version in versions)[:255],
            text=render_to_string("emails/letter.txt", context).strip() + "\n",
            html=render_to_string("emails/letter.html", context),
            message_id=_message_id(),
        )


def _version(
    notices: Sequence[Notice], language: str, site: Institution, digest_on: date | None, has_inbox: bool
) -> Version:
    with translation.override(language):
        return Version(
            language=language,
            institution=site.name_in(language),
            subject=_cut(_subject(notices, language, digest_on), SUBJECT_LENGTH // 2),
            inbox_url=f"{_base()}/{language}/inbox/" if has_inbox else "",
            paragraphs=[_paragraph(notice, language) for notice in notices],
        )


def _subject(notices: Sequence[Notice], language: str, digest_on: date | None) -> str:
    first = " ".join(notices[0].subject.split())
    if len(notices) == 1:
        return first
    if digest_on is None:
        return ngettext("%(first)s, and %(count)d more", "%(first)s, and %(count)d more", len(notices) - 1) % {
            "first": _cut(first, SUBJECT_LENGTH // 2 - 20),
            "count": len(notices) - 1,
        }
    return ngettext("Your notice of %(day)s", "Your %(count)d notices of %(day)s", len(notices)) % {
        "day": format_date(digest_on, language),
        "count": len(notices),
    }


def _cut(subject: str, length: int) -> str:
    """Return a subject that is no longer than ``length``, cut between words."""
    return textwrap.shorten(subject, length, placeholder="…")


def _paragraph(notice: Notice, language: str) -> Paragraph:
    subject, body = notice.kind.render(notice.context)
    url = f"/{language}/inbox/{notice.pk}/" if notice.statutory else address_in(notice.url, language)
    clause = link_to(notice.clause, language) if notice.clause else ClauseLink("")
    return Paragraph(subject, body, _absolute(url), clause.text, _absolute(clause.url), notice.statutory)


def _base() -> str:
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _absolute(url: str) -> str:
    return f"{_base()}{url}" if url.startswith("/") else url


def _message_id() -> str:
    """Return an id that a second sending of the same letter keeps, so that mail servers can tell it is the same."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{host}>"


def receipt_text(notice: Notice) -> str:
    """Return the words that a receipt confirms, in the active language."""
    subject, body = notice.kind.render(notice.context)
    return f"{subject}\n\n{body}"
