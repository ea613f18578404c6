"""``make restore FILE=``: bring a backup back into an empty place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.backups.archive import BackupRefused
from intranet.core.backups.operations import restore
from intranet.core.console import speak_the_terminals_language


class Command(BaseCommand):
    help = "Bring a backup back into an empty place; issuing stays locked until the register has been compared."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        speak_the_terminals_language()
        try:
            manifest = restore(source=file, at=clock.now())
        except (BackupRefused, OSError) as refusal:
            raise SystemExit(str(refusal)) from None
        self.stdout.write(
            _(
                "“%(name)s” is back as it was at %(at)s. Issuing is locked until the register is compared with its "
                "published copy."
            )
            % {"name": manifest.institution, "at": manifest.made_at}
        )
