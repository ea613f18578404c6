"""What a PDF that a stranger sent says: read by a process of its own that has little memory and little time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from intranet.core.refusals import Refusal

PROGRAM = Path(__file__).with_name("reader.py")
SECONDS = 10
PDF_MARK = b"%PDF-"
WITHIN = 1024  # bytes before which the mark must stand


class NotReadable(Refusal):
    """The file cannot be read as a PDF; the caller says so in words."""


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes begin as a PDF does."""
    return PDF_MARK in data[:WITHIN]


def text_of(data: bytes) -> str:
    """Return the words, links and properties of a PDF's first pages. Raises NotReadable.

    Nothing of the file is written to disk. What is broken, locked, or takes too much, is not readable.
    """
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        found = None
    if not isinstance(found, str):
        raise NotReadable
    return found
