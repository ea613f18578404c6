"""What a key of the API looks like, and what is kept of it. Pure."""

from __future__ import annotations

import hashlib
import re
import secrets as random
from typing import NamedTuple

SECRET_BYTES = 24  # 192 random bits: no guessing, so that one round of SHA-256 is enough
PREFIX_BYTES = 4
_WRITTEN = re.compile(r"(reg_[0-9a-f]{8})_[A-Za-z0-9_-]{32}")


class NewSecret(NamedTuple):
    """A key as it is shown once, and what begins it."""

    written: str
    prefix: str


def new_secret() -> NewSecret:
    """Return a new key."""
    prefix = f"reg_{random.token_hex(PREFIX_BYTES)}"
    return NewSecret(f"{prefix}_{random.token_urlsafe(SECRET_BYTES)}", prefix)


def prefix_of(written: str) -> str | None:
    """Return what the key begins with; None where it is no key at all."""
    found = _WRITTEN.fullmatch(written)
    return found[1] if found else None


def hashed(written: str) -> str:
    """Return what is kept of the key."""
    return hashlib.sha256(written.encode()).hexdigest()
