"""The fonts that documents are set in: the repository's own, so that the same input gives the same bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

_SEGMENTS = 4  # the format of a font's table of letters that all of ours have


def folder() -> str:
    """Return the folder of the font files."""
    return str(settings.BASE_DIR / "assets" / "fonts")


@cache
def letters() -> frozenset[int]:
    """Return the code points that every face of the sans has; what it lacks, Typst refuses to put into an archive."""
    faces = sorted(Path(folder()).glob("NotoSans-*.ttf"))
    return frozenset.intersection(*(frozenset(_letters(face.read_bytes())) for face in faces))


def _letters(font: bytes) -> Iterator[int]:
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    begin = tables[b"cmap"]
    for place in range(struct.unpack_from(">H", font, begin + 2)[0]):
        at = begin + struct.unpack_from(">I", font, begin + 8 + 8 * place)[0]
        if struct.unpack_from(">H", font, at)[0] == _SEGMENTS:
            yield from _in_segments(font, at)


def _in_segments(font: bytes, at: int) -> Iterator[int]:
    """Yield the letters of a table: runs from a first to a last one, shifted by a delta or looked up one by one."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    starts, deltas, offsets = (at + 16 + 2 * count * part for part in (1, 2, 3))
    for place in range(count):
        last = struct.unpack_from(">H", font, at + 14 + 2 * place)[0]
        first, delta, offset = (struct.unpack_from(">H", font, row + 2 * place)[0] for row in (starts, deltas, offsets))
        for code in range(first, min(last, 0xFFFE) + 1):
            found = offsets + 2 * place + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", font, found)[0] if offset else code + delta
            if glyph % 0x10000:
                yield code
