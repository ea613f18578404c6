"""Opens a file by its format: its lines, and the words that a second reader finds in it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from intranet.documents.reading import second_reader
from intranet.documents.reading.converting import to_word
from intranet.documents.reading.formats import Format, format_of
from intranet.documents.reading.html import read_html
from intranet.documents.reading.odt import read_odt
from intranet.documents.reading.pdf import read_pdf
from intranet.documents.reading.plain_text import read_text
from intranet.documents.reading.second_html import html_lines
from intranet.documents.reading.second_odt import odt_lines
from intranet.documents.reading.source import Source
from intranet.documents.reading.word import read_word

Progress = Callable[[int, int], None]


def open_file(data: bytes, filename: str, progress: Progress) -> tuple[Source, list[str] | None, list[str]]:
    """Return the source, the second reader's lines where it reads in lines, and what only the second reader saw."""
    form = format_of(data, filename)
    if form is Format.PDF:
        source, lost = read_pdf(data, progress)
        return source, None, lost
    if form is Format.OLD:
        data = to_word(data)
        source = read_word(data)
        source.warnings.insert(0, _("The file was converted from an old format first: look it over with more care."))
        return source, second_reader.word_lines(data), []
    first, second = {
        Format.WORD: (read_word, second_reader.word_lines),
        Format.ODT: (read_odt, odt_lines),
        Format.HTML: (read_html, html_lines),
        Format.TEXT: (read_text, second_reader.text_lines),
    }[form]
    return first(data), second(data), []
