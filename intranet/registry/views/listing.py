"""The public list of certificates."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intranet.core import clock, institution
from intranet.core.access import public
from intranet.core.languages import reader_language
from intranet.deadlines.clauses import ClauseLink, ClauseRef, link_to
from intranet.registry.enums import IntroductionSlug
from intranet.registry.queries import listing
from intranet.registry.queries.filters import Asked, BadFilter, asked

PUBLICATION_CLAUSE = ClauseRef("cpd", "3.3")


@public
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Show the list, the newest first, or what was searched for; absent where the institution keeps it off."""
    refuse_where_off()
    at = clock.now()
    try:
        question = asked(request.GET)
        known = listing.furniture(IntroductionSlug.LIST)
        page = listing.page(question, known, at=at)
    except BadFilter as refusal:
        return unanswerable(request, str(refusal), back=reverse("certificates"))
    here = reverse("certificates")
    return not_indexed(
        render(
            request,
            "registry/certificate_list.html",
            {
                "question": question,
                "page_of_list": page,
                "furniture": known,
                "years": known.years(clock.date_of(at)),
                "next_url": f"{here}?{question.address(page.next)}" if page.next else "",
                "first_url": f"{here}?{question.address()}" if question.after else "",
                "exports": _exports(question),
                "clause": _clause(),
                "register_language": institution.current().default_language,
            },
        )
    )


def refuse_where_off() -> None:
    """Raise Http404 where the institution's profile keeps the public list off."""
    if not institution.current().public_list:
        raise Http404


def unanswerable(request: HttpRequest, sentence: str, *, back: str) -> HttpResponse:
    """Say in the reader's language why the question cannot be answered, and how to ask."""
    return not_indexed(render(request, "registry/unanswerable.html", {"sentence": sentence, "back": back}, status=400))


def not_indexed(response: HttpResponse) -> HttpResponse:
    """Keep people's names out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response


def _exports(question: Asked) -> list[dict[str, Any]]:
    query = question.address()
    return [
        {
            "name": extension.upper(),
            "url": reverse("certificates_export", args=[extension]) + (f"?{query}" if query else ""),
        }
        for extension in ("csv", "xlsx", "json")
    ]


def _clause() -> ClauseLink:
    return link_to(PUBLICATION_CLAUSE, reader_language())
