"""The receipt is honest: what is not where it should be is named."""

from __future__ import annotations

from intranet.documents.reading.draft import Block, Dropped
from intranet.documents.reading.receipts import receipt
from intranet.documents.reading.source import Line

LINES = [Line(1, "Перший рядок"), Line(2, "Другий рядок"), Line(3, "7")]


def paragraph(text: str, *lines: int) -> Block:
    return Block("paragraph", {"text": text}, list(lines))


def test_a_line_that_no_block_holds_is_unplaced() -> None:
    result = receipt(LINES, blocks=[paragraph("Перший рядок", 1)], header_lines=set(), dropped={}, second=None)

    assert (result.unplaced, result.accounted, result.lines) == (["Другий рядок", "7"], 1, 3)


def test_a_block_that_has_lost_words_of_its_line_does_not_account_for_it() -> None:
    blocks = [paragraph("Перший рядок Другий", 1, 2)]
    result = receipt(LINES, blocks=blocks, header_lines=set(), dropped={3: Dropped("7", "page")}, second=None)

    assert (result.unplaced, result.accounted) == (["Другий рядок"], 2)


def test_a_line_that_only_the_second_reader_sees_is_unplaced() -> None:
    blocks = [paragraph("Перший рядок Другий рядок 7", 1, 2, 3)]
    second = ["Перший рядок", "Другий рядок", "7", "Втрачений рядок"]
    result = receipt(LINES, blocks=blocks, header_lines=set(), dropped={}, second=second)

    assert (result.unplaced, result.accounted, result.lines) == (["Втрачений рядок"], 3, 4)


def test_the_mark_of_a_footnote_within_a_line_takes_nothing_from_it() -> None:
    result = receipt(
        [Line(1, "Слово далі")], blocks=[paragraph("Слово[1] далі", 1)], header_lines=set(), dropped={}, second=None
    )

    assert result.unplaced == []


def test_numbers_that_the_word_processor_computes_are_not_held_against_the_second_reader() -> None:
    row = Line(1, "1 Двір", cells=("1", "Двір"), generated="1")
    table = Block("table", {"caption": "", "header_rows": 0, "rows": [["1", "Двір"]]}, [1])

    assert receipt([row], blocks=[table], header_lines=set(), dropped={}, second=["Двір"]).unplaced == []
