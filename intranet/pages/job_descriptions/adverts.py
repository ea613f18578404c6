"""An advertised post: how to apply, and its JobPosting for search engines while it is advertised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.html import format_html_join

from intranet.core import institution
from intranet.documents.enums import BlockKind
from intranet.documents.queries import text_of
from intranet.documents.rules.texts import plain_text

if TYPE_CHECKING:
    from datetime import date

    from intranet.core.models import Institution
    from intranet.documents.models import Edition
    from intranet.pages.models.job_descriptions import JobDescriptionPage

LONGEST_DESCRIPTION = 5000
_PAGE = ("http", "https")


@dataclass(frozen=True)
class Advert:
    """What a reader is told of an advert; ``href`` is empty where the address is neither a page nor an e-mail."""

    until: date
    apply_at: str
    href: str
    sentence: str  # on applications in Welsh, in the language of the page


def of_page(page: JobDescriptionPage) -> Advert:
    """Return the advert of a page that is advertised."""
    assert page.advertised_until is not None  # noqa: S101 - an advertised page has its days
    sentences = institution.current().profile.applications
    return Advert(
        until=page.advertised_until,
        apply_at=page.apply_at,
        href=_href(page.apply_at),
        sentence=sentences.get(page.locale.language_code, ""),
    )


def _href(address: str) -> str:
    if urlsplit(address).scheme in _PAGE:
        return address
    return f"mailto:{address}" if "@" in address and " " not in address else ""


def _description(edition: Edition, facts: Mapping[str, Any], advert: Advert) -> str:
    """Return what the post is: where it is, how to apply, its purpose and its duties; a paragraph each, as HTML."""
    kinds = {BlockKind.PARAGRAPH, BlockKind.CLAUSE}
    words = [plain_text(block) for block in text_of(edition) if block.kind in kinds]
    parts = [edition.title, facts.get("department"), facts.get("team"), advert.sentence, *words]
    words_of_it = "\n".join(part for part in parts if part)[:LONGEST_DESCRIPTION]
    return str(format_html_join("", "<p>{}</p>", ((part,) for part in words_of_it.split("\n"))))


def _address(house: Institution, language: str) -> dict[str, str]:
    """Return where the institution is; a search engine shows no post whose country it is not told."""
    known = {"streetAddress": house.address_in(language), "addressCountry": house.profile.country}
    return {"@type": "PostalAddress", **{name: value for name, value in known.items() if value}}


def job_posting(page: JobDescriptionPage, edition: Edition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JobPosting of schema.org for a page that is advertised.

    What the post is comes from the edition that readers are shown, never from the row that its editor works on.
    """
    house = institution.current()
    language = edition.language
    advert = of_page(page)
    ends = datetime.combine(advert.until, time(23, 59, 59), tzinfo=institution.time_zone())
    code = facts.get("post_id")
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": edition.title,
        "description": _description(edition, facts, advert),
        "inLanguage": language,
        "url": page.full_url,
        "datePosted": page.advertised_from.isoformat() if page.advertised_from else None,
        "validThrough": ends.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": house.name_in(language)},
        "jobLocation": {"@type": "Place", "address": _address(house, language)},
        "identifier": {"@type": "PropertyValue", "name": house.name_in(language), "value": code} if code else None,
        "directApply": False,
    }
    return {name: value for name, value in posting.items() if value is not None}
