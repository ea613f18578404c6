"""The verification codes of the loaded certificates: known beforehand, so that a page can be asked for by one."""

from __future__ import annotations

import base64
import hashlib

from intranet.registry.rules.numbers import CODE_ALPHABET

LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CODE_ALPHABET)


def code(number: int) -> str:
    """Return the code of the loaded certificate with the number."""
    digest = hashlib.blake2b(number.to_bytes(8, "big"), digest_size=15).digest()
    return base64.b32encode(digest).decode().translate(LETTERS)


ANNULLED = code(2)
