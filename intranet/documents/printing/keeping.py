"""PDFs that were made once are kept: beside the data, never where a web server hands files out by itself."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.documents.printing import Printable

MOST_KEPT = 500
AT_ONCE = 2  # documents that are being made on a machine: each takes a processor
WAIT = 30.0  # seconds
_STEP = 0.05


class TooBusy(Refusal):
    """So many documents are being made that this one would wait too long."""


def folder() -> Path:
    return Path(settings.VAR_DIR) / "papers"


def kept(printable: Printable) -> bytes:
    """Return a document, made once however many ask for it at once. Raises CannotSet, TooBusy."""
    path = folder() / f"{printable.key}.pdf"
    with suppress(FileNotFoundError):
        return _read(path)
    with _turn(int(printable.key[:8], 16) % AT_ONCE):
        with suppress(FileNotFoundError):
            return _read(path)
        made = printable.pdf()
        _write(path, made)
    return made


def made_once(printable: Printable) -> bytes:
    """Return a document that is not kept: a draft is another tomorrow. Raises CannotSet, TooBusy."""
    with _turn(int(printable.key[:8], 16) % AT_ONCE):
        return printable.pdf()


def _read(path: Path) -> bytes:
    made = path.read_bytes()
    os.utime(path)  # what is asked for stays
    return made


def _write(path: Path, made: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(made)
    Path(file.name).replace(path)
    oldest = sorted(path.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime)[:-MOST_KEPT]
    for each in oldest:
        each.unlink(missing_ok=True)


@contextmanager
def _turn(place: int) -> Iterator[None]:
    """Wait for a turn: the lock is the machine's, whichever process asks; a process that dies gives it back."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / f"turn-{place}").open("a") as lock:
        until = time.monotonic() + WAIT
        while not _locked(lock.fileno()):
            if time.monotonic() > until:
                raise TooBusy(_("Many documents are being made just now. Try again in a minute."))
            time.sleep(_STEP)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
