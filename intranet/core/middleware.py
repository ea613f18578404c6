"""What every request needs before a view sees it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from intranet.core import clock, institution, logs
from intranet.core.languages import CODES

ANSWER = "is_an_answer"  # set on a response: "there is none" is what was asked for, and no page is missing
GetResponse = Callable[[HttpRequest], HttpResponse]


def name_of_the_request(get_response: GetResponse) -> GetResponse:
    """Give each request a name that stands in the log and in the answer; one that nginx has given is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if logs.REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = logs.begin_request(name)
        try:
            response = get_response(request)
        finally:
            logs.end_request(token)
        response["X-Request-ID"] = name
        return response

    return middleware


def moment_of_the_answer(get_response: GetResponse) -> GetResponse:
    """Tell the nginx in front from which second an answer to a stranger is.

    nginx keeps it to the end of that second, and a second more while it fetches the next one for the first who asks. By
    its own rule it would keep it for up to two seconds after it has come, and then send everybody to the site at once.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        began = int(clock.now().timestamp())
        response = get_response(request)
        if _is_for_everybody(request, response):
            response["Cache-Control"] = "stale-while-revalidate=1"  # above the other: nginx before 1.23 reads in order
            response["X-Accel-Expires"] = f"@{began}"
        return response

    return middleware


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    asked = request.method in ("GET", "HEAD") and not request.COOKIES
    return asked and response.status_code == HTTPStatus.OK and not (response.cookies or "Cache-Control" in response)


def institution_of_the_request(get_response: GetResponse) -> GetResponse:
    """Let the institution be read once a request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        institution.begin_request()
        try:
            return get_response(request)
        finally:
            institution.end_request()

    return middleware


def languages_of_the_site(get_response: GetResponse) -> GetResponse:
    """Answer "not found" under the prefix of a language of the house that this site does not speak."""

    def middleware(request: HttpRequest) -> HttpResponse:
        prefix = request.path.split("/", 2)[1]
        if prefix in CODES and prefix not in institution.current().languages:
            raise Http404
        return get_response(request)

    return middleware


def door_of_the_admin(get_response: GetResponse) -> GetResponse:
    """Open the admin in the site's default language; who prefers another has said so in their account.

    A signed-in person without the right is told so: Wagtail would send them to sign in, and sign-in back to the admin.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/"):
            translation.activate(institution.current().default_language)
            if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
                raise PermissionDenied
        return get_response(request)

    return middleware


def relaxed_policy_for_the_admin(get_response: GetResponse) -> GetResponse:
    """Give Wagtail's admin the policy that its editor needs; every other address keeps the strict one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

    return middleware


class RedirectsOfEditors(RedirectMiddleware):
    """Wagtail's redirects, looked up where a page is missing and not where a 404 is itself the answer."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(response, ANSWER, False):
            return response
        redirected: HttpResponse = super().process_response(request, response)
        return redirected
