"""``make start``: begin a real, empty site. Asks for what its options and the environment do not say."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.console import speak_the_terminals_language
from intranet.core.languages import OWN_NAMES
from intranet.core.profile import PROFILES
from intranet.core.serving import preparing
from intranet.core.setup import Administrator, SetupRefused, is_set_up, require_good_password, set_up_site


class Command(BaseCommand):
    help = "Begin a real, empty site: its name, its profile, its first administrator."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profile", default=os.environ.get("SITE_PROFILE"), help=" | ".join(PROFILES))
        parser.add_argument(
            "--name",
            action="append",
            metavar="[LANGUAGE=]NAME",
            default=[os.environ["SITE_NAME"]] if os.environ.get("SITE_NAME") else [],
            help="the institution's full legal name; may be given once for each language",
        )
        parser.add_argument("--admin", default=os.environ.get("SITE_ADMIN"), help="user name of the administrator")
        parser.add_argument(
            "--email", default=os.environ.get("SITE_ADMIN_EMAIL", ""), help="e-mail of the administrator"
        )
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        speak_the_terminals_language()
        if preparing.tables_are_behind():
            self.stdout.write(_("Preparing the database …"))
            call_command("migrate", interactive=False, verbosity=0)
        if is_set_up():
            raise SystemExit(
                _(
                    "There is a site here already, so nothing was changed: “make run” serves it. "
                    "To begin another one, name another folder: VAR_DIR=/path/to/folder make start"
                )
            )
        try:
            institution = self._set_up(**options)
        except (EOFError, KeyboardInterrupt):
            raise SystemExit("\n" + _("Nothing was set up.")) from None
        except SetupRefused as refusal:
            raise SystemExit(str(refusal)) from None
        except ValidationError as refusal:
            raise SystemExit(" ".join(refusal.messages)) from None
        self.stdout.write(_("The site of “%(name)s” has been set up.") % {"name": institution})

    def _set_up(self, *, profile: str | None, name: list[str], admin: str | None, email: str, password_stdin: bool,
                **rest: Any) -> object:  # fmt: skip
        profile = profile or self._ask_profile()
        if profile not in PROFILES:
            raise SetupRefused(
                _("There is no profile “%(profile)s”. Choose one of: %(profiles)s.")
                % {"profile": profile, "profiles": ", ".join(PROFILES)}
            )
        names = _names_given(name, PROFILES[profile].languages[0]) or self._ask_names(PROFILES[profile].languages)
        username = admin or self._ask(_("User name of the first administrator"))
        draft = Administrator(username, "", email)
        password = sys.stdin.readline().rstrip("\n") if password_stdin else self._ask_password(draft)
        administrator = Administrator(username, password, email)
        require_good_password(administrator)
        return set_up_site(profile_key=profile, names=names, administrator=administrator, at=clock.now())

    def _ask(self, question: str, *, required: bool = True) -> str:
        while True:
            answer = input(f"{question}: ").strip()
            if answer or not required:
                return answer

    def _ask_profile(self) -> str:
        self.stdout.write(_("The profile fixes the languages, how regulations are approved and what is published:"))
        for key, profile in PROFILES.items():
            self.stdout.write(f"  {key:<10} {', '.join(OWN_NAMES[code] for code in profile.languages)}")
        while (answer := self._ask(_("Profile"))) not in PROFILES:
            self.stdout.write(_("Choose one of: %(profiles)s.") % {"profiles": ", ".join(PROFILES)})
        return answer

    def _ask_names(self, languages: tuple[str, ...]) -> dict[str, str]:
        answers = {}
        for code in languages:
            question = _("Full legal name of the institution, in %(language)s") % {"language": OWN_NAMES[code]}
            answers[code] = self._ask(question, required=code == languages[0])
        return {code: answer for code, answer in answers.items() if answer}

    def _ask_password(self, administrator: Administrator) -> str:
        while True:
            password = getpass(_("Password") + ": ")
            try:
                require_good_password(Administrator(administrator.username, password, administrator.email))
            except ValidationError as refusal:
                self.stderr.write(" ".join(refusal.messages))
                continue
            if getpass(_("The same password again") + ": ") == password:
                return password
            self.stderr.write(_("The two passwords differ."))


def _names_given(given: list[str], default_language: str) -> dict[str, str]:
    """Read ``cy=Ysgol`` as a name in Welsh and ``Ysgol`` as one in the default language."""
    names = {}
    for text in given:
        code, separator, name = text.partition("=")
        if separator and code in OWN_NAMES:
            names[code] = name.strip()
        else:
            names[default_language] = text.strip()
    return names
