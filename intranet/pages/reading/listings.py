"""What the home page and the sections list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from intranet.documents.models import Edition

ANNOUNCEMENTS, PROGRAMMES = "announcements", "programmes"


@dataclass(frozen=True)
class Entry:
    """A line of a section."""

    title: str
    url: str
    in_force_from: date | None
    is_document: bool
    announced_at: datetime | None


def doors(home: Page) -> QuerySet[Page]:
    """Return the public sections of the site, in the order of the menu."""
    sections: QuerySet[Page] = home.get_children().live().public().in_menu()
    return sections


def entries(section: Page, *, on_date: date) -> list[Entry]:
    """Return a section's pages: documents by title with the date of force of today's edition, others newest first."""
    edition = (
        Edition.objects.in_force_by(on_date)
        .filter(document__key=OuterRef("translation_key"), language=section.locale.language_code)
        .values("in_force_from")[:1]
    )
    known = Edition.objects.filter(document__key=OuterRef("translation_key")).values("pk")[:1]
    pages = section.get_children().live().annotate(in_force_from=Subquery(edition), edition_id=Subquery(known))
    newest_first = section.slug == ANNOUNCEMENTS
    pages = pages.order_by("-first_published_at" if newest_first else "title")
    base = section.url or ""
    return [
        Entry(
            title=page.title,
            url=f"{base}{page.slug}/",
            in_force_from=page.in_force_from,
            is_document=page.edition_id is not None,
            announced_at=page.first_published_at if newest_first else None,
        )
        for page in pages
    ]
