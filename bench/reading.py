"""How long a long document takes to read, measured against the walk over its XML alone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from docx import Document

SECTIONS, CLAUSES = 40, 20  # about 200 pages, with lists and tables
WORDS = "Черговий видає ключ викладачеві та лаборантові, які розписуються в журналі й повертають його до вечора. "


def measure(*, rounds: int = 5) -> None:
    """Print the CPU time of reading a DOCX of 200 pages into a draft, and of the walk that only reads its XML."""
    from intranet.documents.reading import read
    from intranet.documents.reading.word import read_word

    data = _document()
    walk, _source = _timed(lambda: read_word(data), rounds)
    whole, draft = _timed(lambda: read(data, filename="long.docx", kind="regulation", language="uk"), rounds)
    print(
        f"reading a DOCX of {draft.receipt.lines} paragraphs and rows: {whole:.2f} s; the walk over its XML alone: "
        f"{walk:.2f} s; ratio {whole / walk:.1f} (at most 5); unplaced: {len(draft.receipt.unplaced)}"
    )


def _document() -> bytes:
    document = Document()
    document.add_paragraph("ПОЛОЖЕННЯ про облік ключів")
    for section in range(1, SECTIONS + 1):
        document.add_paragraph(f"{section}. Порядок видавання")
        for clause in range(1, CLAUSES + 1):
            document.add_paragraph(f"{section}.{clause}. " + WORDS * 5)
            for mark in "абв":
                document.add_paragraph(f"{mark}) перелік того, що належить зробити протягом дня;")
        for row in document.add_table(8, 3).rows:
            for cell in row.cells:
                cell.text = "Ключ від аудиторії"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the shortest CPU time of several rounds, and the result of the last."""
    shortest, result = float("inf"), None
    for _round in range(rounds):
        began = time.process_time()
        result = work()
        shortest = min(shortest, time.process_time() - began)
    return shortest, result
