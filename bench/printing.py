"""Certificates as PDF with their QR codes, against typst alone with the same template and data, on every core."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple, Self

from intranet.core.typesetting import fonts, worker
from intranet.registry import printing
from intranet.registry.models import Certificate
from intranet.registry.printing.contents import content
from intranet.registry.printing.designs import Design, design_of, standard
from intranet.registry.queries.designs import version_for

CERTIFICATES = 4000  # as many as a large course gives: what is learned on the way pays
ROUNDS = 3
# What typst alone does: no database, no QR code, no pipe; the inputs are ready, the documents thrown away.
ALONE = """
import json, sys, typst
source, folder, given, part, parts = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
compiler = typst.Compiler(input=source, font_paths=known, ignore_system_fonts=True)
for moment, data in json.load(open(given))[part::parts]:
    compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2a", "ua-1"], timestamp=moment)
"""


class Cost(NamedTuple):
    """What work took: time on the wall, and of all cores, processes that have ended included."""

    seconds: float
    cpu: float

    @classmethod
    def now(cls) -> Self:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in used))

    @classmethod
    def since(cls, began: Self) -> Self:
        now = cls.now()
        return cls(now.seconds - began.seconds, now.cpu - began.cpu)


def measure() -> None:
    """Print our rate, typst's and their ratio, each the best of the rounds, taken in turns."""
    rows = list(Certificate.objects.select_related("form", "kind", "template_version").order_by("-id")[:CERTIFICATES])
    if not rows:
        print("no certificates, nothing to print")
        return
    design = _design(rows)
    with tempfile.TemporaryDirectory() as folder:
        source, given = _prepared(Path(folder), design, rows)
        ours, alone = [], []
        for _round in range(ROUNDS):
            alone.append(_alone(source, given))
            ours.append(_ours(rows))
    count, cores = len(rows), os.cpu_count() or 1
    mine, typst_alone = min(ours), min(alone)
    print(
        f"{count} certificates as PDF on {cores} cores: {count / mine.seconds:.0f} a second :"
        f" {count / typst_alone.seconds:.0f} a second by typst alone = {typst_alone.seconds / mine.seconds:.2f};"
        f" CPU for one {1000 * mine.cpu / count:.1f} ms : {1000 * typst_alone.cpu / count:.1f} ms"
        f" = {typst_alone.cpu / mine.cpu:.2f}"
    )


def _design(rows: list[Certificate]) -> Design:
    """Return the design of the newest certificate and let all of the rows have it."""
    version = rows[0].template_version or version_for(None)
    if version is None:
        return standard("uk")
    for row in rows:
        row.template_version = version
    return design_of(version)


def _prepared(folder: Path, design: Design, rows: list[Certificate]) -> tuple[str, str]:
    documents = []
    for row in rows:
        data = content(row, design, origin=row.origin or "https://college.example", duplicate=None)
        data["qr"] = worker.qr_svg(data["verify_address"])
        documents.append((data["moment"], json.dumps(data, ensure_ascii=False)))
    source, given = folder / "main.typ", folder / "given.json"
    source.write_text(design.source, encoding="utf-8")
    given.write_text(json.dumps(documents), encoding="utf-8")
    return str(source), str(given)


def _alone(source: str, given: str) -> Cost:
    parts = os.cpu_count() or 1
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    began = Cost.now()
    running = [
        subprocess.Popen(
            [sys.executable, "-I", "-c", ALONE, source, fonts.folder(), given, str(part), str(parts)], env=environment
        )
        for part in range(parts)
    ]
    if [process.wait() for process in running] != [0] * parts:
        raise RuntimeError("typst alone failed")
    return Cost.since(began)


def _ours(rows: list[Certificate]) -> Cost:
    began = Cost.now()
    made = sum(1 for _row, _document in printing.pdfs(rows))
    if made != len(rows):
        raise RuntimeError("a document is missing")
    return Cost.since(began)
