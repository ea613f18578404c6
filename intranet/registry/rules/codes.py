"""Verification codes inside a text: of a PDF, of an address, of what somebody pasted."""

from __future__ import annotations

import re

from intranet.registry.rules.numbers import CODE_LENGTH, typed_code

MOST = 20
# In the verify address; else in one piece; else in groups of four or six, as it is printed.
ADDRESSED = re.compile(rf"/verify/([0-9A-Za-z]{{{CODE_LENGTH}}})(?![0-9A-Za-z])")
ALONE = re.compile(
    r"(?<![0-9A-Za-z])"
    rf"(?:[0-9A-Za-z]{{{CODE_LENGTH}}}|[0-9A-Za-z]{{4}}(?:[- ][0-9A-Za-z]{{4}}){{5}}"
    r"|[0-9A-Za-z]{6}(?:[- ][0-9A-Za-z]{6}){3})(?![0-9A-Za-z])"
)


def addressed_codes(text: str) -> list[str]:
    """Return the codes in verify addresses, in their order, each once."""
    return _codes(ADDRESSED.findall(text))


def codes_in(text: str) -> list[str]:
    """Return what may be a code in the text, those in verify addresses first; at most twenty."""
    return _codes([*ADDRESSED.findall(text), *ALONE.findall(text)])


def _codes(found: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(typed_code, found))))[:MOST]
