"""A hard stop for what the public asks of the database: half a second, then a sentence (never a page that hangs)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal

PATIENCE_MS = 500
LOOK_EVERY = 20_000  # steps of SQLite's machine: a look costs nothing beside them
CANCELLED = "57014"
# Every question of the public has its index; a plan that reads the table instead looks cheap until the rows are not
# where the statistics have them.
SETTINGS = {
    "statement_timeout": str(PATIENCE_MS), "enable_seqscan": "off", "enable_bitmapscan": "off", "jit": "off",
    "random_page_cost": "1.1",
}  # fmt: skip
SET = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in SETTINGS.items())


class TooSlow(Refusal):
    """The database has not answered in time; the message says how to ask."""


@contextmanager
def patiently() -> Iterator[None]:
    """Stop each query of the block after half a second. Raises TooSlow.

    On PostgreSQL the limit and the planner's settings go with the statement itself and cost no further turn;
    SQLite is asked to look at the time.
    """
    try:
        if connection.vendor == "postgresql":
            with connection.execute_wrapper(_limited):
                yield
        else:
            with _watched():
                yield
    except OperationalError as error:
        if _is_ours(error):
            raise TooSlow(
                _("That takes too long to search. Ask for less: type more letters, or choose a year.")
            ) from error
        raise


def _limited(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
    """Send the settings in the same message; within another's transaction they would outlast the query: not there."""
    if many or context["connection"].in_atomic_block:
        return execute(sql, parameters, many, context)
    result = execute(f"{SET}; {sql}", parameters, many, context)
    context["cursor"].nextset()
    return result


@contextmanager
def _watched() -> Iterator[None]:
    connection.ensure_connection()
    until = time.monotonic() + PATIENCE_MS / 1000
    connection.connection.set_progress_handler(lambda: time.monotonic() > until, LOOK_EVERY)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


def _is_ours(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == CANCELLED or str(cause) == "interrupted"
