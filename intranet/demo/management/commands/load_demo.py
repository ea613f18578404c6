"""Make the fictional institution."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.console import speak_the_terminals_language
from intranet.core.refusals import Refusal
from intranet.demo.operations.living import live_through
from intranet.demo.operations.loading import FEWEST, USUAL, enlarge, make_demo
from intranet.demo.sign_ins import sign_ins

SWEEP_COUNTS = ("published", "opened", "met", "overdue", "queued", "delivered")


class Command(BaseCommand):
    help = "Make the demo institution: people, regulations, programmes, certificates, deadlines and letters."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--certificates", type=int, default=USUAL, metavar="N", help=f"how many, at least {FEWEST}")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        speak_the_terminals_language()
        wanted: int = options["certificates"]
        if wanted < FEWEST:
            raise CommandError(
                _("Too few certificates for the demo. The least is %(fewest)d.") % {"fewest": FEWEST}, returncode=2
            )
        try:
            made = self._make(wanted)
        except Refusal as refusal:
            self._print({"error": str(refusal)}, as_json=options["json"])
            raise SystemExit(1) from None
        self._print(made, as_json=options["json"])

    def _make(self, wanted: int) -> dict[str, Any]:
        at = clock.now()
        made = asdict(make_demo(at=at, certificates=wanted))
        if wanted > USUAL:
            made["certificates"] += enlarge(count=wanted - USUAL, at=at, progress=self._progress)
        ticked = live_through(at=at)
        return {**made, **{name: ticked[name] for name in SWEEP_COUNTS}}

    def _progress(self, done: int, count: int) -> None:
        self.stderr.write(_("Certificates imported: %(done)d of %(count)d") % {"done": done, "count": count})

    def _print(self, made: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(made, ensure_ascii=False))
            return
        if "error" in made:
            self.stderr.write(made["error"])
            return
        for name, value in made.items():
            self.stdout.write(f"{name:>14}: {value}")
        self.stdout.write("\n" + _("Sign in as:"))
        for role, username, password in sign_ins():
            self.stdout.write(f"{role:>14}: {username:<14} {password}")
