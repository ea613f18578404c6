"""The letters of a web page: a byte order mark, what the page itself declares, else as of any text."""

from __future__ import annotations

import codecs
import html
import re

from intranet.documents.reading.plain_text import decode

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def decode_page(data: bytes) -> str:
    """Return the text of a web page; a declaration that the bytes belie is not believed."""
    return _ENTITY.sub(_character, _decoded(data))


def _character(match: re.Match[str]) -> str:
    # The marks that make markup stay as they are; every other character stands for itself from here on.
    text = html.unescape(match[0])
    return match[0] if text in {"<", ">", "&", '"', "'"} else text


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:8192])
    if declared and not data.startswith(_MARKS) and 0 not in data[:400]:
        try:
            codec = codecs.lookup(declared[1].decode("ascii"))
            if codec.name not in {"utf-16", "utf-32", "utf-7", "idna", "punycode"}:
                return data.decode(codec.name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)
