"""Addresses that let in whoever has them: told to the recipient of a letter alone, never to others who may see it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

_secret: list[re.Pattern[str]] = []


def hide_addresses(path: str) -> None:
    """Hide addresses whose path matches the pattern; a room that sends such addresses says so at start-up."""
    pattern = re.compile(rf"https?://[^\s<>\"]*{path}[^\s<>\"]*")
    if pattern not in _secret:
        _secret.append(pattern)


def for_others(text: str) -> str:
    """Return the text of a letter as those may read it to whom it was not written."""
    for pattern in _secret:
        text = pattern.sub(_("[an address for the recipient alone]"), text)
    return text
