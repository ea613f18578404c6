"""What is wanting in a job description (JOB-01, JOB-03, JOB-05) and in what the Welsh rule asks of a post. Pure.

Findings carry a code; ``documents.job_words`` says each in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from intranet.documents.enums import BlockKind
from intranet.documents.rules.structured import BOTH, CRITERION

HEADER = ("title", "department", "team", "accountable_to", "post_id", "grade", "evaluation_id", "version_date")
SKILLS = ("listening", "speaking", "reading", "writing")
LONGEST_NAME = 160

Code = Literal[
    "no_fact", "not_measured", "unknown_measure", "no_level", "both_levels", "no_caption", "no_header_cells",
    "empty_sheet", "no_category", "no_skill_levels", "no_assessor", "no_assessment_date", "no_assessment_reason",
    "no_advert_fact",
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that is wanting: what kind, in what words, and the block in which it stands."""

    code: Code
    text: str = ""
    block_id: str = ""


@dataclass(frozen=True)
class SkillsAssessment:
    """What was found about the Welsh skills that a post needs; a level is 0–5, none where nobody has said."""

    category: str = ""
    levels: Mapping[str, int | None] | None = None
    assessor: str = ""
    assessed_on: date | None = None
    reason: str = ""


def findings_in_header(facts: Mapping[str, object]) -> list[Finding]:
    """Return the facts that a header lacks (JOB-03)."""
    return [Finding("no_fact", key) for key in HEADER if not facts.get(key)]


def findings_in_blocks(blocks: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[Finding]:
    """Return what is wanting in the blocks of a description, given as (id, kind, data) of ``rules.texts``."""
    found: list[Finding] = []
    for block_id, kind, data in blocks:
        if kind == BlockKind.TABLE:
            found += _of_table(block_id, data)
        elif kind == BlockKind.PERSON_SPEC:
            found += _of_criteria(block_id, data)
        if kind in {BlockKind.PERSON_SPEC, BlockKind.MATRIX, BlockKind.FACTS} and not data["rows"]:
            found.append(Finding("empty_sheet", str(data["caption"]), block_id))
    return found


def _of_table(block_id: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A table without a caption or header cells is not published: who hears it read cannot follow it."""
    first = next((cell for row in data["rows"] for cell in row if cell), "")
    if not data["caption"]:
        yield Finding("no_caption", _short(first), block_id)
    if not data["header_rows"]:
        yield Finding("no_header_cells", _short(data["caption"] or first), block_id)


def _of_criteria(block_id: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Every criterion is essential or desirable, not both, and measured by something (JOB-05)."""
    known = {measure["key"] for measure in data["legend"]}
    for row in data["rows"]:
        if row["kind"] != CRITERION:
            continue
        name = _short(row["text"])
        if not row["level"]:
            yield Finding("no_level", name, block_id)
        elif row["level"] == BOTH:
            yield Finding("both_levels", name, block_id)
        if not row["measures"]:
            yield Finding("not_measured", name, block_id)
        elif not set(row["measures"]) <= known:
            yield Finding("unknown_measure", name, block_id)


def findings_in_skills(assessment: SkillsAssessment) -> list[Finding]:
    """Return what the Welsh rule asks for and is not there: a category, a level per skill, who, when and why."""
    found: list[Finding] = []
    if not assessment.category:
        found.append(Finding("no_category"))
    levels = assessment.levels or {}
    missing = [skill for skill in SKILLS if levels.get(skill) is None]
    found += [Finding("no_skill_levels", skill) for skill in missing]
    if not assessment.assessor:
        found.append(Finding("no_assessor"))
    if assessment.assessed_on is None:
        found.append(Finding("no_assessment_date"))
    if not assessment.reason.strip():
        found.append(Finding("no_assessment_reason"))
    return found


def financial_year(on_date: date) -> tuple[date, date]:
    """Return the first and the last day of the financial year of a day: 1 April to 31 March."""
    first = on_date.year if (on_date.month, on_date.day) >= (4, 1) else on_date.year - 1
    return date(first, 4, 1), date(first + 1, 3, 31)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME].rsplit(' ', 1)[0]}…"
