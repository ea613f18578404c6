"""The keys that mark the heads of the log; they are kept outside the database, so that it alone proves nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from intranet.registry.rules import checkpoints
from intranet.registry.rules.checkpoints import PRIVATE, Signer, Verifier


@dataclass(frozen=True)
class Ring:
    """The key that marks, if this place has it, and every key that ever did."""

    signer: Signer | None = None
    verifiers: list[Verifier] = field(default_factory=list)


def ring() -> Ring:
    """Return the keys of the setting, else of the file: one private key and the public ones of earlier keys.

    Raises BadCheckpoint where something among them is no key.
    """
    text = settings.REGISTER_KEY
    if not text and key_file().exists():
        text = key_file().read_text()
    signers = [checkpoints.signer(word) for word in text.split() if word.startswith(PRIVATE)]
    earlier = [checkpoints.verifier(word) for word in text.split() if not word.startswith(PRIVATE)]
    return Ring(signers[0] if signers else None, [*(one.verifier for one in signers), *earlier])


def key_file() -> Path:
    """Return where the keys are kept unless the setting holds them."""
    return Path(settings.REGISTER_KEY_FILE or Path(settings.VAR_DIR) / "keys" / "register.key")


def origin() -> str:
    """Return what a new log calls itself: the site's host and the path of its page, as C2SP advises."""
    return f"{urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc or 'localhost'}/certificates/log"
