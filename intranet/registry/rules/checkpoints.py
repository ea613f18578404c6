"""Heads of the log as published: C2SP's checkpoint, a note with an Ed25519 mark (tlog-checkpoint, signed-note).

The mark says that the institution published this head; it is our integrity mark, never a signature in law.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"
NAME = re.compile(r"[^\s+]+")
SIZE = re.compile(r"0|[1-9][0-9]*")
DASH = "\N{EM DASH}"


class BadCheckpoint(ValueError):
    """The text is no checkpoint, or no key, or is marked by nobody known."""


@dataclass(frozen=True)
class Verifier:
    """A public key with its name: what verifies a mark."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(ED25519 + self.public)}"

    def verifies(self, text: str, mark: bytes) -> bool:
        """Say whether the mark on the text is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(mark, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key with its name: what makes a mark."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"{PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{_base64(ED25519 + self.seed)}"

    def note(self, text: str) -> str:
        """Return the text, which ends in a new line, with this key's mark."""
        mark = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{text}\n{DASH} {self.name} {_base64(self.verifier.key_id + mark)}\n"


@dataclass(frozen=True)
class Checkpoint:
    """A head of the log: whose, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def signer(text: str) -> Signer:
    """Read a private key. Raises BadCheckpoint."""
    if not text.startswith(PRIVATE):
        raise BadCheckpoint(text[:20])
    name, key_id, seed = _key(text.removeprefix(PRIVATE))
    found = Signer(name, seed)
    if found.verifier.key_id != key_id:
        raise BadCheckpoint(name)
    return found


def verifier(text: str) -> Verifier:
    """Read a public key. Raises BadCheckpoint."""
    name, key_id, public = _key(text)
    found = Verifier(name, public)
    if found.key_id != key_id:
        raise BadCheckpoint(name)
    return found


def opened(note: str, verifiers: list[Verifier]) -> tuple[str, Verifier]:
    """Return the text of a note and the known key that marked it. Raises BadCheckpoint."""
    text, blank, marks = note.rpartition("\n\n")
    if not blank:
        raise BadCheckpoint(note[:80])
    text += "\n"
    for line in marks.splitlines():
        dash, _space, rest = line.partition(" ")
        name, _space, encoded = rest.partition(" ")
        mark = _bytes(encoded)
        if dash != DASH or len(mark) < 5:
            raise BadCheckpoint(line[:80])
        for one in verifiers:
            if (one.name, one.key_id) == (name, mark[:4]) and one.verifies(text, mark[4:]):
                return text, one
    raise BadCheckpoint(note[:80])


def parsed(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint. Raises BadCheckpoint."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not lines[0] or not SIZE.fullmatch(lines[1]) or len(lines[1]) > 19:
        raise BadCheckpoint(text[:80])
    root = _bytes(lines[2])
    if len(root) != 32:
        raise BadCheckpoint(text[:80])
    return Checkpoint(lines[0], int(lines[1]), root)


def _key(text: str) -> tuple[str, bytes, bytes]:
    name, _plus, rest = text.partition("+")
    key_id, _plus, encoded = rest.partition("+")
    key = _bytes(encoded)
    if not NAME.fullmatch(name) or not re.fullmatch("[0-9a-f]{8}", key_id) or len(key) != 33 or key[:1] != ED25519:
        raise BadCheckpoint(name[:80])
    return name, bytes.fromhex(key_id), key[1:]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCheckpoint(text[:80]) from error
