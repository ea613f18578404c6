"""A site that stands for all tests of a file: to fill it and to empty it again costs more than to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests import conftest
from tests.browser.looking import Onlooker


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Open the database to a whole file, outside any transaction; what the file adds goes when it ends.

    It stands in the place of pytest-django's fixture of that name, by which it knows that a database is wanted.
    """
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)
        cache.clear()
        conftest._set_up()


@pytest.fixture(scope="module")
def standing_site(db: None) -> Iterator[str]:
    """Serve the site for the whole file and return its address."""
    with override_settings(SECURE_SSL_REDIRECT=False):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def visitor(chromium: Any, standing_site: str) -> Iterator[Any]:
    """Return an empty page of somebody who is not signed in; an error in a script fails the test."""
    context = chromium.new_context(base_url=standing_site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


@pytest.fixture
def onlooker(visitor: Any, axe: Callable[[Any], list[str]]) -> Onlooker:
    return Onlooker(visitor, axe)
