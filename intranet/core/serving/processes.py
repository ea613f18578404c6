"""Looking after child processes: started in groups of their own, restarted when they die, stopped to the last one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 10.0  # between asking a process to stop and killing it
PAUSE_SECONDS = 2.0  # before a dead process is started again
QUICK_DEATH_SECONDS = 30.0
QUICK_DEATHS = 3  # in a row; then it is no accident


class GaveUp(Exception):
    """A process keeps dying; the argument is its name."""


@dataclass
class Child:
    """A process to be kept running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that a Ctrl-C reaches it through us and in order."""
        self.process = subprocess.Popen(self.command, env=dict(self.environment), start_new_session=True)
        self.started = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and everything that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def group_is_alive(self) -> bool:
        if self.process is None:
            return False
        self.process.poll()  # a dead child that is not waited for would count as alive
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


@dataclass
class Supervisor:
    """Keeps children running until a signal asks to stop."""

    children: Sequence[Child]
    on_death: Callable[[Child, int], None]
    stopping: bool = False

    def __enter__(self) -> Supervisor:
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                child.start()
        except OSError:
            self.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def watch(self) -> None:
        """Return when asked to stop. Raises GaveUp where a process dies again and again at once."""
        while not self.stopping:
            self.tend()
            time.sleep(0.2)

    def tend(self) -> None:
        """Start again, after a pause, what has died."""
        for child in self.children:
            if not child.has_died() or self.stopping:
                continue
            assert child.process is not None  # noqa: S101 - has_died() says so
            quick = time.monotonic() - child.started < QUICK_DEATH_SECONDS
            child.quick_deaths = child.quick_deaths + 1 if quick else 1
            if child.quick_deaths >= QUICK_DEATHS:
                raise GaveUp(child.name)
            self.on_death(child, child.process.returncode)
            child.signal_group(signal.SIGTERM)  # what it has left behind
            self._pause(PAUSE_SECONDS)
            if not self.stopping:
                child.start()

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask every group to stop, wait, and kill what is left."""
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # one request is enough
        for child in self.children:
            child.signal_group(signal.SIGTERM)
        until = time.monotonic() + PATIENCE_SECONDS
        while any(child.group_is_alive() for child in self.children) and time.monotonic() < until:
            time.sleep(0.05)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
