"""Old Word files and RTF become DOCX by LibreOffice, where it is installed: in its own folder, its time limited."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext as _

from intranet.documents.reading.draft import CannotRead

SECONDS = 90
LARGEST = 300_000_000


def to_word(data: bytes) -> bytes:
    """Return an old Word file or an RTF file as DOCX; refuse it where nothing here can convert it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    rich = data.startswith(b"{\\rtf")
    if program is None:
        raise CannotRead(
            _("This is an RTF file: open it in Word, save it as DOCX and choose that file.")
            if rich
            else _("This is an old Word file (.doc): open it in Word, save it as DOCX and choose that file.")
        )
    with tempfile.TemporaryDirectory(prefix="convert-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / ("source.rtf" if rich else "source.doc")
        source.write_bytes(data)
        _run(program, source, folder)
        made = folder / "made" / "source.docx"
        if not made.is_file() or not 0 < made.stat().st_size < LARGEST:
            raise CannotRead(_not_converted())
        return made.read_bytes()


def _run(program: str, source: Path, folder: Path) -> None:
    """Convert the file; whatever LibreOffice has started ends with it."""
    command = [
        program,
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--convert-to", "docx", "--outdir", str(folder / "made"), str(source)),
    ]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise CannotRead(_not_converted()) from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise CannotRead(_not_converted()) from error
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _not_converted() -> str:
    return _("The old Word file could not be converted here: open it in Word, save it as DOCX and choose that file.")
