"""``manage.py check_mail ADDRESS``: send a trial letter through the configured server and say what came of it."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from intranet.core import clock, institution
from intranet.core.console import speak_the_terminals_language
from intranet.core.refusals import Refusal
from intranet.notices.operations.trying import Tried, try_mail


def address(text: str) -> str:
    """Read an e-mail address of the command line."""
    try:
        validate_email(text)
    except ValidationError:
        raise ArgumentTypeError(_("“%(text)s” is not an e-mail address.") % {"text": text}) from None
    return text


class Command(BaseCommand):
    help = "Send a trial letter to an address through the configured mail server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", type=address, metavar="ADDRESS", help="Whom to send the trial letter.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")

    def handle(self, *args: Any, address: str, json: bool, **options: Any) -> None:
        speak_the_terminals_language()
        try:
            tried = try_mail(address=address, at=clock.now())
        except institution.SiteNotSetUp:
            self._refuse(_("This site has not been set up. Run “make start” first."), json)
        except Refusal as refusal:
            self._refuse(str(refusal), json)
        else:
            self._tell(tried, address, json)

    def _tell(self, tried: Tried, address: str, as_json: bool) -> None:
        if as_json:
            told = {"sent": not tried.kept_in, "server": tried.server, "sender": tried.sender, "kept_in": tried.kept_in}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif tried.kept_in:
            self.stdout.write(
                _("This site sends nothing: the letter is kept in %(folder)s.") % {"folder": tried.kept_in}
            )
        else:
            words = {"server": tried.server, "address": address, "sender": tried.sender}
            self.stdout.write(
                _("%(server)s took a letter from %(sender)s to %(address)s. Look whether it arrives.") % words
            )

    def _refuse(self, reason: str, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"sent": False, "error": reason}, ensure_ascii=False))
        else:
            self.stderr.write(reason)
        raise SystemExit(1)
