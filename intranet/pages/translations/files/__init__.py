"""What a translator takes away to work on elsewhere, and brings back: a Word table or XLIFF."""

from __future__ import annotations

from intranet.documents.reading import CannotRead
from intranet.pages.translations.files import word, xliff
from intranet.pages.translations.files.pieces import Returned, no_such_file, too_large

LARGEST = 10_000_000
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlf": "application/x-xliff+xml",
}
WRITERS = {"docx": word.written, "xlf": xliff.written}


def read(data: bytes) -> Returned:
    """Return what a file brings back, of either kind.

    Raises CannotRead for anything else, in a sentence.
    """
    if len(data) > LARGEST:
        raise CannotRead(too_large())
    found = word.read(data) if data.startswith(b"PK") else xliff.read(data)
    if not found.rows:
        raise CannotRead(no_such_file())
    return found
