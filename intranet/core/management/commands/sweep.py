"""``manage.py sweep``: what the clock does every few minutes, once; cron may call it where there is no Celery."""

from __future__ import annotations

import contextlib
import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core import clock, institution, sweep
from intranet.core.console import speak_the_terminals_language


def day(text: str) -> date:
    """Read a date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("“%(text)s” is not a date. Write it as 2026-02-14.") % {"text": text}) from None


class Command(BaseCommand):
    help = "Publish, reconcile deadlines, remind, write and deliver letters, purge: one tick."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on-date", type=day, help="The day for which to sweep: 2026-02-14. Without it, today.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")

    def handle(self, *args: Any, on_date: date | None, json: bool, **options: Any) -> None:
        speak_the_terminals_language()
        at = clock.now()
        try:
            with contextlib.redirect_stdout(sys.stderr):  # a step of another package may print
                counts = sweep.run(at=at, on_date=on_date or clock.date_of(at))
        except institution.SiteNotSetUp:
            self._refuse(_("This site has not been set up. Run “make start” first."), json)
        except OperationalError:  # gone, or for longer than one waits written to by another, as a large import does
            self._refuse(_("The database cannot be written to just now. Nothing is lost; sweep again later."), json)
        failed = counts.pop("failed_steps")
        self._say(counts, json) if not failed else self._refuse(
            ngettext(
                "%(count)d step of the sweep failed; the log says which. The others were done.",
                "%(count)d steps of the sweep failed; the log says which. The others were done.",
                failed,
            )
            % {"count": failed},
            json,
            counts,
        )

    def _say(self, counts: dict[str, int], as_json: bool) -> None:
        self.stdout.write(json.dumps(counts) if as_json else _in_words(counts))

    def _refuse(self, reason: str, as_json: bool, counts: dict[str, int] | None = None) -> None:
        if as_json:
            self.stdout.write(json.dumps({**(counts or {}), "error": reason}, ensure_ascii=False))
        else:
            self.stderr.write(reason)
        raise SystemExit(1)


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())
