"""The tick: its steps, its command, its health, and the jobs that nobody has taken."""

from __future__ import annotations

import json
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import translation

from intranet.core import clock, health, jobs, sweep, views
from intranet.core.enums import JobState
from intranet.core.models import Institution, Job, SweepRun
from intranet.deadlines.models import Deadline
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import NoticeDraft
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import tell
from intranet.tasks import broker
from tests.factories import deadlines as make
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 14)
NOW = datetime(2026, 2, 14, 7, 0, tzinfo=UTC)
COUNTS = {"published", "opened", "moved", "met", "overdue", "queued", "delivered", "failed"}


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    make.only_rules(monkeypatch, make.rule())


def steps(monkeypatch: pytest.MonkeyPatch, **named: Any) -> None:
    found = [sweep.Step(order, name, run) for order, (name, run) in enumerate(named.items())]
    monkeypatch.setattr(sweep, "steps", lambda: found)


# --- The steps -----------------------------------------------------------------------------------------------------


def test_a_step_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**moment: Any) -> dict[str, int]:
        raise RuntimeError

    steps(monkeypatch, broken=broken, sound=lambda **moment: {"opened": 2})
    counts = sweep.run(at=NOW, on_date=DAY)
    assert (counts["opened"], counts["failed_steps"]) == (2, 1)
    assert SweepRun.objects.get().failures == {"broken": "RuntimeError"}


def test_the_rooms_steps_run_in_their_order() -> None:
    names = [step.name for step in sweep.steps()]
    assert names.index("deadlines") < names.index("notices")


def test_ticks_older_than_a_month_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    steps(monkeypatch)
    SweepRun.objects.create(started_at=NOW - timedelta(days=31), on_date=DAY)
    SweepRun.objects.create(started_at=NOW - timedelta(days=29), on_date=DAY)
    sweep.run(at=NOW, on_date=DAY)
    assert SweepRun.objects.count() == 2


# --- The command ---------------------------------------------------------------------------------------------------


def run_command(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    call_command("sweep", *arguments)
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_command_prints_its_counts_as_one_object(rules: None, capsys: pytest.CaptureFixture[str]) -> None:
    make.subject(DAY)
    first = run_command("--json", "--on-date", "2026-02-14", capsys=capsys)
    assert set(first) >= COUNTS
    assert (first["opened"], first["queued"], first["delivered"]) == (1, 1, 1)
    again = run_command("--json", "--on-date", "2026-02-14", capsys=capsys)
    assert all(again[name] == 0 for name in COUNTS)


def test_the_command_reminds_and_escalates_by_the_day_it_is_given(
    rules: None, capsys: pytest.CaptureFixture[str]
) -> None:
    make.subject(DAY)
    told = []
    for n in range(17):
        run_command("--json", "--on-date", str(DAY + timedelta(days=n)), capsys=capsys)
        told.append(Notice.objects.filter(channel=Channel.INBOX).count())
    assert [n for n in range(17) if told[n] > (told[n - 1] if n else 0)] == [0, 7, 12, 14, 15]
    assert Deadline.objects.get().nobody_told  # the sixteenth day escalates, and there is nobody above


def test_the_command_says_in_words_without_json(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    steps(monkeypatch)
    call_command("sweep")
    assert "opened 0" in capsys.readouterr().out


def test_what_a_step_prints_does_not_spoil_the_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def noisy(**moment: Any) -> dict[str, int]:
        print("noise")
        return {}

    steps(monkeypatch, noisy=noisy)
    assert set(run_command("--json", capsys=capsys)) >= COUNTS


def test_the_command_fails_in_a_sentence_when_a_step_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**moment: Any) -> dict[str, int]:
        raise RuntimeError

    steps(monkeypatch, broken=broken, sound=lambda **moment: {"opened": 2})
    with pytest.raises(SystemExit) as stop:
        call_command("sweep", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert stop.value.code == 1
    assert answer["error"]
    assert answer["opened"] == 2


def test_a_date_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("sweep", "--on-date", "14.02.2026")


def test_a_site_that_is_not_set_up_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Institution.objects.all().delete()
    with pytest.raises(SystemExit) as stop:
        call_command("sweep", "--json")
    assert stop.value.code == 1
    assert "error" in json.loads(capsys.readouterr().out)


def test_a_database_that_another_writes_to_for_long_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def locked(**moment: Any) -> dict[str, int]:
        raise OperationalError("database is locked")

    monkeypatch.setattr(sweep, "run", locked)
    with pytest.raises(SystemExit) as stop:
        call_command("sweep", "--json")
    assert stop.value.code == 1
    assert "error" in json.loads(capsys.readouterr().out)


# --- Health --------------------------------------------------------------------------------------------------------


def answer() -> tuple[int, dict[str, Any]]:
    response = views.health(RequestFactory().get("/health/"))
    return response.status_code, json.loads(response.content)


def swept(seconds_ago: int) -> None:
    at = clock.now() - timedelta(seconds=seconds_ago)
    SweepRun.objects.create(started_at=at, finished_at=at, on_date=DAY)


@pytest.mark.parametrize(
    ("seconds", "periods", "code", "status"), [(0, 2.9, 200, "ok"), (0, 3.1, 503, "failing")], ids=["fresh", "old"]
)
def test_a_sweep_older_than_three_periods_is_red(
    settings: Any, monkeypatch: pytest.MonkeyPatch, seconds: int, periods: float, code: int, status: str
) -> None:
    monkeypatch.setattr(health, "_broker", lambda: True)
    settings.SWEEP_PERIOD_SECONDS = 100
    swept(int(periods * 100))
    found = answer()
    assert (found[0], found[1]["status"]) == (code, status)


def test_a_site_that_never_swept_is_red() -> None:
    code, found = answer()
    assert (code, found["last_sweep"]) == (503, None)


def test_a_broker_that_is_away_degrades_the_site_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    swept(1)
    monkeypatch.setattr(health, "_broker", lambda: False)
    code, found = answer()
    assert (code, found["status"], found["broker"], found["database"]) == (200, "degraded", "failing", "ok")


def test_a_broker_that_is_down_is_found_out_and_nudged_quickly(settings: Any) -> None:
    from celery import current_app

    before = current_app.conf.broker_url, current_app.conf.broker_read_url, current_app.conf.broker_write_url
    current_app.conf.broker_url = current_app.conf.broker_write_url = "redis://127.0.0.1:1/0"
    try:
        began = datetime.now(UTC)  # noqa: TID251 - a stopwatch
        assert broker.reachable() is False
        broker.nudge(1)
        assert datetime.now(UTC) - began < timedelta(seconds=4)  # noqa: TID251
    finally:
        current_app.conf.broker_url, current_app.conf.broker_read_url, current_app.conf.broker_write_url = before


# --- Jobs ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = {}
    monkeypatch.setattr(jobs, "_handlers", found)
    return found


def test_a_waiting_job_is_done_by_the_sweep(kinds: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    steps(monkeypatch)
    kinds["count"] = lambda job, at: {"counted": job.payload["up_to"]}
    jobs.start("count", {"up_to": 3}, started_by=None, at=NOW)
    assert sweep.run(at=NOW, on_date=DAY)["jobs"] == 1
    job = Job.objects.get()
    assert (job.state, job.result) == (JobState.DONE, {"counted": 3})
    assert sweep.run(at=NOW, on_date=DAY)["jobs"] == 0


def test_where_there_are_workers_the_sweep_only_wakes_them(
    kinds: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps(monkeypatch)
    woken: list[int] = []
    monkeypatch.setattr(jobs, "_nudge", woken.append)
    job = jobs.start("count", {}, started_by=None, at=NOW)
    sweep.run(at=NOW, on_date=DAY, jobs_to_workers=True)
    assert woken == [job.pk]


def test_a_job_fails_in_a_sentence_of_its_starters_language(kinds: dict[str, Any]) -> None:
    def refuses(job: Job, at: datetime) -> dict[str, Any]:
        raise jobs.JobRefused(translation.get_language())

    kinds["refuses"] = refuses
    with translation.override("cy"):
        job = jobs.start("refuses", {}, started_by=AccountFactory(), at=NOW)
    with translation.override("en"):
        assert jobs.run(job.pk, at=NOW) is False
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "cy")


def test_a_job_that_breaks_says_so_without_its_insides(kinds: dict[str, Any]) -> None:
    def breaks(job: Job, at: datetime) -> dict[str, Any]:
        raise KeyError("secret")

    kinds["breaks"] = breaks
    job = jobs.start("breaks", {}, started_by=None, at=NOW)
    jobs.run(job.pk, at=NOW)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "secret" not in job.error
    assert "KeyError" not in job.error


def test_a_job_whose_worker_died_is_resumed_and_given_up_after_three_times(kinds: dict[str, Any]) -> None:
    kinds["count"] = lambda job, at: {}
    job = jobs.start("count", {}, started_by=None, at=NOW)
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=NOW, attempts=1)
    assert jobs.waiting(at=NOW + timedelta(minutes=5)) == []
    assert jobs.waiting(at=NOW + timedelta(minutes=7)) == [job.pk]
    assert jobs.run(job.pk, at=NOW + timedelta(minutes=7)) is True
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=NOW, attempts=3)
    assert jobs.run(job.pk, at=NOW + timedelta(minutes=7)) is False


def test_a_job_that_reports_is_not_taken_for_dead(kinds: dict[str, Any]) -> None:
    job = jobs.start("count", {}, started_by=None, at=NOW)
    Job.objects.update(state=JobState.RUNNING, heartbeat_at=NOW)
    jobs.report(job, done=5, total=10, at=NOW)
    job.refresh_from_db()
    assert (job.done, job.total) == (5, 10)
    assert jobs.waiting(at=clock.now()) == []


# --- Two at once ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_nobody_twice(rules: None, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    for n in range(12):
        make.subject(DAY, label=f"К-{n}")
    together = threading.Barrier(4)
    errors: list[BaseException] = []

    def one() -> None:
        try:
            together.wait(timeout=20)
            for day in (DAY, DAY + timedelta(days=7)):
                assert sweep.run(at=NOW, on_date=day)["failed_steps"] == 0
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not errors, errors
    sweep.run(at=NOW + timedelta(minutes=15), on_date=DAY + timedelta(days=7))
    assert Deadline.objects.count() == 12
    assert Notice.objects.filter(channel=Channel.EMAIL).count() == 24
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
    kept = "".join(file.read_text() for file in tmp_path.iterdir())
    for letter in Letter.objects.all():
        assert kept.count(letter.message_id) == 1
    assert Notice.objects.filter(channel=Channel.EMAIL, letter=None).count() == 0


# --- With a real worker --------------------------------------------------------------------------------------------


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_with_its_beat_delivers_a_notice_once(
    celery_worker_process: subprocess.Popen[bytes], smtp: list[EmailMessage], eventually: Any
) -> None:
    context = {"rule": "test.publish", "label": "К-1", "due_on": "2026-03-01", "on": "2026-02-14"}
    person = PersonFactory(language="en")
    told = NoticeDraft(key="k", kind="deadline.reminder", recipient_id=person.pk, context=context)
    tell([told], at=clock.now())
    eventually(
        lambda: smtp or celery_worker_process.poll() is not None, seconds=90, otherwise="the worker never delivered"
    )
    assert celery_worker_process.poll() is None, "the worker died"
    ticks = SweepRun.objects.count()
    eventually(lambda: SweepRun.objects.count() > ticks + 2, seconds=60, otherwise="the beat stopped")
    assert [(letter["To"], "1 March 2026" in letter["Subject"]) for letter in smtp] == [(person.email, True)]


def test_the_address_of_health_is_open_to_everybody(client: Client) -> None:
    assert client.get("/health/").status_code in {200, 503}
