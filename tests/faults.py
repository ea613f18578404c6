"""Real processes that a test may kill: workers, sweeps, a Redis of its own, and a mail server with bad manners."""

from __future__ import annotations

import os
import shutil
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

from tests.components import ROOT, postgres_folder, redis_program
from tests.services import free_port

IMPATIENCE = 2  # seconds that our processes wait for a mail server


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
        found["TEST_EMAIL_TIMEOUT"] = str(IMPATIENCE)
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


def start_worker(
    *, redis: str, smtp_port: int, name: str = "one", processes: int = 2, beat: bool = True, clock: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a Celery worker as in production, with or without beat; ``clock`` is a file that moves its clock."""
    command = [
        sys.executable, "-m", "celery", "-A", "tests.clocked" if clock else "intranet.celery", "--quiet", "worker",
        "--concurrency", str(processes), "--queues", "sweep,delivery,documents", "--loglevel", "WARNING",
        "--hostname", f"{name}@%h",
    ]  # fmt: skip
    if beat:
        command += ["--beat", "--schedule", str(Path(settings.TEST_DIR) / f"beat-{os.getpid()}-{name}")]
    surroundings = environment(redis=redis, smtp_port=smtp_port) | ({"CLOCK_FILE": str(clock)} if clock else {})
    return subprocess.Popen(command, cwd=ROOT, env=surroundings, start_new_session=True)


@contextmanager
def worker(*, redis: str, smtp_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker of two processes, with beat, as in production; it is killed at the end."""
    process = start_worker(redis=redis, smtp_port=smtp_port)
    try:
        yield process
    finally:
        kill(process)


def signal_group(process: subprocess.Popen[Any], number: signal.Signals) -> None:
    """Send a signal to a process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


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


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


class Postgres:
    """A PostgreSQL of the test's own, with a copy of this test's database: it may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.programs = folder, free_port(), postgres_folder()
        self._as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_owner:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self._copy()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        """Start it; what it had committed is there. (Without fsync: a process is killed here, not a machine.)"""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-l", str(self.folder / "log"), "-o", options, "-w", "start")
        connection.close()

    def kill(self) -> None:
        """End the server and all its children with -9, the main process first, so that it cannot tidy up."""
        main = int(Path(self.data, "postmaster.pid").read_text().splitlines()[0])
        until = time.monotonic() + 30
        left = [main]
        while left and time.monotonic() < until:
            for process in left:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.05)
            left = _processes_at(self.data)
        Path(self.data, "postmaster.pid").unlink()  # it would be believed for as long as nobody reaps the dead process
        (self.folder / f".s.PGSQL.{self.port}.lock").unlink()

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_owner, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def _copy(self) -> None:
        parts = connection.settings_dict
        theirs = f"postgres://{parts['USER']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
        ours = f"postgres://tests@127.0.0.1:{self.port}/postgres"
        dump = str(self.folder / "dump")
        self._run("pg_dump", "--format=custom", "--compress=0", f"--file={dump}", theirs)
        self._run("pg_restore", "--no-owner", f"--dbname={ours}", dump)


def _processes_at(data: str) -> list[int]:
    """Return the processes of the server whose data these are: each of them works in that folder."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                is_dead = (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
                if not is_dead and (folder / "cwd").readlink() == Path(data):
                    found.append(int(folder.name))
    return found


@contextmanager
def postgres_of_its_own(folder: Path) -> Iterator[Postgres]:
    """Have this test, and the processes that it starts, work on a PostgreSQL of its own."""
    server = Postgres(folder)
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT=server.port, NAME="postgres", USER="tests")
    try:
        yield server
    finally:
        connection.close()
        connection.settings_dict.update(before)
        server.kill()


# --- Mail ----------------------------------------------------------------------------------------------------------


@dataclass
class PostOffice:
    """A mail server: slow, and one that hangs up after a letter when ``drops`` says so."""

    port: int
    seconds_a_letter: float = 0.0
    drop_every: int = 0  # take so many letters of one connection and hang up without a word after the last; 0: never
    refuse_every: int = 0  # say "not now" to each so-manieth letter
    stall_every: int = 0  # take each so-manieth letter and say nothing for longer than anybody waits
    asked: int = 0
    stalled: int = 0
    received: list[Any] = field(default_factory=list)
    hung_up: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        self.asked += 1
        if self.refuse_every and self.asked % self.refuse_every == 0:
            return "451 not now"
        with self.lock:
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        session.letters = getattr(session, "letters", 0) + 1
        await asyncio.sleep(self.seconds_a_letter)
        if self.stall_every and self.asked % self.stall_every == 0:
            self.stalled += 1
            await asyncio.sleep(10 * IMPATIENCE)
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
