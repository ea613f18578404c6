"""A program: read a PDF from standard input and print its words, links and properties as one JSON string.

It runs apart from the site and imports nothing of it, because the file may be made to harm whoever reads it: it limits
its own memory, processor time and open files before it looks at the first byte.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from ctypes import byref, c_int, create_string_buffer

MEMORY = 768 * 1024 * 1024  # of addresses, most of it the interpreter's and the library's own
CPU_SECONDS = 5
PAGES = 5
MOST_LETTERS = 200_000
MOST_LINKS = 200
MOST_ADDRESS = 2000


def limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def texts(data: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    yield from document.get_metadata_dict(skip_empty=True).values()
    for number in range(min(len(document), PAGES)):
        page = document[number]
        yield from links(document, page)
        yield page.get_textpage().get_text_bounded()[:MOST_LETTERS]


def links(document: object, page: object) -> Iterator[str]:
    """Yield the addresses that the page's links lead to."""
    from pypdfium2 import raw

    position, link = c_int(0), raw.FPDF_LINK()
    for _each in range(MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, byref(position), byref(link)):
            return
        action = raw.FPDFLink_GetAction(link)
        address = create_string_buffer(MOST_ADDRESS)
        if action and raw.FPDFAction_GetURIPath(document, action, address, MOST_ADDRESS):
            yield address.value.decode("latin-1")


def main() -> None:
    data = sys.stdin.buffer.read()
    import pypdfium2  # noqa: F401 - the library is loaded before there is too little memory for it

    limit()
    sys.stdout.write(json.dumps("\n".join(texts(data))[:MOST_LETTERS]))


if __name__ == "__main__":
    main()
