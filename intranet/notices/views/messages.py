"""The inbox: what I was told, with a button for "read" and one for a receipt; opening a page never counts as either."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.core import clock
from intranet.core.access import account_of, signed_in
from intranet.core.languages import address_in, reader_language
from intranet.core.refusals import Refusal
from intranet.notices import operations, queries
from intranet.notices.clauses import link_to
from intranet.notices.models import Notice
from intranet.people.models import Person
from intranet.people.queries import person_of


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the signed-in person was told, newest first, a page at a time."""
    person = person_of(request.user)
    before = _number(request.GET.get("before", ""))
    found = queries.inbox(person, before=before, size=queries.PAGE + 1) if person else []
    notices = found[: queries.PAGE]
    context = {
        "person": person,
        "notices": notices,
        "unread": any(each.read_at is None for each in notices),
        "next_url": f"?before={notices[-1].pk}" if len(found) > queries.PAGE else "",
        "previous_url": reverse("inbox") if "before" in request.GET else "",
        "previous_name": _("Newest"),
        "next_name": _("Earlier"),
    }
    return render(request, "notices/inbox.html", context)


@signed_in
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice with the clause that demands it (law 10)."""
    row = _own_notice(request, pk)
    language = reader_language()
    context = {
        "notice": row,
        "clause": link_to(row.clause, language) if row.clause else None,
        "url": address_in(row.url, language),
    }
    return render(request, "notices/notice.html", context)


@signed_in
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read: a button."""
    operations.mark_read(notice=_own_notice(request, pk), at=clock.now(), actor=account_of(request))
    return redirect("inbox")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything in the inbox as read: a button."""
    operations.mark_all_read(person=_person(request), at=clock.now(), actor=account_of(request))
    return redirect("inbox")


@signed_in
@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the receipt of a statutory notice: a button pressed by the signed-in person."""
    try:
        operations.confirm_receipt(notice=_own_notice(request, pk), at=clock.now(), actor=account_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Recorded: you have received this notice."))
    return redirect("inbox_notice", pk=pk)


@signed_in
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters that were written to the signed-in person."""
    person = person_of(request.user)
    before = _number(request.GET.get("before", ""))
    found = queries.letters_of(person, before=before, size=queries.PAGE + 1) if person else []
    shown = found[: queries.PAGE]
    context = {
        "letters": shown,
        "next_url": f"?before={shown[-1].pk}" if len(found) > queries.PAGE else "",
        "previous_url": reverse("inbox_letters") if "before" in request.GET else "",
        "previous_name": _("Newest"),
        "next_name": _("Earlier"),
    }
    return render(request, "notices/letters.html", context)


@signed_in
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter as it was sent."""
    row = queries.letter_of(_person(request), pk)
    if row is None:
        raise Http404
    return render(request, "notices/letter.html", {"letter": row, "lead_language": row.languages.split("+")[0]})


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _own_notice(request: HttpRequest, pk: int) -> Notice:
    row = queries.notice_of(_person(request), pk)
    if row is None:
        raise Http404
    return row


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
