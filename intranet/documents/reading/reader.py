"""Reads a file into a draft: what kind of file it is, its lines, its structure, its receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from intranet.documents.reading import annexes, furniture, job_description, receipts, remarks
from intranet.documents.reading.approval import is_stamp
from intranet.documents.reading.assembling import Assembly
from intranet.documents.reading.draft import Block, Draft, Receipt
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.opening import Progress, open_file
from intranet.documents.reading.paragraphs import Paragraphs
from intranet.documents.reading.preamble import Preamble, read_preamble
from intranet.documents.reading.several import divide
from intranet.documents.reading.source import Line, Source

LONGEST_TITLE = 255


def read(data: bytes, *, filename: str, kind: str, language: str, progress: Progress | None = None) -> Draft:
    """Read a file into a draft of a ``kind`` (regulation, job-description, programme) in a language.

    ``progress`` is told how much is done, and of how much. Raises CannotRead, whose sentence says what is wrong with
    the file and the way out. Nothing is kept.
    """
    told = progress or _nothing
    source, second, lost = open_file(data, filename, told)
    lines, dropped = furniture.set_apart(source.lines)
    pieces = divide(lines) if kind == "job-description" else [lines]
    drafts = [_draft(piece, source, kind=kind, language=language, filename=filename) for piece in pieces]
    main = drafts[0]
    for piece, other in zip(pieces[1:], drafts[1:], strict=True):
        other.draft.receipt = receipts.receipt(
            piece, blocks=other.blocks, header_lines=set(other.header_lines), dropped={}, second=None
        )
    blocks = [block for draft in drafts for block in draft.blocks]
    header_lines = {ordinal for draft in drafts for ordinal in draft.header_lines}
    main.draft.receipt = receipts.receipt(
        source.lines, blocks=blocks, header_lines=header_lines, dropped=dropped, second=second
    )
    _add_lost(main.draft, lost)
    main.draft.warnings = source.warnings + main.draft.warnings + remarks.dropped_lines(dropped)
    main.draft.others = [other.draft for other in drafts[1:]]
    return main.draft


def _nothing(done: int, of: int) -> None:
    """Tell nobody how far the reading is."""


@dataclass
class _Piece:
    """A draft with the lines that its header took."""

    draft: Draft
    header_lines: list[int]

    @property
    def blocks(self) -> list[Block]:
        return self.draft.blocks


@dataclass
class _Heading:
    """What stands before the text: the header, the approval, and the lines that they took."""

    header: dict[str, str]
    lines: list[int]
    preamble: Preamble


def _draft(lines: list[Line], source: Source, *, kind: str, language: str, filename: str) -> _Piece:
    walk = Paragraphs(Source(lines, source.wrapped, source.paragraphs))
    units = walk.read()
    first = _first_opening(units, {line.ordinal for line in lines if line.source_id})
    heading = _heading(units[:first], kind, sectioned=_is_sectioned(units[first:], kind))
    header = heading.header
    title = header.get("title") or header.get("heading") or source.title or _first_words(units)
    title = title or PurePath(filename).stem
    warnings: list[str] = []
    blocks = _body(heading.preamble.rest + units[first:], warnings, source)
    ids = {line.ordinal: line.source_id for line in lines if line.source_id}
    for block in blocks if ids else []:
        block.source_id = next((ids.pop(ordinal) for ordinal in block.lines if ordinal in ids), "")
    job = None
    if kind == "job-description":
        if "heading" not in header:
            header.setdefault("title", title)
        blocks = job_description.structured(blocks)
        job = job_description.facts(header, blocks, language)
    warnings += remarks.sequence(walk) + remarks.preamble(heading.preamble, kind) + remarks.numbers(blocks)
    draft = Draft(
        _short(title),
        language,
        kind,
        blocks,
        header,
        heading.preamble.approval,
        warnings,
        Receipt(len(lines), 0),
        job=job,
    )
    return _Piece(draft, heading.lines)


def _is_sectioned(units: list[Unit], kind: str) -> bool:
    """Say whether the text has heads of its own: where it begins with a clause, a line in capitals may be its first."""
    begins_bare = kind == "regulation" and bool(units) and units[0].opening == "clause"
    return not begins_bare and any(unit.opening in {"section", "clause"} for unit in units)


def _heading(head: list[Unit], kind: str, *, sectioned: bool) -> _Heading:
    header: dict[str, str] = {}
    lines: list[int] = []
    if kind == "job-description":
        header, lines, head = job_description.take_header(head)
    preamble = read_preamble(head, sectioned=sectioned)
    for key, value in preamble.header.items():
        # “Посадова інструкція” names the kind of document; the post is what the header's table says.
        kind_only = kind == "job-description" and key == "title" and (is_kind_only(value) or "title" in header)
        place = "heading" if kind_only else key
        header[place] = f"{header[place]}\n{value}" if place in header else value
    return _Heading(header, lines + preamble.lines, preamble)


def _body(units: list[Unit], warnings: list[str], source: Source) -> list[Block]:
    annexed = next((at for at, unit in enumerate(units) if unit.opening == "annex"), len(units))
    units = units[:annexed] + annexes.split(units[annexed:], warnings)
    sections = sum(unit.opening == "section" for unit in units)
    loose = sections < 2 and not source.wrapped
    return Assembly(loose_headings=loose, paragraphs=source.paragraphs).blocks(units)


def is_kind_only(heading: str) -> bool:
    """Say whether a heading names the kind of document and no post."""
    return len(heading.split()) <= 2


def _first_opening(units: list[Unit], own: set[int]) -> int:
    """Return where the text begins: at the first section, clause or annex; without them, at the first sentence.

    In a file that we wrote it begins at the latest with the first block that carries its permanent id: ``own`` are the
    lines of these.
    """
    for at, unit in enumerate(units):
        if unit.opening in {"section", "clause", "annex"} or own.intersection(unit.lines):
            return at
    return next((at for at, unit in enumerate(units) if len(unit.text) > 160 or unit.opening), len(units))


def _first_words(units: list[Unit]) -> str:
    """Return the words that a text begins with, where they may be its title: a stamp is none."""
    fits = units and units[0].opening in {"", "section"} and not is_stamp(units[0].text)
    return units[0].text if fits else ""


def _short(title: str) -> str:
    words = re.sub(r"\s+", " ", title).strip()
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _add_lost(draft: Draft, lost: list[str]) -> None:
    draft.receipt.unplaced += lost
    draft.receipt.lines += len(lost)
