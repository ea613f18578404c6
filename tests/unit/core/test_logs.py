"""What is logged says where and what, and nothing about anybody."""

from __future__ import annotations

import json
import logging
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError

from intranet.core import logs
from intranet.core.logs import Json, Line, discreet, trace_of, words_of

PERSON = "Олена Ґалаґан"
ADDRESS = "olena.galagan@example.org"


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    """Return an exception as it is caught, with the place where it was raised."""
    try:
        raise error from cause
    except BaseException as caught:  # noqa: BLE001 - whatever it is, it is only looked at
        return caught


def record(message: object, *args: Any, error: BaseException | None = None, name: str = "intranet") -> Any:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)  # type: ignore[arg-type]


@pytest.fixture(params=[Line, Json])
def formatter(request: pytest.FixtureRequest) -> Any:
    return request.param()


@pytest.fixture
def _task() -> Iterator[None]:
    before = logs._task_of
    logs.set_task_source(lambda: "task-1")
    yield
    logs._task_of = before


WITH_SOMEBODY = [
    ValueError(PERSON),
    KeyError(PERSON),
    ValidationError(f"{PERSON}: {ADDRESS}"),
    smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}),
    smtplib.SMTPResponseException(550, f"<{ADDRESS}> unknown".encode()),
    IntegrityError(f'duplicate key value violates unique constraint "person_email"\nDETAIL:  Key (email)=({ADDRESS})'),
    IntegrityError(f"Failing row contains: '{PERSON}'"),
    UnicodeDecodeError("utf-8", PERSON.encode(), 0, 1, "invalid start byte"),
    FileNotFoundError(2, "No such file or directory", f"/srv/{PERSON}.pdf"),
    AttributeError(f"'{ADDRESS}' has no attribute 'x'"),
    ExceptionGroup("several", [ValueError(PERSON)]),
]


@pytest.mark.parametrize("error", WITH_SOMEBODY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("cause", [None, ValueError(PERSON)], ids=["alone", "caused"])
def test_no_exception_names_anybody(formatter: Any, error: BaseException, cause: BaseException | None) -> None:
    said = formatter.format(record("The step failed: %s", error, error=raised(error, cause)))
    assert PERSON not in said
    assert ADDRESS not in said
    assert type(error).__name__ in said
    assert "test_logs.py" in said  # where it was raised is told all the same


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("connection refused\nIs the server running?"), "utils.OperationalError: connection refused"),
        (IntegrityError("UNIQUE constraint failed: a.email"), "UNIQUE constraint failed: a.email"),
        (ImportError("No module named 'celery'"), "ImportError: No module named 'celery'"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: [111] Connection refused"),
        (ValueError("anything"), "ValueError"),
        (RuntimeError(), "RuntimeError"),
    ],
)  # fmt: skip
def test_words_that_cannot_name_anybody_are_kept(error: BaseException, words: str) -> None:
    assert words_of(error).endswith(words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"sent to {ADDRESS}, queued", "sent to …, queued"),
        ("Not Found: /calendar/aBc-123.ics", "Not Found: /calendar/…"),
        ("Internal Server Error: /uk/holder/s3cr3t/document.pdf", "Internal Server Error: /uk/holder/…/document.pdf"),
        ("Not Found: /en/verify/K7QF-2M/", "Not Found: /en/verify/…/"),
        ("Letter 17 of the digest", "Letter 17 of the digest"),
        ("50% of а@б.укр", "50% of …"),
    ],
)
def test_addresses_and_secrets_are_struck_out_of_every_message(formatter: Any, text: str, said: str) -> None:
    assert discreet(text) == said
    assert said in formatter.format(record(text))


def test_what_celery_says_of_a_failed_task_loses_the_words_of_the_exception(formatter: Any) -> None:
    error = raised(ValueError(PERSON))
    context = {"name": "intranet.tasks.sweeping.sweep", "id": "1-2", "exc": repr(error), "traceback": str(error)}
    said = formatter.format(
        record("Task %(name)s[%(id)s] raised: %(exc)s %(traceback)s", context, error=error, name="celery.app.trace")
    )
    assert "Task intranet.tasks.sweeping.sweep[1-2] raised: ValueError" in said
    assert PERSON not in said


def test_an_exception_logged_as_the_message_itself_is_named_by_its_type(formatter: Any) -> None:
    assert PERSON not in formatter.format(record(ValueError(PERSON)))


def test_what_another_handler_has_written_out_in_full_is_not_repeated(formatter: Any) -> None:
    told = record("failed", error=raised(ValueError(PERSON)))
    logging.Formatter().format(told)
    assert PERSON in told.exc_text
    assert PERSON not in formatter.format(told)
    assert PERSON in told.exc_text  # the record itself is left as it was


def test_a_chain_tells_each_link_once_and_ends() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert trace_of(first).count("ValueError") == 1


def test_a_json_line_is_one_object_on_one_line_in_universal_time() -> None:
    line = Json().format(record("two\nlines %s", 2, error=raised(RuntimeError())))
    assert "\n" not in line
    said = json.loads(line)
    assert said.keys() == {"time", "level", "logger", "message", "error", "trace"}
    assert (said["level"], said["message"], said["error"]) == ("ERROR", "two\nlines 2", "RuntimeError")
    assert said["time"].endswith("+00:00")


@pytest.mark.usefixtures("_task")
def test_a_line_bears_the_request_or_the_task_that_it_belongs_to() -> None:
    assert json.loads(Json().format(record("x")))["task"] == "task-1"
    assert "[task task-1] x" in Line().format(record("x"))
    token = logs.begin_request("abcdef12")
    assert json.loads(Json().format(record("x")))["request"] == "abcdef12"
    assert "[request abcdef12] x" in Line().format(record("x"))
    logs.end_request(token)
    assert "request" not in json.loads(Json().format(record("x")))


@pytest.mark.parametrize("name", ["short", "x" * 65, "with space 12", "абвгдежз", "a\nb12345678", ""])
def test_an_odd_name_of_a_request_is_not_taken_over(name: str) -> None:
    assert logs.REQUEST_ID.fullmatch(name) is None
