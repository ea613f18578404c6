"""The home of staff, and confirming what one has read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.core import clock
from intranet.core.access import account_of, signed_in
from intranet.core.languages import reader_language
from intranet.deadlines import queries as deadlines
from intranet.documents import queries as documents
from intranet.documents.deadlines import READ
from intranet.documents.models import Acknowledgement, Edition
from intranet.documents.operations.acknowledging import CannotAcknowledge, confirm
from intranet.pages.models import AnnouncementPage
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.importing import PAGE_TYPES
from intranet.people.queries import person_of
from intranet.registry import queries as registry


@signed_in
def staff_home(request: HttpRequest) -> HttpResponse:
    """Show a member of staff what they have to do, their certificates and the news."""
    on_date = clock.today()
    person = person_of(request.user)
    announcements = (
        AnnouncementPage.objects.live()
        .filter(locale__language_code=reader_language())
        .exclude(shown_until__lt=on_date)
        .order_by("-first_published_at")[:5]
    )
    own = deadlines.of_person(person, on_date) if person else []
    context = {
        "person": person,
        "announcements": announcements,
        "deadlines": [each for each in own if each.rule_key != READ],  # these are listed as documents to read
        "to_acknowledge": documents.to_acknowledge(person) if person else [],
        "certificates": registry.of_person(person) if person else [],
        "hours_by_year": registry.hours_by_year(person) if person else [],
    }
    return render(request, "pages/staff_home.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the edition that a person was asked to read, and record that they have: a button, never an opened link."""
    person = person_of(request.user)
    row = get_object_or_404(Acknowledgement.objects.select_related("edition__document"), pk=pk, person=person)
    edition = _edition_to_read(row)
    if request.method == "POST":
        at = clock.now()
        try:
            confirm(acknowledgement=row, read=edition, actor=account_of(request), at=at, on_date=clock.date_of(at))
        except CannotAcknowledge as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Recorded: you have read this document."))
        return redirect("staff_home")
    return render(
        request,
        "pages/acknowledge.html",
        {
            "acknowledgement": row,
            "edition": edition,
            "clauses": edition.clauses.order_by("position").values_list("html", flat=True),
            "page": _page_of(edition),
        },
    )


def _edition_to_read(row: Acknowledgement) -> Edition:
    """Return the edition in the reader's language, where the document has that date's text in it."""
    same = Edition.objects.standing().filter(
        document=row.edition.document, in_force_from=row.edition.in_force_from, language=reader_language()
    )
    return same.first() or row.edition


def _page_of(edition: Edition) -> DocumentPage:
    page_type, _slug = PAGE_TYPES[edition.document.kind]
    page: DocumentPage | None = (
        page_type.objects.live()
        .filter(translation_key=edition.document.key, locale__language_code=edition.language)
        .first()
    )
    if page is None:
        raise Http404
    return page
