"""Read a file into a page and print the receipt."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import clock, institution
from intranet.core.languages import CODES
from intranet.core.refusals import Refusal
from intranet.documents.enums import DocumentKind
from intranet.documents.reading import CannotRead, read
from intranet.documents.reading.draft import Draft, JobFacts
from intranet.pages.operations.approving import GivenApproval, ImportRefused, Instrument
from intranet.pages.operations.importing import Imported, Source, import_draft

HEADER = (
    "title",
    "department",
    "team",
    "accountable_to",
    "post_id",
    "grade",
    "evaluation_id",
    "version_date",
)


def instrument(text: str) -> Instrument:
    """Read ``NUMBER,DATE``."""
    number, _comma, day = text.rpartition(",")
    if not number.strip():
        raise argparse.ArgumentTypeError(f"“{text}” is not NUMBER,YYYY-MM-DD")
    return Instrument(number.strip(), iso_date(day.strip()))


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date YYYY-MM-DD") from None


class Command(BaseCommand):
    help = "Read a regulation, a job description or a programme from a file into a page, and print what went where."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", required=True, choices=DocumentKind.values)
        parser.add_argument("--language", required=True, choices=CODES)
        parser.add_argument("--publish", action="store_true", help="publish the page at once")
        parser.add_argument("--protocol", type=instrument, metavar="NUMBER,DATE", help="the minutes that adopted it")
        parser.add_argument("--order", type=instrument, metavar="NUMBER,DATE", help="the order that approved it")
        parser.add_argument("--in-force-from", type=iso_date, metavar="DATE")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                receipt = self._import(options)
            except (CannotRead, Refusal) as refusal:
                receipt = {"error": str(refusal)}
            except OSError as error:
                receipt = {"error": _("The file cannot be opened: %(reason)s.") % {"reason": error.strerror}}
        self._print(receipt, as_json=options["json"])
        if "error" in receipt:
            raise SystemExit(1)

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        path: Path = options["file"]
        data = path.read_bytes()
        draft = read(data, filename=path.name, kind=options["kind"], language=options["language"])
        given = GivenApproval(options["protocol"], options["order"], options["in_force_from"])
        source = Source(data, path.name)
        try:
            imported = import_draft(
                draft=draft, source=source, approval=given, publish=options["publish"], at=clock.now()
            )
        except ImportRefused as refusal:
            return {"page": None, "others": [], **_account(draft), "error": str(refusal)}
        return _receipt(draft, imported)

    def _print(self, receipt: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(receipt, ensure_ascii=False, default=str))
            return
        for name, value in receipt.items():
            of_parts = isinstance(value, list) and value and isinstance(value[0], dict)
            for part in value if of_parts else [value]:
                self.stdout.write(f"{name:>12}: {_in_words(part)}")


def _in_words(value: Any) -> str:
    """Return a value of the receipt as a person reads it."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, dict):
        return "; ".join(f"{name} {part}" for name, part in value.items() if part) or "–"
    return str(value)


def _account(draft: Draft) -> dict[str, Any]:
    receipt = draft.receipt
    stamp = draft.approval
    body = takewhile(lambda block: block.kind != "annex", draft.blocks)  # the numbers of annexes are their own
    account: dict[str, Any] = {
        "lines": receipt.lines,
        "accounted": receipt.accounted,
        "unplaced": receipt.unplaced,
        "dropped": [{"text": dropped.text, "reason": dropped.reason} for dropped in receipt.dropped],
        "clauses": [block.data["number"] for block in body if block.kind == "clause"],
        "annexes": [
            {"label": block.data["label"], "title": block.data["title"]}
            for block in draft.blocks
            if block.kind == "annex"
        ],
        "approval": {
            "body": stamp.body,
            "protocol_number": stamp.protocol_number,
            "protocol_date": stamp.protocol_date,
            "order_number": stamp.order_number,
            "order_date": stamp.order_date,
        },
        "warnings": list(draft.warnings),
    }
    if draft.kind == DocumentKind.JOB_DESCRIPTION:
        account["header"] = {name: draft.header.get(name, "") for name in HEADER}
        account |= asdict(draft.job or JobFacts())
    return account


def _receipt(draft: Draft, imported: Imported) -> dict[str, Any]:
    account = _account(draft)
    page = imported.page
    account["warnings"] += imported.warnings
    account["approval"] = {
        **account["approval"],
        **(
            {"body": str(page.minutes.body), "protocol_number": page.minutes.number, "protocol_date": page.minutes.date}
            if page.minutes
            else {}
        ),
        **({"order_number": page.order.number, "order_date": page.order.date} if page.order else {}),
    }
    default = institution.current().default_language
    if institution.current().profile.default_language_required and page.locale.language_code != default:
        account["warnings"].append(_("This page has no version in the site's main language yet."))
    refused = {"error": imported.refused} if imported.refused else {}
    return {"page": page.url, "others": [other.url for other in imported.others], **account, **refused}
