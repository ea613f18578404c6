"""``manage.py verify_register``: was the register, or a list downloaded from it, changed behind our back?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core import clock, institution
from intranet.core.languages import CODES
from intranet.core.refusals import Refusal
from intranet.registry.queries.checking import check_log
from intranet.registry.queries.copies import check_copy
from intranet.registry.queries.findings import Checked, Problem, snapshot
from intranet.registry.queries.rebuilding import extends


class Command(BaseCommand):
    help = "Check the register against its log, the log against its heads, and a downloaded list against both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", metavar="CSV", type=Path, help="a list downloaded from the public page")
        parser.add_argument(
            "--checkpoint", metavar="FILE", type=Path, help="a head of the log that somebody kept: prove it is extended"
        )
        parser.add_argument("--language", choices=CODES, help="the language of the messages")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or institution.current().default_language):
            published, kept = self._read("file", options), self._read("checkpoint", options)
            try:
                with snapshot():
                    found = check_log()
                    if kept is not None and (problem := extends(kept.decode(errors="replace"))):
                        found.problems.append(Problem("", problem))
                    if published is not None:
                        found.problems += check_copy(published, at=clock.now())
            except Refusal as refusal:
                self._refuse(str(refusal), options)
            self._tell(found, options)

    def _read(self, name: str, options: dict[str, Any]) -> bytes | None:
        file: Path | None = options[name]
        try:
            return file.read_bytes() if file else None
        except OSError:
            self._refuse(_("The file %(name)s cannot be opened.") % {"name": file.name if file else ""}, options)

    def _refuse(self, sentence: str, options: dict[str, Any]) -> NoReturn:
        if options["json"]:
            self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            raise SystemExit(1)
        raise CommandError(sentence, returncode=1)

    def _tell(self, found: Checked, options: dict[str, Any]) -> None:
        error = _summary(len(found.problems)) if found.problems else ""
        if options["json"]:
            told = {
                "entries": found.entries,
                "head": found.head,
                "problems": [asdict(problem) for problem in found.problems],
            }
            self.stdout.write(json.dumps({**told, "error": error} if error else told, ensure_ascii=False))
        else:
            for problem in found.problems:
                self.stdout.write(f"  {problem.record or '—'}: {problem.what}")
            self.stdout.write(_("Entries of the log: %(count)s.") % {"count": found.entries})
            self.stdout.write(found.head)
            self.stderr.write(error) if error else self.stdout.write(_("Everything agrees."))
        if error:
            raise SystemExit(1)


def _summary(count: int) -> str:
    return ngettext("%(count)s thing does not agree.", "%(count)s things do not agree.", count) % {"count": count}
