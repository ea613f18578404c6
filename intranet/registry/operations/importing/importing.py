"""The import itself: one transaction, in chunks, every row accepted, already there, or rejected with its cure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.models import Series
from intranet.registry.operations.importing.findings import MOST_FINDINGS, Outcome
from intranet.registry.operations.importing.sheets import SheetImport
from intranet.registry.operations.numbering import require_unlocked
from intranet.registry.tables.headings import COLUMNS, Headed, Layout, headed
from intranet.registry.tables.reading import Sheet, Unreadable, has_macros, read

CHUNK = 2000
IMPORT_LOCK = 7_237_001  # of PostgreSQL's advisory locks


class CannotImport(Refusal):
    """Nothing of the file was imported; the message says why and what to do.

    ``code`` names what is wrong with the file, where that is what it is.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code

    @property
    def wants_columns(self) -> bool:
        """Say whether a person can help by saying which column is which."""
        return self.code in {"no_heading", "heading_twice", "heading_in_two_rows"}


@dataclass(frozen=True)
class Choice:
    """How a person wants a sheet read: its columns, values of all its rows, or not at all."""

    layout: Layout | None = None
    common: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True)
class Options:
    """How a file is to be taken.

    ``common`` fills columns that the file lacks; ``choices`` says what a person decided about a sheet, ``cures`` what
    stands in the place of cells, by sheet, row and column. ``reason`` is why late certificates are registered late,
    once for the batch; without one the import itself is recorded as the reason.
    """

    mend: bool = False
    is_historical: bool = False
    common: Mapping[str, str] = field(default_factory=dict)
    series: Series | None = None
    reason: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    cures: Mapping[str, Mapping[int, Mapping[str, str]]] = field(default_factory=dict)


def import_rows(
    *,
    data: bytes,
    file_name: str,
    at: datetime,
    actor: Account | None = None,
    mend: bool = False,
    is_historical: bool = False,
    common: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Import the certificates of a file; what is refused is named, the rest is kept, a repeat adds nothing.

    ``common`` fills columns that the file lacks. A dry run checks everything and writes nothing. Raises CannotImport,
    NoSeries, IssuingLocked.
    """
    options = Options(mend=mend, is_historical=is_historical, common=common or {})
    return import_file(data=data, file_name=file_name, options=options, at=at, actor=actor, dry_run=dry_run)


def import_file(
    *,
    data: bytes,
    file_name: str,
    options: Options,
    at: datetime,
    actor: Account | None = None,
    dry_run: bool = False,
    keeps_refused: bool = False,
    tell: Callable[[int], None] | None = None,
) -> Outcome:
    """Import a file as the options say, all of what it may or nothing.

    ``keeps_refused`` keeps the refused rows as they stood in the file; ``tell`` hears how many rows are done. Raises
    CannotImport, NoSeries, IssuingLocked.
    """
    require_unlocked()
    try:
        return _import(data, file_name, options, at, actor, dry_run=dry_run, keeps_refused=keeps_refused, tell=tell)
    except Unreadable as error:
        raise CannotImport(str(wording.FILES[error.code]), error.code) from None


def _import(
    data: bytes, file_name: str, options: Options, at: datetime, actor: Account | None, *, dry_run: bool,
    keeps_refused: bool, tell: Callable[[int], None] | None,
) -> Outcome:  # fmt: skip
    outcome = Outcome()
    sheets = _sheets(read(data), options, outcome)
    if has_macros(data):
        outcome.notes.append(str(wording.NOTES["macros"]))
    _check_common(options.common, sheets)
    for sheet in sheets:
        _check_common(_choice(options, sheet.name).common, [sheet])
    outcome.titles = [title for sheet in sheets for title in sheet.titles]
    outcome.sheets = sheets
    several = {sheet.name: sheet.name if len(sheets) > 1 else "" for sheet in sheets}
    checksum = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        _use_indexes()
        if not dry_run:
            _wait_for_other_imports()
        for sheet in sheets:
            work = SheetImport(
                sheet, {**options.common, **_choice(options, sheet.name).common}, at=at, actor=actor,
                mend=options.mend, is_historical=options.is_historical, series=options.series,
                cures=options.cures.get(several[sheet.name], {}), file_name=_named(file_name, sheet, sheets),
                sheet_name=several[sheet.name], reason=options.reason,
            )  # fmt: skip
            for rows in _chunks(sheet.rows(), CHUNK):
                work.take(rows, outcome, dry_run=dry_run, keeps_refused=keeps_refused, checksum=checksum)
                if tell is not None:
                    tell(outcome.rows)
            work.finish(outcome, dry_run=dry_run, checksum=checksum)
    if outcome.is_full:
        outcome.notes.append(str(wording.NOTES["full"]) % {"count": MOST_FINDINGS})
    return outcome


def _use_indexes() -> None:
    """Let PostgreSQL look rows up by their indexes: of what this transaction adds its statistics know nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def _wait_for_other_imports() -> None:
    """Let one import at a time write, so that the same file from two people is there already for the second.

    On SQLite the transaction itself does that.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _choice(options: Options, sheet: str) -> Choice:
    return options.choices.get(sheet, Choice())


def _sheets(sheets: list[Sheet], options: Options, outcome: Outcome) -> list[Headed]:
    """Return the sheets to import. One without a heading, or hidden beside others, is named and passed over."""
    found: list[Headed] = []
    problem: Unreadable | None = None
    are_seen = [sheet for sheet in sheets if not sheet.is_hidden]
    for sheet in sheets:
        choice = _choice(options, sheet.name)
        if choice.is_left_out:
            continue
        if sheet.is_hidden and are_seen and choice.layout is None:
            outcome.notes.append(str(wording.NOTES["hidden_sheet"]) % {"sheet": sheet.name})
            continue
        try:
            found.append(headed(sheet, choice.layout))
        except Unreadable as error:
            if error.code != "no_heading":
                raise
            problem = error
            outcome.notes.append(str(wording.NOTES["sheet_without_heading"]) % {"sheet": sheet.name})
    if not found:
        raise problem or Unreadable("empty")
    return found


def _check_common(common: Mapping[str, str], sheets: list[Headed]) -> None:
    for column in common:
        if column not in COLUMNS:
            raise CannotImport(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(COLUMNS)}
            )
        if any(column in sheet.places for sheet in sheets):
            raise CannotImport(
                _("The file has a column “%(column)s” of its own. Remove it there, or do not set it.")
                % {"column": column}
            )


def _named(file_name: str, sheet: Headed, sheets: list[Headed]) -> str:
    return (f"{file_name}, {sheet.name}" if len(sheets) > 1 else file_name)[-255:]


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
