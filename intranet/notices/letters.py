"""The text of a letter: plain and HTML, in the recipient's language or, by the Welsh rule, in both together."""

from __future__ import annotations

import textwrap
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from intranet.core.colours import palette
from intranet.core.dates import format_date
from intranet.core.languages import address_in
from intranet.core.models import Institution
from intranet.notices.clauses import ClauseLink, link_to
from intranet.notices.models import Notice, PostSettings

SUBJECT_LENGTH = 200
LOGO = "logo@letter"  # the picture's name inside the letter: nothing is fetched when a letter is opened


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
    links: Sequence[tuple[str, str]] = ()  # what the notice speaks of, each by its name


@dataclass(frozen=True)
class Version:
    """A letter in one language."""

    language: str
    institution: str
    subject: str
    inbox_url: str
    preferences_url: str
    contact: str
    footer: str
    paragraphs: list[Paragraph]
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class Look:
    """What a letter looks like: the institution's colours, readable whatever they are, and its logo if it has one."""

    brand: str
    on_brand: str
    link: str
    logo: str = ""


def write(
    notices: Sequence[Notice],
    *,
    languages: Sequence[str],
    site: Institution,
    frame: PostSettings,
    digest_on: date | None,
    has_inbox: bool = True,
    unsubscribe: str = "",
) -> Written:
    """Write a letter that carries ``notices``; several languages stand one after the other, in their order.

    ``frame`` says what stands around the words. Whoever cannot sign in has no inbox, so that none is named to them.
    """
    versions = [
        _version(
            notices,
            language,
            site=site,
            frame=frame,
            digest_on=digest_on,
            has_inbox=has_inbox,
            unsubscribe=unsubscribe,
        )
        for language in languages
    ]
    context = {"versions": versions, "lead": versions[0], "look": look_of(site, frame)}
    with translation.override(languages[0]):
        return Written(
            subject=" / ".join(version.subject for version in versions)[:255],
            text=render_to_string("emails/letter.txt", context).strip() + "\n",
            html=render_to_string("emails/letter.html", context),
            message_id=new_message_id(),
        )


def look_of(site: Institution, frame: PostSettings) -> Look:
    """Return the look of the institution's letters."""
    brand, on_brand, link = _colours(site.brand_colour, site.accent_colour)
    return Look(brand, on_brand, link, logo=f"cid:{LOGO}" if frame.logo_id else "")


@lru_cache(maxsize=8)
def _colours(brand: str, accent: str) -> tuple[str, str, str]:
    found = palette(brand, accent)
    return found["brand"], found["on-brand"], found["action"]


def footer_in(language: str, site: Institution, frame: PostSettings) -> str:
    """Return the words at the end of a letter: the institution's, else its profile's; none in another language."""
    return str(frame.footers.get(language) or site.profile.letter_footer.get(language, ""))


def _version(
    notices: Sequence[Notice],
    language: str,
    *,
    site: Institution,
    frame: PostSettings,
    digest_on: date | None,
    has_inbox: bool,
    unsubscribe: str,
) -> Version:
    with translation.override(language):
        return Version(
            language=language,
            institution=site.name_in(language),
            subject=_cut(_subject(notices, language, digest_on), SUBJECT_LENGTH // 2),
            inbox_url=f"{_base()}/{language}/inbox/" if has_inbox else "",
            preferences_url=preferences_url(language) if has_inbox else "",
            contact=", ".join(part for part in (site.phone, site.email) if part),
            footer=footer_in(language, site, frame),
            paragraphs=[_paragraph(notice, language, has_inbox) for notice in notices],
            unsubscribe_url=absolute(address_in(unsubscribe, language)),
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


def _paragraph(notice: Notice, language: str, has_inbox: bool) -> Paragraph:
    subject, body = notice.kind.render(notice.context)
    wants_receipt = notice.statutory and has_inbox
    url = f"/{language}/inbox/{notice.pk}/" if wants_receipt else address_in(notice.url, language)
    clause = link_to(notice.clause, language) if notice.clause else ClauseLink("")
    links = [(text, absolute(address)) for text, address in notice.context.get("links", ())]
    return Paragraph(subject, body, absolute(url), clause.text, absolute(clause.url), wants_receipt, links)


def preferences_url(language: str) -> str:
    """Return where a reader chooses how they are told."""
    return f"{_base()}/{language}/my/notices/"


def _base() -> str:
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def absolute(url: str) -> str:
    """Return an address of ours as it is opened from outside."""
    return f"{_base()}{url}" if url.startswith("/") else url


def new_message_id() -> str:
    """Return an id that a second sending of the same letter keeps, so that mail servers can tell it is the same."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4()}@{host}>"


def receipt_text(notice: Notice) -> str:
    """Return the words that a receipt confirms, in the active language."""
    subject, body = notice.kind.render(notice.context)
    return f"{subject}\n\n{body}"
