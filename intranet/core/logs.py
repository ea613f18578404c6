"""How the site logs: a line or a JSON object for each event, with the request or task it belongs to, about nobody.

What happened to whom is in the audit table. An exception's words may hold what somebody typed, so that of an exception
its type, its place and only such words are written as cannot; addresses of e-mail and secrets of links are struck out
of every message. Nothing of Django is needed here: logging is set up before it.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Callable
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any, Final

LINE: Final = "%(asctime)s %(levelname)s %(name)s%(origin)s %(message)s"
STRUCK_OUT: Final = "…"
EMAIL: Final = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
SECRET_PATH: Final = re.compile(r"(/(?:calendar|holder|verify)/)[^/\s'\"?]+")
REQUEST_ID: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
CELERY_TRACE: Final = "celery.app.trace"  # writes an exception's words into its message
# Their words name parts of our program, or what the operating system or the database said before it quoted anything.
OF_THE_PROGRAM: Final = (ImportError, AttributeError, NameError, RecursionError, NotImplementedError)
DATABASE_ERRORS: Final = {"IntegrityError", "OperationalError", "ProgrammingError", "InterfaceError", "InternalError"}

_request: ContextVar[str] = ContextVar("request_of_the_log", default="")
_task_of: Callable[[], str] | None = None


def set_task_source(source: Callable[[], str]) -> None:
    """Say how to find the task that runs in this thread; the composition root calls it."""
    global _task_of  # noqa: PLW0603 - set once, at start-up
    _task_of = source


def begin_request(name: str) -> Token[str]:
    """Have what is logged from here on bear the request's name."""
    return _request.set(name)


def end_request(token: Token[str]) -> None:
    _request.reset(token)


def origin() -> dict[str, str]:
    """Return to which request or task what is logged now belongs."""
    if request := _request.get():
        return {"request": request}
    task = _task_of() if _task_of is not None else ""
    return {"task": task} if task else {}


def discreet(text: str) -> str:
    """Strike addresses of e-mail and secrets of links out of a text."""
    return SECRET_PATH.sub(rf"\1{STRUCK_OUT}", EMAIL.sub(STRUCK_OUT, text))


def words_of(error: BaseException) -> str:
    """Return an exception's type, with its words only where they cannot hold what somebody typed."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name}: [{error.errno}] {error.strerror}" if isinstance(error.strerror, str) else name
    if isinstance(error, OF_THE_PROGRAM):
        return f"{name}: {discreet(str(error))}"
    if type(error).__name__ in DATABASE_ERRORS and str(error):
        return f"{name}: {discreet(_before_quotations(str(error)))}"
    return name


def _before_quotations(text: str) -> str:
    """Return what a database says of an error before it shows the row, the value or the statement."""
    return text.splitlines()[0].partition(": '")[0]


def trace_of(error: BaseException) -> str:
    """Return where an exception was raised, and those that led to it, without their words."""
    lines: list[str] = []
    for each, link in _chain(error):
        lines += [link] if link else []
        lines += ["Traceback (most recent call last):", *_frames(each), words_of(each)]
    return "\n".join(lines)


def _chain(error: BaseException) -> list[tuple[BaseException, str]]:
    found: list[tuple[BaseException, str]] = []
    at: BaseException | None = error
    while at is not None and all(at is not each for each, _link in found):
        found.append((at, ""))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return [(each, "Then:" if n else "") for n, (each, _link) in enumerate(reversed(found))]


def _frames(error: BaseException) -> list[str]:
    return [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]


class Line(logging.Formatter):
    """One line for each event, and the trace of an exception below it."""

    def __init__(self) -> None:
        super().__init__(LINE)

    def format(self, record: logging.LogRecord) -> str:
        record = _discreet_copy(record)
        record.origin = "".join(f" [{kind} {name}]" for kind, name in origin().items())
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging names it
        return trace_of(ei[1]) if ei[1] is not None else ""


class Json(logging.Formatter):
    """One JSON object on one line for each event."""

    def format(self, record: logging.LogRecord) -> str:
        record = _discreet_copy(record)
        error = record.exc_info[1] if record.exc_info else None
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            **origin(),
            "message": record.getMessage(),
        }
        if error is not None:
            said |= {"error": words_of(error), "trace": trace_of(error)}
        return json.dumps(said, ensure_ascii=False)


def _discreet_copy(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record for us alone, whose message says nothing of anybody."""
    made = logging.makeLogRecord(record.__dict__)
    made.exc_text = None  # another handler may have written an exception out in full
    made.msg, made.args = discreet(_message(record)), None
    return made


def _message(record: logging.LogRecord) -> str:
    args = record.args
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(args, dict):
        quoting = {"exc", "traceback"} if record.name == CELERY_TRACE else set()
        words = {"exc": words_of(error) if error else STRUCK_OUT, "traceback": ""}
        args = {key: words[key] if key in quoting else _argument(value) for key, value in args.items()}
    elif args:
        args = tuple(_argument(value) for value in args)
    return str(record.msg) % args if args else _argument_text(record.msg)


def _argument(value: Any) -> Any:
    return words_of(value) if isinstance(value, BaseException) else value


def _argument_text(message: Any) -> str:
    return words_of(message) if isinstance(message, BaseException) else str(message)
