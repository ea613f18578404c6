"""``manage.py unlock_issuing``: after a restore, compare the register with its published copy, then issue again."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import clock, institution
from intranet.core.languages import CODES
from intranet.core.refusals import Refusal
from intranet.registry.models import Counter
from intranet.registry.operations.unlocking import Differs, unlock
from intranet.registry.queries.comparing import Comparison


class Command(BaseCommand):
    help = "Compare the register with a published copy of its list, raise the counters above both, and unlock issuing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--published", metavar="FILE", type=Path, help="CSV or XLSX, as downloaded from the list")
        parser.add_argument("--accept", metavar="REASON", default="", help="why differences, or no copy, are accepted")
        parser.add_argument(
            "--issued", metavar="NUMBER", action="append", default=[], help="a record number known to have been given"
        )
        parser.add_argument("--language", choices=CODES, help="the language of the messages")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or institution.current().default_language):
            try:
                done = unlock(
                    published=self._copy(options),
                    reason=options["accept"],
                    issued=options["issued"],
                    at=clock.now(),
                )
            except Differs as refusal:
                self._refuse(str(refusal), options, refusal.comparison)
            except Refusal as refusal:
                self._refuse(str(refusal), options)
            self._tell(done.comparison, done.counters, options)

    def _copy(self, options: dict[str, Any]) -> bytes | None:
        file: Path | None = options["published"]
        if file is None:
            return None
        try:
            return file.read_bytes()
        except OSError:
            self._refuse(_("The file %(name)s cannot be opened.") % {"name": file.name}, options)

    def _refuse(self, sentence: str, options: dict[str, Any], found: Comparison | None = None) -> NoReturn:
        if options["json"]:
            told = {**_as_json(found), "unlocked": False, "error": sentence} if found else {"error": sentence}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            raise SystemExit(1)
        if found:
            self._print(found)
        raise CommandError(sentence, returncode=1)

    def _tell(self, found: Comparison, counters: list[Counter], options: dict[str, Any]) -> None:
        if options["json"]:
            raised = [{"series": each.series.code, "year": each.year, "last": each.last} for each in counters]
            told = {**_as_json(found), "counters": raised, "unlocked": True}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self._print(found)
        for each in counters:
            self.stdout.write(f"  {each}")
        self.stdout.write(_("Issuing is unlocked."))

    def _print(self, found: Comparison) -> None:
        for missing in found.missing:
            self.stdout.write(f"  − {missing.record_number} {missing.name}, {missing.topic}, {missing.issue_date}")
        for each in found.differing:
            self.stdout.write(f"  ≠ {each.record_number} {each.field}: “{each.register}” / “{each.copy}”")


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "missing": [asdict(each) for each in found.missing],
        "differing": [asdict(each) for each in found.differing],
    }
