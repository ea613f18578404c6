"""Commands speak the language of the terminal that they are typed in."""

from __future__ import annotations

import os

from django.utils import translation

from intranet.core.languages import CODES


def terminal_language() -> str:
    """Return the language that the environment asks for, where it is one of ours; else English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    code = asked[:2].lower()
    return code if code in CODES else "en"


def speak_the_terminals_language() -> None:
    translation.activate(terminal_language())
