"""``make backup``: write the whole site to one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.backups.archive import BackupRefused
from intranet.core.backups.operations import back_up, default_target
from intranet.core.console import speak_the_terminals_language


class Command(BaseCommand):
    help = "Write database, files and keys to one file that its owner alone can read."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where to; by default a dated file in var/backups")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        speak_the_terminals_language()
        at = clock.now()
        target = file or default_target(at)
        try:
            manifest = back_up(target=target, at=at)
        except (BackupRefused, OSError) as refusal:
            raise SystemExit(str(refusal)) from None
        self.stdout.write(
            _("%(file)s keeps “%(name)s”: its database, its files and its keys. Store it with care.")
            % {"file": target, "name": manifest.institution}
        )
