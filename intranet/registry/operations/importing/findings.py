"""What an import tells: findings about cells, notes about the file, and what became of everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from intranet.registry import wording
from intranet.registry.models import ImportBatch
from intranet.registry.tables.headings import Headed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a cell: what it says, why that will not do, and what would."""

    row: int
    column: str
    value: str
    message: str
    proposed: str = ""
    sheet: str = ""

    @property
    def label(self) -> str:
        return wording.label(self.column)

    @property
    def key(self) -> str:
        """Return what names the cell in a form."""
        return f"{self.row}:{self.column}:{self.sheet}"


@dataclass
class RefusedRow:
    """A row that was refused, as it stood in the file, with what was found about it."""

    row: int
    cells: list[Any]
    findings: list[Finding]


@dataclass
class RefusedSheet:
    """The refused rows of one sheet, with its headings."""

    name: str
    headings: list[str]
    places: dict[str, int]
    rows: list[RefusedRow] = field(default_factory=list)


MOST_FINDINGS = 100_000  # that are kept: a file of nothing but faults would take the memory otherwise


@dataclass
class Outcome:
    """What became of a file."""

    rows: int = 0
    accepted: int = 0
    already_there: int = 0
    late: int = 0
    mended: list[Finding] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    batches: list[ImportBatch] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets: list[Headed] = field(default_factory=list)
    refused: list[RefusedSheet] = field(default_factory=list)

    @property
    def rejected_rows(self) -> int:
        return self.rows - self.accepted - self.already_there

    @property
    def is_full(self) -> bool:
        """Say whether there were so many findings that the rest is counted and no longer listed."""
        return len(self.rejected) + len(self.mended) >= MOST_FINDINGS

    @property
    def proposals(self) -> list[Finding]:
        """What a person may accept: the findings that have a cure."""
        return [each for each in self.rejected if each.proposed]


class Notes:
    """Rows worth a word, gathered by the reason, so that a thousand of them are one sentence."""

    MOST = 12

    def __init__(self) -> None:
        self.rows: dict[str, list[int]] = {}

    def add(self, code: str, row: int) -> None:
        self.rows.setdefault(code, []).append(row)

    def sentences(self, sheet: str) -> list[str]:
        """Return a sentence for each reason, naming the first rows."""
        found = []
        for code, rows in self.rows.items():
            listed = ", ".join(map(str, rows[: self.MOST])) + (" …" if len(rows) > self.MOST else "")
            sentence = str(wording.NOTES[code]) % {"rows": listed}
            found.append(f"{sheet}: {sentence}" if sheet else sentence)
        return found
