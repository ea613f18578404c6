"""``manage.py mark_register``: mark a head of the register's log now, or give it a new key."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import clock, institution
from intranet.core.refusals import Refusal
from intranet.registry.operations import sealing


class Command(BaseCommand):
    help = "Mark a head of the register's log now, without waiting for the daily one, and print it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="make a new key first; earlier heads stay provable")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(institution.current().default_language):
            try:
                if options["new_key"]:
                    self.stdout.write(_("The new key is %(key)s.") % {"key": sealing.new_key().verifier})
                sealing.place()
                head = sealing.mark(at=clock.now())
            except Refusal as refusal:
                raise CommandError(str(refusal), returncode=1) from refusal
            self.stdout.write(head.checkpoint if head else _("The log has no entries yet, so there is no head."))
