"""What every test may lean on: the institution, real components where they are, and the sources' folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import settings as examples
from pytest_django.plugin import blocking_manager_key

from intranet.core.models import Institution
from intranet.core.setup import set_up_site
from tests import components

ROOT = Path(__file__).resolve().parents[1]
SET_UP_AT = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
COMPONENTS = ("postgres", "redis", "chromium")
SLOW_FILES = {"test_chaos.py", "test_killed_processes.py", "test_killed_publication.py", "test_killed_signing.py"}

examples.register_profile("everyday", max_examples=50, deadline=None)  # no clock: the machine may be busy
examples.load_profile("everyday")  # `--hypothesis-profile default` tries twice as many


# --- Which tests run here ------------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Give each worker a Redis database of its own, so that one may empty it without robbing another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if django_settings.REDIS_URL and worker:
        address = f"{django_settings.REDIS_URL}/{int(worker.removeprefix('gw')) + 1}"
        os.environ["REDIS_URL"] = address
        django_settings.REDIS_URL = address
        django_settings.CELERY_BROKER_URL = address
        django_settings.CACHES["default"]["LOCATION"] = address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder; the files whose tests take longest come first, so that none begins when the others are done."""
    items.sort(key=lambda item: item.path.name not in SLOW_FILES)
    for item in items:
        if (ROOT / "tests" / "unit") in item.path.parents:
            item.add_marker(pytest.mark.unit)
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker(pytest.mark.chromium)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for component in COMPONENTS:
        if item.get_closest_marker(component) and (reason := components.missing(component)):
            if os.environ.get("CI") == "true":
                pytest.fail(f"{component}: {reason}", pytrace=False)
            pytest.skip(f"{component}: {reason}")


# --- The site ------------------------------------------------------------------------------------------------------


def _set_up() -> None:
    """Make the site of the tests unless it stands: the profile Ukraine, in all four languages."""
    if not Institution.objects.exists():
        set_up_site(
            profile_key="ukraine",
            languages=["uk", "en", "cy", "ru"],
            names={
                "uk": "Приозерний фаховий коледж",
                "en": "Lakeside College",
                "cy": "Coleg Glan y Llyn",
                "ru": "Приозёрный колледж",
            },
            at=SET_UP_AT,
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        _set_up()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """Rebuild the site after a transactional test, which emptied every table: the next test of the file may need it."""
    result = yield
    marker = item.get_closest_marker("django_db")
    flushed = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(getattr(item, "fixturenames", ()))
    if nextitem is not None and (flushed or (marker and marker.kwargs.get("transaction"))):
        cache.clear()
        with item.config.stash[blocking_manager_key].unblock():
            _set_up()
    return result


@pytest.fixture
def institution(db: None) -> Institution:
    """Return the institution of the tests: profile Ukraine, languages uk, en, cy, ru."""
    return Institution.objects.get()


@pytest.fixture
def welsh_site(db: None) -> Institution:
    """Return an institution under the Welsh language standards, set up as such: Welsh first, English beside it."""
    from intranet.pages.models import HomePage

    Institution.objects.all().delete()
    for home in HomePage.objects.exclude(locale__language_code__in=("cy", "en")):
        home.delete()
    names = {"cy": "Cyngor Bro Hesgen", "en": "Hesgen Vale Council"}
    return set_up_site(profile_key="wales", names=names, at=SET_UP_AT)


@pytest.fixture
def seeds() -> Path:
    """Return the folder of the source documents; skip where it is not beside the project."""
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the source documents are not beside the project")
    return folder


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """Begin each test in the default language: a command that a test called may have left another one active."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def in_english(_default_language: None) -> Iterator[None]:
    """Let refusals and messages speak English, for tests that look into their words."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


# --- Mail and Celery, for real -------------------------------------------------------------------------------------


@pytest.fixture
def smtp(settings: Any) -> Iterator[list[EmailMessage]]:
    """Run a mail server on a free port and send through it; return what it has received."""
    from email import message_from_bytes, policy

    from aiosmtpd.controller import Controller

    received: list[EmailMessage] = []

    class Handler:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            received.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield received
    controller.stop()


@pytest.fixture
def celery_worker_process(
    transactional_db: None, smtp: list[EmailMessage], settings: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker, with beat, as a process of its own on this test's database, Redis and mail server."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "intranet.settings.test",
        "DATABASE_URL": _address_of_the_test_database(),
        "REDIS_URL": settings.REDIS_URL,
        "TEST_EMAIL_BACKEND": settings.EMAIL_BACKEND,
        "TEST_EMAIL_PORT": str(settings.EMAIL_PORT),
        "SWEEP_PERIOD_SECONDS": "1",
    }
    folder = Path(django_settings.TEST_DIR)
    command = [
        sys.executable, "-m", "celery", "-A", "intranet.celery", "--quiet", "worker", "--beat", "--pool", "threads",
        "--concurrency", "2", "--queues", "sweep,delivery,documents", "--loglevel", "WARNING",
        "--schedule", str(folder / f"beat-{os.getpid()}"),
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    yield process
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _address_of_the_test_database() -> str:
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    return f"postgres://{parts['USER']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """Return a function that waits until ``what()`` is true, and fails with ``otherwise`` when it never is."""

    def wait(what: Callable[[], Any], *, seconds: float = 30, otherwise: str = "it never came about") -> Any:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := what():
                return found
            time.sleep(0.1)
        return pytest.fail(otherwise)

    return wait


# --- The browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a running Chromium, Debian's own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=components.chromium_program())
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Any, live_server: Any, settings: Any) -> Iterator[Any]:
    """Return an empty page whose addresses are relative to the running site; an error in a script fails the test."""
    settings.SECURE_SSL_REDIRECT = False
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Return a function that lists a page's violations of WCAG 2.2 A and AA, each with where it is."""
    source = components.axe_source().read_text()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def violations(page: Any) -> list[str]:
        page.evaluate(source)  # as a script tag it would be refused by the page's own policy
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
        return [
            f"{found['id']} ({found['impact']}): {node['target']}"
            for found in result["violations"]
            for node in found["nodes"]
        ]

    return violations
