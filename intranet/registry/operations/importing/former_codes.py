"""The verification codes that lost certificates had: what is printed on them goes on verifying (REG-04).

After a restore the certificates that the backup did not know come back from a published copy of the list. Its address
holds the code. Only a historical import takes codes, and only such as are free and could have been given here.
"""

from __future__ import annotations

from typing import Any

from intranet.core.words import search_key
from intranet.registry import wording
from intranet.registry.enums import PublicStatus
from intranet.registry.operations.importing.findings import Finding
from intranet.registry.operations.importing.inserting import in_database
from intranet.registry.operations.importing.rows import ReadRow
from intranet.registry.rules.numbers import typed_code
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.headings import Headed

VALID = frozenset({"", PublicStatus.VALID.value})


class FormerCodes:
    """The codes of one sheet."""

    def __init__(self, sheet: Headed, sheet_name: str, *, is_historical: bool) -> None:
        places = sheet.places_of_copy if is_historical else {}
        self.column = next((name for name in ("url", "code") if name in places), "")
        if not self.column:
            places = {}
        self.place, self.place_of_status = places.get(self.column, -1), places.get("status", -1)
        self.headings = {sheet.heading_cells[places[name]] for name in (self.column, "status") if name in places}
        self.sheet_name = sheet_name
        self.of_file: set[str] = set()

    def read(self, each: ReadRow, row_cells: list[Any]) -> None:
        """Take the code of a row, and refuse a row that the copy does not give as valid."""
        if not self.column:
            return
        each.code = typed_code(_text(row_cells, self.place).rstrip("/").rpartition("/")[2])
        status = _text(row_cells, self.place_of_status)
        if search_key(status) not in VALID:
            self._refuse(each, "status", status, "not_valid")

    def refuse_taken(self, new: list[ReadRow]) -> list[ReadRow]:
        """Return the rows without those whose code belongs to another certificate; these are refused."""
        wanted = {each.code for each in new if each.code}
        if not wanted:
            return new
        taken = self.of_file | in_database("code", wanted)
        free: list[ReadRow] = []
        for each in new:
            if each.code and each.code in taken:
                self._refuse(each, self.column, each.code, "code_taken")
                continue
            taken.add(each.code)
            free.append(each)
        self.of_file |= wanted
        return free

    def _refuse(self, each: ReadRow, column: str, value: str, code: str) -> None:
        each.rejected.append(Finding(each.row, column, value, str(wording.CELLS[code]), "", self.sheet_name))


def _text(row_cells: list[Any], place: int) -> str:
    try:
        return cells.one_line(cells.text(row_cells[place]))[:200] if 0 <= place < len(row_cells) else ""
    except BadCell:
        return ""
