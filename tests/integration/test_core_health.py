"""Is it alive: what the health page, the admin's home and the log say, to whom, and about nobody."""

from __future__ import annotations

import io
import json
import logging
import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError
from django.test import Client

from intranet.core import clock, health, logs, sweep
from intranet.core.models import Job, SweepRun
from intranet.core.rights import ADMINISTRATOR, GROUPS, INSPECTOR
from intranet.notices.enums import LetterState
from intranet.notices.kinds import NoticeDraft
from intranet.notices.models import Letter
from intranet.notices.operations import compose, tell
from intranet.tasks import watching
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DAY = date(2026, 2, 18)
NOW = datetime(2026, 2, 18, 9, 0, tzinfo=UTC)
KNOWN_BEFORE = {"status", "database", "broker", "last_sweep"}


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SWEEP_PERIOD_SECONDS = 300
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(health, "_broker", lambda: True)
    monkeypatch.setattr(health, "_queues", lambda: {"delivery": 0, "documents": 2, "sweep": 1})


def swept(minutes_ago: int = 1, **fields: Any) -> SweepRun:
    at = NOW - timedelta(minutes=minutes_ago)
    return SweepRun.objects.create(started_at=at, finished_at=at, on_date=DAY, **fields)


def letter(state: LetterState = LetterState.QUEUED) -> Letter:
    person = PersonFactory()
    context = {"rule": "reg.publish", "label": "К-1", "due_on": "2026-03-01", "on": "2026-02-18"}
    tell([NoticeDraft(f"k{person.pk}", "deadline.reminder", person.pk, context)], at=NOW)
    compose(at=NOW, on_date=DAY)
    Letter.objects.filter(recipient=person).update(state=state, sending_since=NOW)
    return Letter.objects.get(recipient=person)


# --- The address that a monitor reads ------------------------------------------------------------------------------


def test_the_address_says_what_it_always_said_and_what_waits(client: Client) -> None:
    swept()
    for state in (LetterState.QUEUED, LetterState.DEAD, LetterState.DEAD, LetterState.PERHAPS_SENT):
        letter(state)
    Job.objects.create(kind="x", created_at=NOW)
    answer = client.get("/health/")
    found = answer.json()
    assert answer.status_code == 200
    assert found.keys() >= KNOWN_BEFORE
    assert (found["status"], found["sweep_age_seconds"], found["failed_steps"]) == ("ok", 60, [])
    assert found["queues"] == {"delivery": 0, "documents": 2, "sweep": 1}
    assert found["waiting"] == {
        "jobs_waiting": 1,
        "letters_waiting": 1,
        "letters_given_up": 2,
        "letters_perhaps_sent": 1,
    }


def test_the_address_names_nobody(client: Client) -> None:
    swept(failures={"notices": "ValueError"})
    written = letter(LetterState.DEAD)
    said = client.get("/health/").content.decode()
    assert written.recipient is not None
    assert not [word for word in (written.address, written.recipient.surname, written.subject) if word in said]


@pytest.mark.parametrize(
    ("minutes", "failures", "status", "code"),
    [
        (14, {}, "ok", 200),
        (16, {}, "failing", 503),
        (1, {"registry": "OSError"}, "degraded", 200),
        (16, {"registry": "OSError"}, "failing", 503),
    ],
)
def test_a_sweep_is_red_after_three_periods_and_amiss_where_a_step_failed(
    client: Client, minutes: int, failures: dict[str, str], status: str, code: int
) -> None:
    swept(minutes, failures=failures)
    answer = client.get("/health/")
    assert (answer.json()["status"], answer.status_code) == (status, code)
    assert answer.json()["failed_steps"] == list(failures)


def test_without_a_broker_nobody_asks_for_its_queues(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    swept()
    monkeypatch.setattr(health, "_broker", lambda: False)
    found = client.get("/health/").json()
    assert (found["status"], found["queues"]) == ("degraded", None)


def test_the_address_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    swept()
    with django_assert_max_num_queries(8):
        client.get("/health/")


def test_the_queues_are_those_that_our_tasks_are_sent_to() -> None:
    assert watching.queues() == ["delivery", "documents", "sweep"]
    assert watching.queue_lengths() == {"delivery": 0, "documents": 0, "sweep": 0}


@pytest.mark.redis
def test_redis_says_how_much_waits_in_a_queue() -> None:
    from celery import current_app

    with watching.broker.quick_connection() as connection:
        queue = connection.SimpleQueue("documents")
        queue.put({"x": 1})
        queue.put({"x": 2})
    try:
        assert current_app.conf.broker_url.startswith("redis")
        assert watching.queue_lengths()["documents"] == 2
    finally:
        with watching.broker.quick_connection() as connection:
            connection.SimpleQueue("documents").clear()


def test_the_broker_of_files_says_how_much_waits_too(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from kombu import Connection

    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}

    def files() -> Connection:
        return Connection("filesystem://", transport_options=folders)

    with files() as connection:
        connection.SimpleQueue("sweep").put({"x": 1})
    monkeypatch.setattr(watching.broker, "quick_connection", files)
    assert watching.queue_lengths() == {"delivery": 0, "documents": 0, "sweep": 1}


def test_a_broker_that_breaks_off_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OSError(111, "Connection refused")

    monkeypatch.setattr(watching.broker, "quick_connection", gone)
    assert watching.queue_lengths() == {}


# --- The admin -----------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(AccountFactory(groups=[ADMINISTRATOR]))
    return client


def test_the_home_page_says_nothing_while_all_is_well(administrator: Client) -> None:
    swept()
    assert 'id="unwell"' not in administrator.get("/admin/").content.decode()


def test_the_home_page_says_what_is_amiss_to_those_who_can_act(administrator: Client, client: Client) -> None:
    swept(40)
    page = administrator.get("/admin/").content.decode()
    assert 'id="unwell"' in page
    assert "/admin/site-health/" in page
    client.force_login(AccountFactory(groups=["HR"]))
    assert 'id="unwell"' not in client.get("/admin/").content.decode()


def test_the_page_of_health_shows_each_part_and_links_what_wants_a_person(administrator: Client) -> None:
    swept(3, failures={"registry": "OSError"})
    letter(LetterState.DEAD)
    answer = administrator.get("/admin/site-health/")
    lines = {line.name: line for line in answer.context["lines"]}
    assert len(lines) == 10
    amiss = [line for line in lines.values() if not line.is_well]
    assert len(amiss) == 2
    assert "registry" in amiss[0].said
    assert amiss[1].url.endswith("?state=dead")
    assert administrator.get(amiss[1].url).status_code == 200


def test_a_number_that_was_not_counted_to_its_end_says_so(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept()
    letter(LetterState.DEAD)
    monkeypatch.setattr(health, "CAP", 1)
    lines = administrator.get("/admin/site-health/").context["lines"]
    assert [line.said for line in lines if line.url] != ["1"]


@pytest.mark.parametrize("group", sorted(set(GROUPS) - {ADMINISTRATOR, INSPECTOR, "staff"}))
def test_only_those_who_run_the_site_see_the_page_of_health(client: Client, group: str) -> None:
    client.force_login(AccountFactory(groups=[group]))
    assert client.get("/admin/site-health/", follow=True).status_code == 404


# --- The log -------------------------------------------------------------------------------------------------------


class _Refusing(BaseEmailBackend):
    """A mail server that refuses everybody by name, and breaks off in the end."""

    def open(self) -> bool:
        return True

    def send_messages(self, messages: Any) -> int:
        address = messages[0].to[0]
        if "lost" in address:
            raise OSError(f"broken pipe while talking of {address}")
        raise smtplib.SMTPRecipientsRefused({address: (550, f"<{address}> unknown".encode())})


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what the site's log says, in both of its forms."""
    text, handlers = io.StringIO(), []
    for formatter in (logs.Line(), logs.Json()):
        handler = logging.StreamHandler(text)
        handler.setFormatter(formatter)
        handlers.append(handler)
        logging.getLogger().addHandler(handler)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield text
    logging.getLogger().setLevel(before)
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


def test_a_sweep_full_of_errors_logs_no_name_address_or_number_of_anybody(
    log: io.StringIO, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}._Refusing"
    people = [
        PersonFactory(
            surname=f"Ґалаґан-Довгопола{n}",
            given_name="Євпраксія",
            email=f"evpraksia.{name}@people.example.org",
            phone="+380501234567",
            account=AccountFactory(username=f"evpraksia{n}"),
        )
        for n, name in enumerate(("refused", "lost"))
    ]
    context = {"rule": "reg.publish", "label": "ПК-2026-004242", "due_on": "2026-03-01", "on": "2026-02-18"}
    tell([NoticeDraft("k", "deadline.reminder", person.pk, context) for person in people], at=NOW)

    def broken(**moment: Any) -> dict[str, int]:
        try:
            raise IntegrityError(f"duplicate key\nDETAIL:  Key (email)=({people[0].email}) already exists.")
        except IntegrityError as error:
            raise ValueError(f"{people[0]} {people[0].phone}") from error

    found = [*sweep.steps(), sweep.Step(50, "broken", broken)]
    monkeypatch.setattr(sweep, "steps", lambda: sorted(found))
    log.truncate(0)  # the factories say at length what they make
    log.seek(0)
    counts = sweep.run(at=NOW, on_date=DAY)
    said = log.getvalue()
    assert "broken" in SweepRun.objects.get().failures
    assert (counts["queued"], counts["failed"]) == (2, 2)
    assert "The broken step of the sweep failed." in said
    assert "ValueError" in said
    assert "test_core_health.py" in said
    marks = ("Ґалаґан", "Євпраксія", "evpraksia", "people.example.org", "380501234567", "004242")
    assert [mark for mark in marks if mark in said] == []


def test_a_page_that_breaks_logs_where_and_in_which_request_and_nothing_of_the_reader(
    client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_of_somebody = "Ґалаґан"  # not in the line that raises: lines of the program are in its trace

    def broken(secret: str) -> None:
        raise ValueError(said_of_somebody + secret)

    monkeypatch.setattr("intranet.notices.views.calendar.feed_of", broken)
    client.raise_request_exception = False
    answer = client.get("/calendar/s3cr3t-of-somebody.ics", headers={"x-request-id": "0123456789abcdef"})
    assert answer.status_code == 500
    assert answer["X-Request-ID"] == "0123456789abcdef"
    lines = [json.loads(line) for line in log.getvalue().splitlines() if line.startswith("{")]
    (told,) = [line for line in lines if line.get("error") == "ValueError"]
    assert told["request"] == "0123456789abcdef"
    assert "calendar.py" in told["trace"]
    assert "s3cr3t" not in log.getvalue()
    assert said_of_somebody not in log.getvalue()


def test_each_request_has_a_name_of_its_own(client: Client) -> None:
    names = {client.get("/health/", headers={"x-request-id": odd})["X-Request-ID"] for odd in ("", "x", "a b\tc")}
    assert len(names) == 3
    assert all(len(name) == 32 for name in names)
