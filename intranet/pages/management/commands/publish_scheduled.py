"""Wagtail's command by our operation: one page that lacks something does not keep back the others."""

from __future__ import annotations

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from intranet.core import clock
from intranet.pages.operations.scheduling import publish_what_is_due


class Command(WagtailCommand):
    help = "Publish the pages that are scheduled for now, and take down those that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        done = publish_what_is_due(at=clock.now())
        self.stdout.write(f"published {done.published}, taken down {done.expired}, held back {done.held_back}")
