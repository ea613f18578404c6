"""Real processes that a test may kill: workers, sweeps, a Redis of its own, and a mail server with bad manners."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from tests.components import ROOT, redis_program


def sizes(*, short: tuple[Any, ...], long: tuple[Any, ...]) -> list[Any]:
    """Return the two forms of a test: the short one for every run, the long one for `make soak`."""
    return [
        pytest.param(*short, id="short"),
        pytest.param(*long, id="long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
    ]


# --- Processes -----------------------------------------------------------------------------------------------------


def environment(*, redis: str = "", smtp_port: int = 0) -> dict[str, str]:
    """Return what a process of ours needs to work on this test's database."""
    parts = connection.settings_dict
    found = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "intranet.settings.test",
        "DATABASE_URL": f"postgres://{parts['USER']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}",
        "TEST_DIR": str(settings.TEST_DIR),
        "SWEEP_PERIOD_SECONDS": "1",
        "REDIS_URL": redis,
    }
    if smtp_port:
        found["TEST_EMAIL_BACKEND"] = "django.core.mail.backends.smtp.EmailBackend"
        found["TEST_EMAIL_PORT"] = str(smtp_port)
    return found


def manage(*arguments: str, smtp_port: int = 0) -> subprocess.Popen[str]:
    """Start a command of ours in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(smtp_port=smtp_port),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[Any]) -> None:
    """End a process and its children as a power cut does: nothing of theirs runs any more."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


@contextmanager
def worker(*, redis: str, smtp_port: int, name: str = "one") -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker of two processes, with beat, as in production; it is killed at the end."""
    schedule = Path(settings.TEST_DIR) / f"beat-{os.getpid()}-{name}"
    command = [
        sys.executable, "-m", "celery", "-A", "intranet.celery", "--quiet", "worker", "--beat", "--concurrency", "2",
        "--queues", "sweep,delivery,documents", "--loglevel", "WARNING", "--schedule", str(schedule),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(redis=redis, smtp_port=smtp_port), start_new_session=True
    )
    try:
        yield process
    finally:
        kill(process)


def writing_to(table: str) -> bool:
    """Say whether another process has written to the table in a transaction that is not yet at its end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND mode = 'RowExclusiveLock'"
            " AND granted AND pid <> pg_backend_pid()",
            [table],
        )
        return bool(cursor.fetchone()[0])


# --- Redis ---------------------------------------------------------------------------------------------------------


class Redis:
    """A Redis of the test's own that keeps nothing: killed and started again it is empty."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"redis://127.0.0.1:{port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(redis_program()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
        ]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)

    def kill(self) -> None:
        if self._process is not None:
            kill(self._process)

    def empty(self) -> None:
        import redis

        redis.Redis.from_url(self.url).flushall()


# --- Mail ----------------------------------------------------------------------------------------------------------


@dataclass
class PostOffice:
    """A mail server: slow, and one that hangs up after a letter when ``drops`` says so."""

    port: int
    seconds_a_letter: float = 0.0
    drop_every: int = 0  # take so many letters of one connection and hang up without a word after the last; 0: never
    received: list[Any] = field(default_factory=list)
    hung_up: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        with self.lock:
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        session.letters = getattr(session, "letters", 0) + 1
        await asyncio.sleep(self.seconds_a_letter)
        if self.drop_every and session.letters >= self.drop_every:
            self.hung_up += 1
            server.transport.abort()
        return "250 OK"

    def times(self) -> Counter[str]:
        """Return how often each Message-ID has come."""
        with self.lock:
            return Counter(str(letter["Message-ID"]) for letter in self.received)

    def words(self) -> str:
        """Return the plain text of all that has come."""
        with self.lock:
            return "\n".join(letter.get_body(("plain",)).get_content() for letter in self.received)


@contextmanager
def post_office(port: int, **manners: Any) -> Iterator[PostOffice]:
    """Run a mail server on ``port``."""
    office = PostOffice(port, **manners)
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def wait_until(what: Any, *, seconds: float, otherwise: str) -> None:
    """Wait until ``what()`` is true; fail with ``otherwise`` where it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.05)
    pytest.fail(otherwise)
