"""What the API says when it will not do a thing: RFC 9457, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"

TITLES: dict[int, str | Promise] = {
    400: _("The request cannot be read"),
    401: _("A key is needed"),
    403: _("The key may not do this"),
    404: _("There is nothing here"),
    405: _("This cannot be done here"),
    409: _("The register does not allow this now"),
    413: _("The request is too large"),
    415: _("The request is not JSON"),
    422: _("The content cannot be taken"),
    429: _("Too many requests"),
    503: _("The register cannot answer now"),
}
READING = (400, 404, 405, 429, 503)
WRITING = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 503)


class Problem(Exception):
    """The request is answered with a problem; ``detail`` is a sentence, ``code`` a word for machines."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        faults: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.faults, self.headers = faults, headers or {}


def response_of(problem: Problem) -> HttpResponse:
    """Return the problem as it is answered."""
    body = {
        "type": "about:blank",
        "title": str(TITLES[problem.status]),
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "errors": [*problem.faults],
    }
    return HttpResponse(as_json(body), status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers))


def as_json(body: Any) -> bytes:
    """Return JSON in UTF-8; half a character, which UTF-8 cannot hold, becomes a question mark."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def not_allowed(allowed: Iterable[str]) -> Problem:
    """Return the problem of a method that the address does not know."""
    methods = ", ".join(sorted(allowed))
    return Problem(
        405,
        "method_not_allowed",
        str(_("This address answers only: %(methods)s.") % {"methods": methods}),
        headers={"Allow": methods},
    )
