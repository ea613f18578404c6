"""Looking after child processes: nothing is left behind, what dies is started again."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from intranet.core.serving import processes
from intranet.core.serving.processes import Child, GaveUp, Supervisor


@pytest.fixture(autouse=True)
def _signals_as_before() -> object:
    before = {number: signal.getsignal(number) for number in processes.STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def child(code: str, name: str = "child") -> Child:
    return Child(name, [sys.executable, "-c", code], dict(os.environ))


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for(path: Path) -> str:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.02)
    raise AssertionError(f"{path} was never written")


def nobody(died: Child, code: int) -> None:
    raise AssertionError(f"{died.name} died with {code}")


def test_a_childs_own_children_stop_with_it(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import subprocess, sys, pathlib, time\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(grandchild.pid))\n"
        "time.sleep(60)"
    )
    with Supervisor([child(code)], on_death=nobody):
        grandchild = int(wait_for(pid))
        assert is_alive(grandchild)
    assert not is_alive(grandchild)


def test_what_does_not_stop_when_asked_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.3)
    pid = tmp_path / "pid"
    code = (
        "import os, pathlib, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(60)"
    )
    with Supervisor([child(code)], on_death=nobody):
        stubborn = int(wait_for(pid))
    assert not is_alive(stubborn)


def test_a_child_that_dies_is_started_again_and_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PAUSE_SECONDS", 0)
    once = tmp_path / "once"
    code = (
        "import pathlib, sys, time\n"
        f"once = pathlib.Path({str(once)!r})\n"
        "again = once.exists()\n"
        "once.write_text('again' if again else 'first')\n"
        "time.sleep(60) if again else sys.exit(3)"
    )
    told: list[int] = []
    with Supervisor([child(code)], on_death=lambda _child, status: told.append(status)) as supervisor:
        until = time.monotonic() + 10
        while not (once.exists() and once.read_text() == "again") and time.monotonic() < until:
            supervisor.tend()
            time.sleep(0.02)
    assert told == [3]
    assert once.read_text() == "again"


def test_a_child_that_dies_at_once_every_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PAUSE_SECONDS", 0)
    told: list[int] = []
    with (
        pytest.raises(GaveUp, match="worker"),
        Supervisor([child("raise SystemExit(1)", "worker")], on_death=lambda _c, status: told.append(status)) as keeper,
    ):
        keeper.watch()
    assert len(told) == processes.QUICK_DEATHS - 1


@pytest.mark.parametrize("number", processes.STOP_SIGNALS)
def test_each_way_of_stopping_stops(number: signal.Signals) -> None:
    with Supervisor([child("import time; time.sleep(60)")], on_death=nobody) as supervisor:
        pid = supervisor.children[0].process.pid
        os.kill(os.getpid(), number)
        supervisor.watch()
    assert not is_alive(pid)
