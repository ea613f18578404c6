"""Every address says who may open it (law 8): walked from the URLconf, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from intranet.core.models import Institution

pytestmark = pytest.mark.django_db

# What stands in for the parts of an address that vary. A converter that is missing here fails by name.
SAMPLES = {
    "int": "1",
    "str": "sample",
    "slug": "sample",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "path": "sample",
    "IsoDateConverter": "2026-01-01",
}
SIGN_IN = "/account/login/"


class Address(NamedTuple):
    path: str
    view: Any

    @property
    def is_ours(self) -> bool:
        return getattr(self.view, "__module__", "").startswith("intranet.") or hasattr(self.view, "access")


def addresses(patterns: list[Any] | None = None, prefix: str = "/") -> Iterator[Address]:
    """Yield every address of Django's URLconf that can be built, with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + sample_of(pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Address(path, pattern.callback)


def sample_of(pattern: URLPattern | URLResolver) -> str:
    """Return an address part that fits the pattern; a regular expression of somebody else's is passed over."""
    route = getattr(pattern.pattern, "_route", None)
    if route is None:
        return str(getattr(pattern.pattern, "language_prefix", ""))
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        short = kind.removesuffix("Converter").lower().replace("string", "str")
        sample = SAMPLES.get(kind) or SAMPLES[short]
        route = route.replace(next(part for part in _parts(route) if part.endswith(f"{name}>")), sample)
    return str(route)


def _parts(route: str) -> list[str]:
    return ["<" + piece.split(">")[0] + ">" for piece in route.split("<")[1:]]


def ours() -> list[Address]:
    return [address for address in addresses() if address.is_ours and not address.path.startswith("/admin/")]


def admin() -> list[Address]:
    return [address for address in addresses() if address.path.startswith("/admin/")]


def test_the_walk_finds_the_addresses() -> None:
    assert len(ours()) > 3
    assert len(admin()) > 50


def test_every_view_of_ours_says_who_may_open_it() -> None:
    assert [address.path for address in ours() if not hasattr(address.view, "access")] == []


@pytest.mark.usefixtures("institution")
def test_what_is_not_public_leads_a_stranger_to_sign_in(client: Client) -> None:
    opened = []
    for address in ours():
        if getattr(address.view, "access", None) is None or address.view.access.who == "public":
            continue
        response = client.get(address.path)
        if not _is_shut(response):
            opened.append((address.path, response.status_code))
    assert opened == []


def test_no_admin_address_opens_to_a_stranger(client: Client, institution: Institution) -> None:
    public = {"/admin/jsi18n/", "/admin/sprite/"}  # a script's texts, icons
    opened = [
        (address.path, response.status_code)
        for address in admin()
        if address.path not in public
        and not address.path.startswith("/admin/password_reset/")  # not there: see the tests of signing in
        and not _is_shut(response := client.get(address.path))
    ]
    assert opened == []


def _is_shut(response: Any) -> bool:
    if response.status_code in {301, 302}:
        return SIGN_IN in response["Location"] or "/login" in response["Location"]
    return response.status_code in {403, 404, 405}
