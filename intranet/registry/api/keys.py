"""Who asks: ``Authorization: Bearer`` with a key of another system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from intranet.core import clock
from intranet.registry.api.problems import Problem
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey
from intranet.registry.operations.keying import may, note_use
from intranet.registry.queries.api_keys import standing_key


class RegisterKey(HttpBearer):
    """A key that stands; what it may do is asked where it is done."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return the key that is shown; nothing of it is ever logged."""
        scheme, _space, written = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, written.strip()) if scheme.lower() == "bearer" else None

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        on_date = clock.today()
        key = standing_key(token, on_date=on_date)
        if key is not None:
            note_use(key=key, on_date=on_date)
        return key


def unauthorized() -> Problem:
    """Return the problem of a request without a key that stands; unknown, expired and revoked look the same."""
    return Problem(
        401,
        "no_key",
        _("Send a key that stands, as “Authorization: Bearer” and the key. Whoever issues certificates makes one."),
        headers={"WWW-Authenticate": 'Bearer realm="register"'},
    )


def require_scope(key: ApiKey, scope: ApiScope) -> None:
    """Refuse what the key or, by now, its account may not do. Raises Problem."""
    if scope not in key.scopes:
        raise Problem(403, "scope", _("This key was not made for that. Use another, or have one made."))
    if not may(key.account, scope):
        raise Problem(403, "account", _("The account that the key acts for may no longer do that."))
