"""Job descriptions: the header facts, duties numbered through, the person specification, and what is wanting."""

from __future__ import annotations

import html
import re

from intranet.documents.job_words import sentence
from intranet.documents.reading.draft import Block, JobFacts
from intranet.documents.reading.job_matrix import with_matrix
from intranet.documents.reading.job_tables import with_facts, with_specification
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.marks import named_head
from intranet.documents.reading.receipts import words_of
from intranet.documents.rules.job_descriptions import (
    SkillsAssessment,
    findings_in_blocks,
    findings_in_header,
    findings_in_skills,
)
from intranet.documents.rules.structured import CRITERION
from intranet.documents.rules.tongues import foreign_segments

_LABELS = {
    "evaluation_id": r"id gwerthuso swydd|job evaluation (?:id|number)|(?:id|номер) оцінювання посади|"
    r"(?:id|номер) оценки должности",
    "accountable_to": r"yn atebol i|accountable to|reports? to|responsible to|line manager|"
    r"підпорядкову\w+|підзвітн\w+|подчиня\w+|"
    r"непосредственный руководитель|безпосередній керівник",
    "title": r"teitl y swydd|job title|post title|назва посади|посада|наименование должности|должность",
    "department": r"adran|department|directorate|відділ|департамент|управління|структурний підрозділ|"
    r"отдел|подразделение",
    "team": r"gwasanaeth|tîm|service|team|служба|команда|група|группа",
    "post_id": r"id(?: y)? swydd|post (?:id|number|reference)|код посади|id посади|код должности",
    "grade": r"gradd|graddfa|grade|salary|розряд|тарифний розряд|категорія|разряд|оклад",
    "version_date": r"rheoli fersiwn|fersiwn|version|date of (?:development|version)|"
    r"дата версії|дата редакції|редакція|дата редакции|редакция|версия",
}
_LABEL = {key: re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE) for key, pattern in _LABELS.items()}
_DUTIES = re.compile(r"d?dyletswydd|duties|responsibilities|обов[’'ʼ`]?язк|обязанност|функці|функци", re.IGNORECASE)


def label_of(text: str) -> str:
    """Return which header fact a label names, or nothing."""
    if not text or len(text) > 90:
        return ""
    return next((key for key, pattern in _LABEL.items() if pattern.match(text)), "")


def take_header(units: list[Unit]) -> tuple[dict[str, str], list[int], list[Unit]]:
    """Take the header's rows and “label: value” lines out of what stands before the first section."""
    header: dict[str, str] = {}
    lines: list[int] = []
    rest: list[Unit] = []
    for unit in units:
        label, value = _pair(unit)
        key = label_of(label) if label else ""
        if key and key not in header:
            header[key] = value
            lines += unit.lines
        else:
            rest.append(unit)
    return header, lines, rest


def _pair(unit: Unit) -> tuple[str, str]:
    if unit.cells is not None:
        filled = [cell for cell in unit.cells if cell]
        return (filled[0], filled[1] if len(filled) == 2 else "") if 1 <= len(filled) <= 2 else ("", "")
    label, colon, value = unit.text.partition(":")
    return (label, value.strip()) if colon and len(label) <= 60 and not unit.opening else ("", "")


def structured(blocks: list[Block]) -> list[Block]:
    """Turn tables into what they are: duties numbered through, the person specification, facts, the matrix."""
    return with_matrix(with_facts(with_specification(with_duties(blocks)), label_of))


def with_duties(blocks: list[Block]) -> list[Block]:
    """Turn rows of a number and a text into clauses, numbered through across their groups (JOB-04)."""
    result: list[Block] = []
    last = 0
    for block in blocks:
        rows = block.data.get("rows", []) if block.kind == "table" else []
        numbered = [row for row in rows if row[0].rstrip(".").isdecimal()]
        if len(numbered) < 2 or len(rows[0]) != 2:
            result.append(block)
            continue
        for row, line in zip(rows, block.lines[-len(rows) :], strict=True):
            value = int(row[0].rstrip(".")) if row[0].rstrip(".").isdecimal() else 0
            if value == last + 1:
                last = value
                result.append(Block("clause", {"number": str(value), "text": html.escape(row[1], quote=False)}, [line]))
            else:
                words = " ".join(cell for cell in row if cell)
                result.append(Block("duty_group", {"heading": words}, [line]))
    return result


def facts(header: dict[str, str], blocks: list[Block], language: str) -> JobFacts:
    """Count what a job description holds and list what is wanting."""
    result = JobFacts()
    result.duties = _duties(blocks)
    for block in blocks:
        if block.kind == "facts":
            _fill(header, block)
        elif block.kind == "person_spec":
            result.criteria += sum(row["kind"] == CRITERION for row in block.data["rows"])
        elif block.kind == "matrix":
            result.matrix_rows += len(block.data["rows"])
    result.foreign = foreign_segments([segment for block in blocks for segment in _segments(block)], language)
    found = findings_in_header(header)
    found += findings_in_blocks(("", block.kind, block.data) for block in blocks)
    if language == "cy":  # a description in Welsh is one for a body under the Welsh language standards
        found += findings_in_skills(SkillsAssessment())
    result.gaps = [sentence(each) for each in found]
    return result


def _fill(header: dict[str, str], block: Block) -> None:
    """Take from a table of facts what the header does not say."""
    for row in block.data["rows"]:
        key = label_of(row["label"])
        if key and row["text"] and not header.get(key):
            header[key] = row["text"]


def _segments(block: Block) -> list[str]:
    """Return the pieces of a block that a person reads as one: a paragraph, a cell, a behaviour."""
    if block.kind == "table":
        return [cell for row in block.data["rows"] for cell in row]
    if block.kind == "matrix":
        parts = ("behaviours", "leading", "negative")
        rows = block.data["rows"]
        return [
            text for row in rows for text in (row["value"], row["meaning"], *(t for name in parts for t in row[name]))
        ]
    if block.kind in {"person_spec", "facts"}:
        return [row["text"] for row in block.data["rows"]]
    return [words_of(block)]


def _duties(blocks: list[Block]) -> int:
    """Count the clauses of the sections that are named after duties; where none is, the ones numbered through."""
    inside, named, through = False, 0, 0
    numbered = [block for block in blocks if block.kind == "section" and _is_numbered(block)]
    for block in blocks:
        if block.kind == "section":
            counts = _is_numbered(block) or not numbered
            inside = counts and _DUTIES.search(block.data["heading"]) is not None
        elif block.kind == "clause":
            named += inside
            through += block.data["number"].isdecimal()
    return named or through


def _is_numbered(section: Block) -> bool:
    return bool(section.data["number"]) or named_head(section.data["heading"]) is not None
