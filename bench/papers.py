"""A regulation of 300 clauses as PDF and as a Word file; the PDF against typst alone with the same data."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from intranet.core.typesetting import fonts
from intranet.documents.printing import Printable, Source, contents
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.writing import docx

CLAUSES = 300
ROUNDS = 3
SENTENCE = "Педагогічна рада розглядає питання підвищення кваліфікації працівників коледжу та ухвалює рішення. "
ALONE = """
import json, sys, typst
source, folder, given = sys.argv[1:]
known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
compiler = typst.Compiler(input=source, font_paths=known, ignore_system_fonts=True)
compiler.compile(format="pdf", sys_inputs={"data": open(given).read()}, pdf_standards=["a-2a", "ua-1"], timestamp=0)
"""


def measure() -> None:
    """Print what each file takes, the best of the rounds, taken in turns."""
    paper = _paper()
    printable = Printable(Source("edition"), contents.edition(paper))
    with tempfile.TemporaryDirectory() as folder:
        source, given = Path(folder, "main.typ"), Path(folder, "given.json")
        source.write_text(printable.source.source, encoding="utf-8")
        given.write_text(json.dumps(printable.data, ensure_ascii=False), encoding="utf-8")
        alone = [sys.executable, "-I", "-c", ALONE, str(source), fonts.folder(), str(given)]
        ours, typst_alone, word = [], [], []
        for _round in range(ROUNDS):
            typst_alone.append(_seconds(lambda: subprocess.run(alone, check=True)))
            ours.append(_seconds(lambda: Printable(Source("edition"), contents.edition(paper)).pdf()))
            word.append(_seconds(lambda: docx(paper)))
    print(
        f"a regulation of {CLAUSES} clauses: PDF {min(ours):.2f} s : {min(typst_alone):.2f} s by typst alone"
        f" = {min(ours) / min(typst_alone):.2f}; Word {min(word):.2f} s"
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _paper() -> Paper:
    blocks = [
        FrozenBlock(f"{number:032x}", "clause", {"number": f"1.{number}", "text": SENTENCE * 4})
        for number in range(1, CLAUSES + 1)
    ]
    words = {"page": "{page} / {pages}", "missing": ""}
    return Paper("Положення про підвищення кваліфікації", "uk", tuple(blocks), date(2026, 1, 1), words=words)
