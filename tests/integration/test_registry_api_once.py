"""A request is done once: with the worked example over HTTP, with twins at once, with a crash in the middle."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from intranet.core import clock
from intranet.registry.api import writing
from intranet.registry.models import ApiRequest, Certificate, Leaf
from intranet.registry.operations import requesting
from tests.factories.api import item, key, send
from tests.factories.registry import SignatoryFactory

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "issue_at_completion.py"
PROCESSES, EACH = 6, 40
NOW = datetime(2026, 2, 20, 10, tzinfo=UTC)


@pytest.fixture
def written(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the text of a key; it is the day of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    SignatoryFactory()
    return key()[1]


# --- The worked example --------------------------------------------------------------------------------------------


def run_example(server: str, written: str, name: str, completed: Path) -> subprocess.CompletedProcess[str]:
    environment = {"REGISTER": server, "REGISTER_KEY": written, "PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    command = [sys.executable, str(EXAMPLE), name, str(completed)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.sqlite
def test_the_worked_example_issues_at_completion_and_a_repeat_issues_nothing(
    live_server: Any, written: str, tmp_path: Path
) -> None:
    completed = tmp_path / "completed.json"
    completed.write_text(json.dumps([item(), item(full_name="Бондар Ірина Петрівна")]), encoding="utf-8")
    first = run_example(live_server.url, written, "course-17", completed)
    assert first.returncode == 0, first.stderr
    assert [line.split()[1] for line in first.stdout.splitlines()] == ["ПК-2026-00001", "ПК-2026-00002"]
    with urllib.request.urlopen(first.stdout.splitlines()[0].split()[2]) as page:
        assert "ПК-2026-00001" in page.read().decode()
    again = run_example(live_server.url, written, "course-17", completed)
    assert again.stdout == first.stdout
    assert Certificate.objects.count() == 2


@pytest.mark.sqlite
def test_the_worked_example_says_what_was_refused_and_why(live_server: Any, written: str, tmp_path: Path) -> None:
    completed = tmp_path / "completed.json"
    completed.write_text(json.dumps([item(full_name="БОНДАР ІРИНА ПЕТРІВНА")]), encoding="utf-8")
    refused = run_example(live_server.url, written, "course-18", completed)
    assert refused.returncode == 1
    assert "Бондар Ірина Петрівна" in refused.stderr
    assert Certificate.objects.count() == 0


# --- Twins, and crashes --------------------------------------------------------------------------------------------


def in_processes(work: Any, *arguments: tuple[Any, ...]) -> list[int | None]:
    """Run the work in a process for each of the arguments; return how each ended."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=work, args=each) for each in arguments]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    return [worker.exitcode for worker in workers]


def ask(written: str, name: str, started: Any, answers: Any) -> None:
    connections.close_all()
    started.wait()
    response = send(Client(), written, {"certificates": [item()] * EACH}, name=name)
    answers.put((response.status_code, response.get("Idempotency-Replayed", ""), response.content))
    connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twins_at_once_one_issues_and_the_others_get_its_answer(written: str) -> None:
    context = multiprocessing.get_context("fork")
    started, answers = context.Barrier(PROCESSES), context.Queue()
    ended = in_processes(ask, *[(written, "course-17", started, answers)] * PROCESSES)
    told = [answers.get(timeout=60) for _ in range(PROCESSES)]
    assert ended == [0] * PROCESSES
    assert sorted(repeated for _status, repeated, _body in told) == ["", *["true"] * (PROCESSES - 1)]
    assert {status for status, _repeated, _body in told} == {201}
    assert len({body for _status, _repeated, body in told}) == 1
    assert Certificate.objects.count() == EACH


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_requests_at_once_under_names_of_their_own_get_consecutive_numbers(written: str) -> None:
    context = multiprocessing.get_context("fork")
    started, answers = context.Barrier(PROCESSES), context.Queue()
    in_processes(ask, *[(written, f"course-{number}", started, answers) for number in range(PROCESSES)])
    numbers = sorted(Certificate.objects.values_list("record_number", flat=True))
    assert numbers == [f"ПК-2026-{number:05}" for number in range(1, PROCESSES * EACH + 1)]


def die(*args: Any, **kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ask_and_die(written: str, where: str) -> None:
    connections.close_all()
    if where == "before the answer is kept":
        ApiRequest.save = die  # type: ignore[method-assign]
    elif where == "while it issues":
        writing._made = die  # type: ignore[assignment]
    else:
        done = requesting.once

        def once_and_die(**how: Any) -> Any:
            done(**how)
            die()

        writing.once = once_and_die
    send(Client(), written, {"certificates": [item()] * EACH}, name="course-17")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("where", "kept"),
    [("while it issues", 0), ("before the answer is kept", 0), ("before the answer is sent", EACH)],
)
def test_a_crash_loses_nothing_and_repeats_nothing(written: str, where: str, kept: int) -> None:
    assert in_processes(ask_and_die, (written, where)) == [-signal.SIGKILL]
    assert Certificate.objects.count() == kept
    response = send(Client(), written, {"certificates": [item()] * EACH}, name="course-17")
    assert response.status_code == 201
    assert ("Idempotency-Replayed" in response) == bool(kept)
    assert len(response.json()["certificates"]) == EACH
    assert Certificate.objects.count() == Leaf.objects.count() == EACH
    numbers = sorted(Certificate.objects.values_list("record_number", flat=True))
    assert numbers == [f"ПК-2026-{number:05}" for number in range(1, EACH + 1)]
