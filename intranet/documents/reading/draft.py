"""What reading a file yields: blocks in order, the header, the approval, and the receipt of every line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from intranet.core.refusals import Refusal

Kind = Literal[
    "section", "clause", "paragraph", "list", "table", "annex", "note", "duty_group", "facts", "matrix", "person_spec"
]


class CannotRead(Refusal):
    """The file cannot be read; the message says what is wrong and the way out."""


@dataclass
class Block:
    """A piece of the document; ``lines`` are the ordinals (from 1) of the source's non-blank lines that it holds.

    ``data`` by kind: section {number, heading}; clause {number, text}; paragraph {text}; list {items: [{mark, text}]};
    table {caption, header_rows, rows}; annex {label, title}; note {mark, text}. Texts are inline HTML, cells are plain.
    Blocks after an annex belong to it until the next annex.
    """

    kind: Kind
    data: dict[str, Any]
    lines: list[int]
    source_id: str = ""  # the permanent id that a file of ours carries, without dashes


@dataclass(frozen=True)
class Dropped:
    """A line that was left out, and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class Accounted:
    """A line of the source and what became of it: ``block`` counts the blocks of all drafts of the file from 0."""

    ordinal: int
    text: str
    place: Literal["block", "header", "dropped", "unplaced"]
    block: int | None = None
    reason: str = ""


@dataclass
class Receipt:
    """The account of the source: every non-blank line is placed, dropped with a reason, or unplaced."""

    lines: int
    accounted: int
    unplaced: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    account: list[Accounted] = field(default_factory=list)


@dataclass
class ApprovalData:
    """Who approved the document, as its own stamp says; what the stamp leaves blank is empty here."""

    body: str = ""
    protocol_number: str = ""
    protocol_date: date | None = None
    order_number: str = ""
    order_date: date | None = None


@dataclass
class JobFacts:
    """What a job description holds, counted, and what a validator would refuse (JOB-03, JOB-04, JOB-05)."""

    duties: int = 0
    criteria: int = 0
    matrix_rows: int = 0
    foreign: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """A document as read: a person looks it over and makes it a page."""

    title: str
    language: str
    kind: str
    blocks: list[Block]
    header: dict[str, str]
    approval: ApprovalData
    warnings: list[str]
    receipt: Receipt
    others: list[Draft] = field(default_factory=list)
    job: JobFacts | None = None
