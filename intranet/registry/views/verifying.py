"""Is this certificate genuine?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.core import clock, institution
from intranet.core.access import public
from intranet.registry.queries import verifying
from intranet.registry.queries.filters import BadFilter, clean_text
from intranet.registry.queries.listing import introduction
from intranet.registry.queries.verifying import Verified
from intranet.registry.rules.numbers import typed_code
from intranet.registry.views.listing import not_indexed

LONGEST = 120


@public
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or for the record number with the surname."""
    try:
        code, number, surname = (
            clean_text(request.GET.get(name, ""), longest=LONGEST) for name in ("code", "number", "surname")
        )
    except BadFilter as refusal:
        return _form(request, error=str(refusal), status=400)
    if code:
        if not typed_code(code):
            return _form(
                request, error=_("A code has 24 letters and figures. Check it against the certificate."), status=400
            )
        return HttpResponseRedirect(reverse("verify", args=[typed_code(code)]))
    if number and surname:
        return _answer(request, verifying.by_number(number, surname, at=clock.now()))
    if number or surname:
        return _form(request, error=_("Give both the record number and the surname."), status=400)
    return _form(request)


@public
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the register has a certificate with this code, and what it says."""
    return _answer(request, verifying.by_code(code))


def _form(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "error": error,
        "typed": {name: request.GET.get(name, "") if not error else "" for name in ("code", "number", "surname")},
        "introduction": introduction("verify"),
    }
    return not_indexed(render(request, "registry/verify_form.html", context, status=status))


def _answer(request: HttpRequest, found: Verified | None) -> HttpResponse:
    context = {
        "found": found,
        "entry": found.entry if found else None,
        "register_language": institution.current().default_language,
    }
    return not_indexed(render(request, "registry/verify.html", context, status=200 if found else 404))
