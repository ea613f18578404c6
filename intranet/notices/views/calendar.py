"""The calendar feed, and the page on which a person gets its address; whoever has the address reads the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.core import clock, institution, throttling
from intranet.core.access import account_of, public, signed_in
from intranet.core.visitors import visitor_of
from intranet.notices import calendar_text, operations
from intranet.notices.calendar import events_of, feed_of
from intranet.notices.models import CalendarFeed
from intranet.notices.rules import letter_languages
from intranet.people.models import Person
from intranet.people.queries import person_of

WITHIN = timedelta(minutes=10)
MISSES, READINGS = 30, 60  # within it: of one visitor, of one calendar


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a person's calendar to whoever has its address; a wrong address and one that was reset look alike."""
    at = clock.now()
    found = feed_of(secret)
    counted = ("calendar", found.hashed, READINGS) if found else ("no calendar", visitor_of(request), MISSES)
    if wait := _seconds_to_wait(*counted, at=at):
        response = HttpResponse(status=429)
        response["Retry-After"] = str(wait)
    elif found is None:
        raise Http404
    else:
        response = _answer(request, found, at)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _seconds_to_wait(purpose: str, who: str, limit: int, *, at: datetime) -> int:
    """Count a reading and return 0, or after how many seconds there may be another."""
    if throttling.allowed(purpose, who, limit=limit, per=WITHIN, at=at):
        return 0
    return max(1, throttling.seconds_to_wait(purpose, who, limit=limit, per=WITHIN, at=at))


def _answer(request: HttpRequest, found: CalendarFeed, at: datetime) -> HttpResponse:
    """Write the calendar in its person's languages; nothing at all where the program has the same already."""
    site = institution.current()
    languages = letter_languages(
        found.person.language, site.languages, unknown_means_both=site.profile.unknown_preference_means_both
    )
    events = events_of(found.person, on_date=clock.date_of(at), languages=languages)
    said = operations.say(feed=found, events=events, at=at)
    with translation.override(languages[0]):
        name = _("Deadlines: %(institution)s") % {"institution": site.short_name_in(languages[0])}
        tag, changed = calendar_text.tag_of(name, said), int(calendar_text.last_change(said, found.made_at).timestamp())
        same = get_conditional_response(request, tag, changed)
        response = same or HttpResponse(
            calendar_text.write(name, said, language=languages[0]), content_type="text/calendar; charset=utf-8"
        )
    response["ETag"], response["Last-Modified"] = tag, http_date(changed)
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Show whether there is a calendar link, and make one: it is shown in the answer to the button and never again."""
    person = person_of(request.user)
    address = _make_address(request, person) if person and request.method == "POST" else ""
    context = {
        "person": person,
        "feed": CalendarFeed.objects.filter(person=person).first() if person else None,
        "address": address,
        "webcal": address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
    }
    return render(request, "notices/calendar.html", context)


def _make_address(request: HttpRequest, person: Person) -> str:
    secret = operations.open_calendar(person=person, at=clock.now(), actor=account_of(request))
    return calendar_text.absolute(reverse("calendar_feed", args=[secret]))


@signed_in
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Let the link open nothing any more: a button."""
    person = person_of(request.user)
    if person is not None:
        operations.close_calendar(person=person, at=clock.now(), actor=account_of(request))
    return redirect("my_calendar")
