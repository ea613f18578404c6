"""The institution whose site this is, read once a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from intranet.core.models import Institution

_remembered: ContextVar[Institution | None] = ContextVar("institution", default=None)


class SiteNotSetUp(ImproperlyConfigured):
    """There is no institution yet: run ``make start`` or ``manage.py setup_site``."""


def current() -> Institution:
    """Return the institution; within a request it is read from the database once.

    Raises SiteNotSetUp before the site is set up.
    """
    institution = _remembered.get()
    if institution is None:
        institution = Institution.objects.first()
        if institution is None:
            raise SiteNotSetUp
        _last_known[:] = [institution]
        if _in_request.get():
            _remembered.set(institution)
    return institution


@contextmanager
def read_once() -> Iterator[None]:
    """Let the institution be read once in what follows, as within a request: for work that asks for every row."""
    known = _remembered.get() if _in_request.get() else None
    before = _in_request.set(True), _remembered.set(known)
    try:
        yield
    finally:
        _in_request.reset(before[0])
        _remembered.reset(before[1])


def last_known() -> Institution | None:
    """Return the institution as this process read it last, without the database: for what is said while it is away."""
    return _last_known[0] if _last_known else None


def time_zone() -> ZoneInfo:
    """Return the institution's time zone: it decides which day it is."""
    return ZoneInfo(current().time_zone)


_last_known: list[Institution] = []
_in_request: ContextVar[bool] = ContextVar("in_request", default=False)


def begin_request() -> None:
    """Start remembering; middleware calls it at the start of each request."""
    _remembered.set(None)
    _in_request.set(True)


def end_request() -> None:
    _remembered.set(None)
    _in_request.set(False)
