"""The sign-ins of the demo, one for each role. A real site refuses to start with them (``core.checks``)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext

from intranet.core.rights import ADMINISTRATOR, APPROVER, DIRECTOR, EDITOR, HR, INSPECTOR, REGISTRAR, STAFF

PASSWORD = "verba-nad-richkoiu"  # noqa: S105 - printed at every start of the demo
GROUPS = {
    "editor": EDITOR,
    "approver": APPROVER,
    "registrar": REGISTRAR,
    "hr": HR,
    "director": DIRECTOR,
    "administrator": ADMINISTRATOR,
    "inspector": INSPECTOR,
    "staff": STAFF,
}


class SignIn(NamedTuple):
    role: str
    username: str
    password: str


def sign_ins() -> list[SignIn]:
    """Return every sign-in of the demo; the role is named in the reader's language."""
    return [SignIn(gettext(group), username, PASSWORD) for username, group in GROUPS.items()]
