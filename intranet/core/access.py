"""Who may open an address. Every view of ours says it; a test walks the URLconf and fails where one does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from intranet.core.models import Account

View = Callable[..., HttpResponseBase]


def account_of(request: HttpRequest) -> Account:
    """Return the account that a guarded view answers."""
    if not isinstance(request.user, Account):
        raise TypeError("The view is not guarded: nobody is signed in.")
    return request.user


@dataclass(frozen=True)
class Access:
    """``public``, ``signed_in``, or the holders of ``permission``."""

    who: str
    permission: str = ""


def public(view: View) -> View:
    """Open the view to everybody."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open the view to people with an account; others are led to sign-in and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = Access("signed_in")  # type: ignore[attr-defined]
    return guarded


def holders_of(permission: str) -> Callable[[View], View]:
    """Open the view to holders of ``permission``; for others who are signed in it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access = Access("holders", permission)  # type: ignore[attr-defined]
        return guarded

    return decorate
