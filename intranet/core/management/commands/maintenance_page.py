"""Write the page that the web server shows while the site is down: it must stand as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string


class Command(BaseCommand):
    help = "Write 503.html, in every language, beside the collected static files; run it after collectstatic."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.STATIC_ROOT) / "503.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render_to_string("503.html"), encoding="utf-8")
        self.stdout.write(str(target))
