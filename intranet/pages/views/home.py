"""The home of staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intranet.core import clock
from intranet.core.access import signed_in
from intranet.core.languages import reader_language
from intranet.deadlines import queries as deadlines
from intranet.documents import queries as documents
from intranet.documents.deadlines import READING
from intranet.pages.models import AnnouncementPage
from intranet.people.queries import person_of
from intranet.registry import queries as registry
from intranet.training import queries as training


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
        "deadlines": [each for each in own if each.rule_key not in READING],  # these are listed as documents to read
        "to_acknowledge": list(documents.to_acknowledge(person)) if person else [],
        "to_sign": list(documents.to_sign(person)) if person else [],
        "on_date": on_date,
        "certificates": registry.of_person(person) if person else [],
        "courses": training.own_sign_ups(person, on_date) if person else [],
        "hours_by_year": registry.hours_by_year(person) if person else [],
    }
    return render(request, "pages/staff_home.html", context)
