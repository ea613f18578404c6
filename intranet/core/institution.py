"""The institution whose site this is, read once a request."""

from __future__ import annotations

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
        if _in_request.get():
            _remembered.set(institution)
    return institution


def time_zone() -> ZoneInfo:
    """Return the institution's time zone: it decides which day it is."""
    return ZoneInfo(current().time_zone)


_in_request: ContextVar[bool] = ContextVar("in_request", default=False)


def begin_request() -> None:
    """Start remembering; middleware calls it at the start of each request."""
    _remembered.set(None)
    _in_request.set(True)


def end_request() -> None:
    _remembered.set(None)
    _in_request.set(False)
