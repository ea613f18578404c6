"""The directory of people and units, and the file of everything held on the person who asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from intranet.core import clock
from intranet.core.access import signed_in
from intranet.core.held import held_on
from intranet.people import queries
from intranet.people.models import Person, Unit

PAGE = 50
LONGEST_QUERY = 100


def _number(text: str) -> int:
    """Return the row after which a page begins; what is no number of a row begins at the beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@signed_in
def directory(request: HttpRequest) -> HttpResponse:
    """List who works here and in which unit, found in any spelling, a page at a time."""
    q = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY].strip()
    start = _number(request.GET.get("from", ""))
    rows = list(queries.colleagues(q, clock.today())[start : start + PAGE + 1])
    people = rows[:PAGE]
    context = {
        "q": q,
        "people": people,
        "units": list(queries.units_found(q)) if start == 0 else [],
        "next": start + PAGE if len(rows) > PAGE else None,
        "previous": max(start - PAGE, 0) if start else None,
        "start": start,
    }
    return render(request, "people/directory.html", context)


@signed_in
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit: what it is part of, its parts, its people, its head."""
    on_date = clock.today()
    shown = get_object_or_404(Unit.objects.select_related("parent__parent__parent"), pk=pk)
    context = {
        "unit": shown,
        "parts": shown.children.all(),
        "people": queries.colleagues("", on_date, unit=shown),
        "head": queries.head_of(shown, on_date),
    }
    return render(request, "people/unit.html", context)


@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a colleague: posts, units, how to reach them, who substitutes them today."""
    on_date = clock.today()
    shown = queries.with_posts(queries.staff(on_date).filter(pk=pk), on_date).first()
    if shown is None:
        raise Http404
    context = {"person": shown, "substitute": queries.substitute_of(shown, on_date)}
    return render(request, "people/person.html", context)


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """Hand the person who asks one file with everything held on them."""
    asking = Person.objects.select_related("account").filter(account=request.user.pk).first()
    if asking is None:
        raise PermissionDenied
    at = clock.now()
    response = JsonResponse(
        {"made_at": at, **held_on(asking)},
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = f'attachment; filename="my-data-{clock.date_of(at):%Y-%m-%d}.json"'
    response["Cache-Control"] = "no-store"
    return response
