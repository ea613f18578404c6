"""Job descriptions: the header facts, duties numbered through, the person specification, and what is wanting."""

from __future__ import annotations

import html
import re

from django.utils.translation import gettext as _

from intranet.documents.reading import tongues
from intranet.documents.reading.draft import Block, JobFacts
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.marks import named_head
from intranet.documents.reading.receipts import words_of

HEADER = ("title", "department", "team", "accountable_to", "post_id", "grade", "evaluation_id", "version_date")
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
_ESSENTIAL = re.compile(r"hanfodol|essential|обов[’'ʼ`]?язков|обязательн", re.IGNORECASE)
_DESIRABLE = re.compile(r"dymunol|desirable|бажан|желательн", re.IGNORECASE)
_DUTIES = re.compile(r"d?dyletswydd|duties|responsibilities|обов[’'ʼ`]?язк|обязанност|функці|функци", re.IGNORECASE)
_LEADING = re.compile(r"ymddygiadau arwain|leading behaviou?rs", re.IGNORECASE)
_LEVEL = re.compile(r"(?:y|ydw|yes|x|✓|✔|\+|так|да|h|d|e)$", re.IGNORECASE)


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
                result.append(Block("paragraph", {"text": f"<b>{html.escape(words, quote=False)}</b>"}, [line]))
    return result


def facts(header: dict[str, str], blocks: list[Block], language: str) -> JobFacts:
    """Count what a job description holds and list what is wanting."""
    result = JobFacts()
    result.duties = _duties(blocks)
    for block in blocks:
        if block.kind == "table":
            _count_table(block, header, result)
    result.foreign = tongues.foreign(
        [words_of(block) for block in blocks if block.kind != "table"] + _cells(blocks), language
    )
    missing = [key for key in HEADER if not header.get(key)]
    result.gaps = [_("The header does not say: %(fact)s.") % {"fact": _fact(key)} for key in missing] + result.gaps
    return result


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


def _cells(blocks: list[Block]) -> list[str]:
    return [cell for block in blocks if block.kind == "table" for row in block.data["rows"] for cell in row]


def _count_table(block: Block, header: dict[str, str], result: JobFacts) -> None:
    rows: list[list[str]] = block.data["rows"]
    head = rows[0]
    if any(_ESSENTIAL.match(cell) for cell in head) and any(_DESIRABLE.match(cell) for cell in head):
        _count_criteria(rows, result)
        return
    if len(head) == 2:
        for label, value in rows:
            key = label_of(label)
            if key and value and not header.get(key):
                header[key] = value
    result.matrix_rows += sum(any(_LEADING.match(cell) for cell in row) for row in rows)


def _count_criteria(rows: list[list[str]], result: JobFacts) -> None:
    """Count the rows that are criteria; each is essential or desirable, and measured by something (JOB-05)."""
    levels = [at for at, cell in enumerate(rows[0]) if _ESSENTIAL.match(cell) or _DESIRABLE.match(cell)]
    measure = max(levels) + 1
    for row in rows[1:]:
        chosen = [at for at in levels if _LEVEL.match(row[at])]
        if not chosen:
            continue
        result.criteria += 1
        if len(chosen) > 1:
            result.gaps.append(_("A criterion is both essential and desirable: “%(text)s”.") % {"text": row[0]})
        if measure >= len(row) or not row[measure]:
            result.gaps.append(_("A criterion is not measured by anything: “%(text)s”.") % {"text": row[0]})


def _fact(key: str) -> str:
    return {
        "title": _("title"),
        "department": _("department"),
        "team": _("service or team"),
        "accountable_to": _("accountable to"),
        "post_id": _("post id"),
        "grade": _("grade"),
        "evaluation_id": _("job evaluation id"),
        "version_date": _("version date"),
    }[key]
