"""Where the API stands: outside the languages of the pages, each address of it with its class (law 8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path, reverse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from intranet.core import institution
from intranet.core.access import public
from intranet.core.languages import CODES
from intranet.registry.api.document import openapi
from intranet.registry.api.problems import Problem, as_json, not_allowed, response_of
from intranet.registry.api.router import api, cannot_answer, nothing_here

app_name = "api"
NAMES = {"certificates": "certificates", "certificates/<code>": "certificate", "vocabularies": "vocabularies"}


def answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer in the reader's language, and every refusal as a problem.

    Writing is guarded by a key, never by a cookie, so that no other site can make a browser write: hence no CSRF token.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Otherwise a "not found" of ours is sent on to the same address among the pages of a language.
        request.urlconf = __name__
        asks_for_headings = request.method == "HEAD"
        if asks_for_headings:
            request.method = "GET"
        with translation.override(CODES[0]):
            try:
                language = _language(request)
                translation.activate(language)
                response = view(request, *args, **kwargs)
                if response.status_code == 405:
                    response = response_of(not_allowed({*response["Allow"].replace(",", " ").split()} | {"HEAD"}))
            except Problem as problem:
                response = response_of(problem)
            except (OperationalError, InterfaceError):
                response = response_of(cannot_answer())
            response["Content-Language"] = translation.get_language()
        if asks_for_headings:
            request.method = "HEAD"
        response["X-Robots-Tag"] = "noindex"
        return response

    return public(answer)


def _language(request: HttpRequest) -> str:
    """Return the language that ``lang`` names, else the first that the request accepts, else the site's own."""
    known = institution.current().languages
    named = request.GET.get("lang")
    if named in known:
        return str(named)
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code.split("-")[0] in known:
            return code.split("-")[0]
    return str(known[0])


def schema(request: HttpRequest) -> HttpResponseBase:
    """Describe the API for machines."""
    if request.method != "GET":
        raise not_allowed({"GET", "HEAD"})
    return HttpResponse(as_json(openapi(translation.get_language() or CODES[0])), content_type="application/json")


def front(request: HttpRequest) -> HttpResponseBase:
    """Lead whoever comes here by hand to the page that describes the API."""
    return redirect(reverse("certificates_api"))


def absent(request: HttpRequest) -> HttpResponseBase:
    """Say that there is nothing at an address."""
    raise nothing_here()


def _operations() -> list[URLPattern]:
    """Return django-ninja's addresses with our class and our names; its own root says nothing."""
    patterns, *_names = api.urls
    found = []
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLPattern) and route in NAMES:
            found.append(path(route, answered(pattern.callback), name=NAMES[route]))
    return found


urlpatterns = [
    path("", answered(front), name="front"),
    path("openapi.json", answered(schema), name="schema"),
    *_operations(),
    re_path(r"", answered(absent)),
]
