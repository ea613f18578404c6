"""``manage.py record_bounces``: read delivery reports, one from standard input or a Maildir full of mail."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from mailbox import Maildir
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.console import speak_the_terminals_language
from intranet.notices.operations.bouncing import record_bounces
from intranet.notices.reports import LONGEST

SEEN = "S"


class Command(BaseCommand):
    help = "Record the letters that came back: delivery reports (RFC 3464) from standard input or from a Maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--maildir",
            type=Path,
            metavar="FOLDER",
            help="Read what is unread in this Maildir and mark it as read; without it, one message of standard input.",
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")

    def handle(self, *args: Any, maildir: Path | None, json: bool, **options: Any) -> None:
        speak_the_terminals_language()
        if maildir is None:
            raws: Iterator[bytes] = iter([sys.stdin.buffer.read(LONGEST + 1)])
        elif all((maildir / part).is_dir() for part in ("cur", "new", "tmp")):
            raws = _unread(maildir)
        else:
            self._refuse(_("%(folder)s is no Maildir: it has no folders cur, new and tmp.") % {"folder": maildir}, json)
        self._tell(asdict(record_bounces(raws=raws, at=clock.now())), json)

    def _tell(self, counts: dict[str, int], as_json: bool) -> None:
        self.stdout.write(json.dumps(counts) if as_json else ", ".join(f"{name} {n}" for name, n in counts.items()))

    def _refuse(self, reason: str, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"error": reason}, ensure_ascii=False))
        else:
            self.stderr.write(reason)
        raise SystemExit(1)


def _unread(folder: Path) -> Iterator[bytes]:
    """Yield the unread messages; each is marked as read when the next is asked for, its report being recorded."""
    box = Maildir(str(folder), create=False)
    for key in sorted(box.keys()):
        message = box.get_message(key)
        if SEEN in message.get_flags():
            continue
        yield box.get_bytes(key)
        message.set_subdir("cur")
        message.add_flag(SEEN)
        box[key] = message
