"""``make run``: prepare what is missing, serve the site with its worker and beat, and stop all of it on Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from intranet.core import institution
from intranet.core.console import speak_the_terminals_language
from intranet.core.serving import preparing
from intranet.core.serving.preparing import HOST, CannotServe
from intranet.core.serving.processes import Child, GaveUp, Supervisor

THREADS = 8
START_SECONDS = 60


class Command(BaseCommand):
    help = "Serve the site with its worker and its clock; Ctrl-C stops all of them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        speak_the_terminals_language()
        try:
            self._prepare(port)
            self._serve(port)
        except CannotServe as refusal:
            raise SystemExit(str(refusal)) from None
        except OSError as error:
            raise SystemExit(_("The system refused: %(reason)s.") % {"reason": error}) from None

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _step(self, text: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        self.stdout.write(f"{text} … ", ending="")
        self.stdout.flush()
        work()
        self._say(_("%(seconds).1f s") % {"seconds": time.monotonic() - began})

    def _prepare(self, port: int) -> None:
        preparing.require_free_port(port)
        preparing.require_room(Path(settings.VAR_DIR))
        if preparing.drop_half_made_demo():
            self._say(_("The demo was interrupted while it was being made; making it anew."))
        if preparing.tables_are_behind():
            self._step(_("Preparing the database"), lambda: call_command("migrate", interactive=False, verbosity=0))
        if preparing.static_files_are_behind():
            self._step(_("Collecting static files"), preparing.collect_static_files)
        if preparing.wants_demo():
            self._step(_("Making the demo institution"), preparing.load_demo)

    def _serve(self, port: int) -> None:
        self._say(_("Starting the site …"))
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": str(settings.SETTINGS_MODULE)}
        site = Child("site", _site_command(port), environment)
        worker = Child("worker", _worker_command(), environment)
        with Supervisor([site, worker], on_death=self._tell_death) as supervisor:
            try:
                if self._wait_until_it_answers(supervisor, port):
                    self._greet(port)
                supervisor.watch()
            except GaveUp as dead:
                raise CannotServe(
                    _("The process “%(name)s” stops as soon as it is started; the lines above say why.")
                    % {"name": dead}
                ) from None
            self._say("\n" + _("Stopping …"))
        self._say(_("Everything has stopped."))

    def _tell_death(self, child: Child, code: int) -> None:
        self._say(
            _("The process “%(name)s” stopped with code %(code)d; starting it again.")
            % {"name": child.name, "code": code}
        )

    def _wait_until_it_answers(self, supervisor: Supervisor, port: int) -> bool:
        until = time.monotonic() + START_SECONDS
        while not supervisor.stopping and time.monotonic() < until:
            supervisor.tend()
            if self._answers(port):
                return True
            time.sleep(0.2)
        return False

    def _answers(self, port: int) -> bool:
        """Ask for a page, whatever it is: the site is loaded by its first request, which nobody should wait for."""
        connection = HTTPConnection(HOST, port, timeout=START_SECONDS)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        return True

    def _greet(self, port: int) -> None:
        address = f"http://{HOST}:{port}"
        rows = [(_("Site"), f"{address}/"), (_("Admin"), f"{address}/admin/"), (_("Files"), str(settings.VAR_DIR))]
        self._say("")
        for label, value in rows:
            self._say(f"  {label:<10} {value}")
        if institution.current().is_demo:
            self._greet_to_the_demo()
        self._say("\n" + _("Press Ctrl-C to stop."))

    def _greet_to_the_demo(self) -> None:
        self._say("\n" + _("This is a demo with an invented institution. Sign in as:"))
        for role, username, password in import_string(settings.DEMO_SIGN_INS)():
            self._say(f"  {role!s:<24} {username:<16} {password}")


def _site_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "intranet.wsgi:application", "--bind", f"{HOST}:{port}",
        "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS), "--timeout", "60",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def _worker_command() -> list[str]:
    command = [sys.executable, "-m", "celery", "-A", "intranet.celery", "--quiet", "worker", "--beat",
               "--pool", "threads", "--concurrency", "2", "--queues", "sweep,delivery,documents",
               "--loglevel", "WARNING", "--without-mingle"]  # fmt: skip
    schedule = getattr(settings, "CELERY_BEAT_SCHEDULE_FILENAME", "")
    return [*command, "--schedule", schedule] if schedule else command
