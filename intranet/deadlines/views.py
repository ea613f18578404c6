"""Deadlines outside the admin: one's own, those of the units that one heads, the institution's for those who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intranet.core import clock
from intranet.core.access import signed_in
from intranet.deadlines import boards, months, queries
from intranet.deadlines.queries import Place, Scope
from intranet.people.queries import person_of

SEES_ALL = "deadlines.view_deadline"
OWN, UNIT, INSTITUTION = "me", "unit", "institution"


@dataclass(frozen=True)
class Board:
    """Whose deadlines a page shows, and whose else the reader may ask for."""

    of: str
    name: str
    scope: Scope
    others: dict[str, str]


@signed_in
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """List deadlines by urgency, a page at a time."""
    on_date = clock.today()
    whose = _whose(request, on_date)
    if whose is None:
        return render(request, "deadlines/nobody.html")
    form = boards.BoardForm(request.GET)
    form.is_valid()
    context = boards.shown(form, request.GET, whose.scope, on_date)
    return render(request, "deadlines/board.html", {**context, "whose": whose})


@signed_in
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month of deadlines: a table on a wide page, a list on a phone."""
    on_date = clock.today()
    whose = _whose(request, on_date)
    if whose is None:
        return render(request, "deadlines/nobody.html")
    first = months.month_of(request.GET.get("month", ""), on_date)
    context = months.shown(first, whose.scope, on_date)
    return render(request, "deadlines/calendar.html", {**context, "whose": whose})


@signed_in
@require_GET
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of one deadline what is demanded, by which clause, and how its last day was counted."""
    on_date = clock.today()
    row = get_object_or_404(queries.known().select_related("responsible"), pk=pk if pk < 2**63 else 0)
    has = [
        of
        for of, scope in _scopes(request, on_date).items()
        if scope.has(responsible=row.responsible_id, rule_key=row.rule_key)
    ]
    if not has:
        raise Http404
    (shown,) = queries.shown([row], on_date)
    context = {"deadline": row, "shown": shown, "how": boards.how_counted(row, on_date)}
    context["may_open"] = has != [UNIT]  # a head sees that it is due, not what is behind it
    return render(request, "deadlines/deadline.html", context)


def _whose(request: HttpRequest, on_date: date) -> Board | None:
    """Return the board that was asked for; None where the reader has none at all, 404 where it is not theirs."""
    place = _place(request, on_date)
    names = _names(request, place)
    if not names:
        return None
    of = request.GET.get("of") or next(iter(names))
    if of not in names:
        raise Http404
    return Board(of, names[of], _scope(of, place, on_date), names)


def _place(request: HttpRequest, on_date: date) -> Place | None:
    person = person_of(request.user)
    return queries.place_of(person, on_date) if person else None


def _names(request: HttpRequest, place: Place | None) -> dict[str, str]:
    found = {}
    if place is not None:
        found[OWN] = _("My deadlines")
        if place.heads:
            found[UNIT] = _("Deadlines of my unit")
    if request.user.has_perm(SEES_ALL):
        found[INSTITUTION] = _("Deadlines of the institution")
    return found


def _scope(of: str, place: Place | None, on_date: date) -> Scope:
    if place is None or of == INSTITUTION:
        return queries.INSTITUTION
    if of == OWN:
        return place.own
    return queries.scope_of_units(place.heads, on_date)


def _scopes(request: HttpRequest, on_date: date) -> dict[str, Scope]:
    place = _place(request, on_date)
    return {of: _scope(of, place, on_date) for of in _names(request, place)}
