"""The Celery application with a clock that a test may move: the file named by CLOCK_FILE says by how many seconds."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import django

from intranet.celery import app

__all__ = ["app"]

django.setup()  # the clock asks the institution for its time zone, which is a row

from intranet.core import clock  # noqa: E402 - not before the line above

_read = clock.now
_file = Path(os.environ["CLOCK_FILE"])


def _moved() -> datetime:
    return _read() + timedelta(seconds=float(_file.read_text() or 0))


clock.now = _moved
