"""``manage.py import_certificates FILE``: the same import as in the admin, for the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core import clock, institution
from intranet.core.languages import CODES
from intranet.core.refusals import Refusal
from intranet.registry.operations.importing import Finding, Outcome, import_rows
from intranet.registry.tables.reading import MOST_BYTES


class Command(BaseCommand):
    help = "Import certificates from a CSV or XLSX file. The same file again adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--mend", action="store_true", help="take the proposed cures of names")
        parser.add_argument("--historical", action="store_true", help="issued before the register was kept here")
        parser.add_argument("--set", metavar="COLUMN=VALUE", nargs="+", action="extend", default=[], dest="common")
        parser.add_argument("--language", choices=CODES, help="the language of the messages")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or institution.current().default_language):
            common = self._common(options["common"])
            try:
                data = _read(options["file"])
            except OSError:
                self._refuse(_("The file %(name)s cannot be opened.") % {"name": options["file"].name}, options)
            try:
                outcome = import_rows(
                    data=data,
                    file_name=options["file"].name,
                    at=clock.now(),
                    mend=options["mend"],
                    is_historical=options["historical"],
                    common=common,
                    dry_run=options["dry_run"],
                )
            except Refusal as refusal:
                self._refuse(str(refusal), options)
            self._tell(outcome, options)

    def _common(self, pairs: list[str]) -> dict[str, str]:
        common = {}
        for pair in pairs:
            column, sign, value = pair.partition("=")
            if not sign:
                raise CommandError(_("Write --set as column=value."), returncode=2)
            common[column.strip()] = value.strip()
        return common

    def _refuse(self, sentence: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            raise SystemExit(1)
        raise CommandError(sentence, returncode=1)

    def _tell(self, outcome: Outcome, options: dict[str, Any]) -> None:
        refused = outcome.rejected_rows
        error = ""
        if refused:
            error = ngettext(
                "%(rejected)s row was rejected; %(kept)s of %(rows)s were accepted or are there already.",
                "%(rejected)s rows were rejected; %(kept)s of %(rows)s were accepted or are there already.",
                refused,
            ) % {"rejected": refused, "kept": outcome.rows - refused, "rows": outcome.rows}
        if options["json"]:
            self.stdout.write(json.dumps(self._as_json(outcome, error), ensure_ascii=False))
        else:
            self._print(outcome, error)
        if refused:
            raise SystemExit(1)

    def _as_json(self, outcome: Outcome, error: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "rows": outcome.rows,
            "accepted": outcome.accepted,
            "already_there": outcome.already_there,
            "mended": [_as_told(each) for each in outcome.mended],
            "rejected": [_as_told(each) for each in outcome.rejected],
        }
        if outcome.notes:
            told["warnings"] = outcome.notes
        return {**told, "error": error} if error else told

    def _print(self, outcome: Outcome, error: str) -> None:
        self.stdout.write(
            _("Rows: %(rows)s. Accepted: %(accepted)s. Already there: %(there)s.")
            % {"rows": outcome.rows, "accepted": outcome.accepted, "there": outcome.already_there}
        )
        for heading, findings in ((_("Corrected:"), outcome.mended), (_("Rejected:"), outcome.rejected)):
            if findings:
                self.stdout.write(heading)
            for each in findings:
                self.stdout.write(_line(each))
        for note in outcome.notes:
            self.stdout.write(note)
        if error:
            self.stderr.write(error)


def _read(file: Path) -> bytes:
    """Return the file, or just enough of it to be refused as too large."""
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _as_told(each: Finding) -> dict[str, Any]:
    """Return a finding under the contract's names; with several sheets, the sheet too."""
    told = {
        "row": each.row,
        "column": each.column,
        "value": each.value,
        "message": each.message,
        "proposed": each.proposed,
    }
    return {**told, "sheet": each.sheet} if each.sheet else told


def _line(each: Finding) -> str:
    cure = f" → {each.proposed}" if each.proposed else ""
    sheet = f"{each.sheet}, " if each.sheet else ""
    return f"  {sheet}{each.row}: {each.column} “{each.value}”{cure}. {each.message}"
