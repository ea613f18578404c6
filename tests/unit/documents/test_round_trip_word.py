"""Word files of ours come back: untouched they change nothing, edited they change what was edited, block by block."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from intranet.documents.reading import read
from intranet.documents.rules.comparing import Change, Pair
from intranet.documents.rules.matching import Incoming
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.proposing import Proposed, proposed
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.writing import docx
from tests.factories.word_texts import HEADS, TEXTS, WordText

REGULATION, WELSH = TEXTS["regulation"], TEXTS["welsh sheets"]


def blocks_of(text: WordText) -> list[FrozenBlock]:
    named = enumerate(text.blocks)
    return [FrozenBlock(str(uuid5(NAMESPACE_OID, f"{place}")), kind, data) for place, (kind, data) in named]


def written(text: WordText) -> bytes:
    paper = Paper(
        text.title, text.language, tuple(blocks_of(text)), date(2026, 1, 5), words=HEADS[text.language],
        facts=text.facts, institution="Institution", state="Draft", edition="Draft",
    )  # fmt: skip
    return docx(paper)


def held(text: WordText, data: bytes, name: str = "x.docx") -> Proposed:
    draft = read(data, filename=name, kind=text.kind, language=text.language)
    assert not draft.receipt.unplaced
    incoming = [Incoming(block.kind, block.data, block.source_id) for block in draft.blocks]
    return proposed(blocks_of(text), incoming, HEADS[text.language], seed="s", carries_looks=True, above=text.facts)


def touched(found: Proposed) -> list[Pair]:
    return [pair for pair in found.pairs if pair.is_touched]


def edited(text: WordText, edit: Callable[[WordDocument], None]) -> bytes:
    document = Document(io.BytesIO(written(text)))
    edit(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraph(document: WordDocument, words: str) -> Any:
    return next(each for each in document.paragraphs if words in each.text)


def run_of(document: WordDocument, words: str) -> Any:
    return next(run for run in paragraph(document, words).runs if words in run.text)


def cell(document: WordDocument, words: str) -> Any:
    cells = (each for table in document.tables for row in table.rows for each in row.cells)
    return next(each for each in cells if words in each.text)


def say(run: Any, older: str, newer: str) -> None:
    assert older in run.text
    run.text = run.text.replace(older, newer)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_file_that_nobody_touched_changes_nothing(text: WordText) -> None:
    found = held(text, written(text))
    assert touched(found) == []
    assert found.kept == [block for block in blocks_of(text) if block.kind in {"standard", "chart"}]


# --- What a word processor does by itself ---------------------------------------------------------------------------


def without_bookmarks(body: str) -> str:
    return re.sub(r"<w:bookmark(?:Start|End)\b[^>]*/>", "", body)


def renumbered_bookmarks(body: str) -> str:
    return re.sub(r'(<w:bookmark(?:Start|End) w:id=")(\d+)"', lambda found: f'{found[1]}{int(found[2]) + 700}"', body)


def split_runs(body: str) -> str:
    """Part each run of more than four letters in two, with a spelling mark between."""

    def parted(found: re.Match[str]) -> str:
        middle = len(found[3]) // 2
        if len(found[3]) < 5 or "&" in found[3]:
            return found[0]
        pieces = (found[3][:middle], found[3][middle:])
        return '<w:proofErr w:type="spellStart"/>'.join(f"{found[1]}{found[2]}{each}</w:t></w:r>" for each in pieces)

    return re.sub(r"(<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)(<w:t[^>]*>)([^<]*)</w:t></w:r>", parted, body)


def smart_tags(body: str) -> str:
    tag = '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="date">'
    return re.sub(r"(<w:r>(?:(?!</w:r>).)*</w:r>)", rf"{tag}\1</w:smartTag>", body, count=9)


def revision_marks(body: str) -> str:
    return re.sub(r"<w:(p|r)>", r'<w:\1 w:rsidR="00AB12CD" w:rsidRPr="00EF3456">', body)


def no_break_spaces(body: str) -> str:
    return re.sub(r"(?<=[а-яіїєґa-z]) (?=[а-яіїєґa-z]{2}\b)", "\u00a0", body)


BY_ITSELF = {
    "bookmarks dropped": without_bookmarks,
    "bookmarks renumbered": renumbered_bookmarks,
    "runs split": split_runs,
    "smart tags": smart_tags,
    "revision marks": revision_marks,
    "no-break spaces": no_break_spaces,
}


def resaved(data: bytes, change: Callable[[str], str]) -> bytes:
    before, after = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(after, "w") as made:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                altered = change(content.decode())
                assert altered != content.decode()
                content = altered.encode()
            made.writestr(name, content)
    return after.getvalue()


@pytest.mark.parametrize("change", BY_ITSELF.values(), ids=BY_ITSELF)
@pytest.mark.parametrize("name", ["regulation", "welsh sheets"])
def test_what_a_word_processor_does_by_itself_is_no_change(name: str, change: Callable[[str], str]) -> None:
    text = TEXTS[name]
    found = touched(held(text, resaved(written(text), change)))
    assert [(pair.change, pair.block.kind, pair.block.data) for pair in found] == []


# --- What people do -------------------------------------------------------------------------------------------------


def change_words(document: WordDocument) -> None:
    say(run_of(document, "один навчальний рік"), "один навчальний рік", "два навчальні роки")


def insert_clause(document: WordDocument) -> None:
    paragraph(document, "Строки подано").insert_paragraph_before("2.1-1 Строк можна подовжити наказом.")


def delete_clause(document: WordDocument) -> None:
    element = paragraph(document, "Про припинення наставництва")._p
    element.getparent().remove(element)


def move_clause(document: WordDocument) -> None:
    paragraph(document, "Наставника призначає")._p.addprevious(paragraph(document, "Про припинення")._p)


def renumber(document: WordDocument) -> None:
    say(run_of(document, "2.3 "), "2.3", "2.4")


def bold(document: WordDocument) -> None:
    run_of(document, "один навчальний рік").bold = True


def link(document: WordDocument) -> None:
    run = run_of(document, "Про припинення")
    made = OxmlElement("w:hyperlink")
    made.set(
        qn("r:id"), document.part.relate_to("https://example.org/n", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    run._r.addprevious(made)
    made.append(run._r)


def change_cell(document: WordDocument) -> None:
    say(cell(document, "до 1 червня").paragraphs[0].runs[0], "1 червня", "15 травня")


def add_row(document: WordDocument) -> None:
    row = document.tables[0].add_row()
    for each, words in zip(row.cells, ("Відгук", "до 30 червня", "викладач"), strict=True):
        each.text = words


def track(document: WordDocument) -> None:
    """Put a word in and strike another one out, both tracked."""
    run = run_of(document, "один навчальний рік")
    before, _word, after = run.text.partition("навчальний")
    run.text = before
    for tag, words, name in (("w:del", "навчальний", "w:delText"), ("w:ins", "календарний", "w:t"), ("", after, "w:t")):
        made, said = OxmlElement("w:r"), OxmlElement(name)
        said.text = words
        said.set(qn("xml:space"), "preserve")
        made.append(said)
        if tag:
            mark = OxmlElement(tag)
            mark.append(made)
            made = mark
        run._r.getparent().append(made)


EDITS: dict[str, tuple[Callable[[WordDocument], None], list[tuple[str, str, bool, bool]]]] = {
    "other words": (change_words, [("changed", "2.1", False, False)]),
    "a clause between": (insert_clause, [("added", "2.1-1", False, False)]),
    "a clause less": (delete_clause, [("removed", "2.3", False, False)]),
    "a clause moved": (move_clause, [("same", "2.3", True, False)]),
    "another number": (renumber, [("same", "2.4", False, True)]),
    "words in bold": (bold, [("changed", "2.1", False, False)]),
    "a link": (link, [("changed", "2.3", False, False)]),
    "another cell": (change_cell, [("changed", "", False, False)]),
    "a row more": (add_row, [("changed", "", False, False)]),
    "tracked changes": (track, [("changed", "2.1", False, False)]),
}


@pytest.mark.parametrize(("edit", "expected"), EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("bookmarks", [True, False], ids=["with ids", "without ids"])
def test_an_edit_proposes_itself_and_nothing_else(
    edit: Callable[[WordDocument], None], expected: list[tuple[str, str, bool, bool]], bookmarks: bool
) -> None:
    data = edited(REGULATION, edit)
    data = data if bookmarks else resaved(data, without_bookmarks)
    found = touched(held(REGULATION, data))
    assert [(pair.change, pair.block.number, pair.is_moved, pair.is_renumbered) for pair in found] == expected
    known = {block.id for block in blocks_of(REGULATION)}
    assert all(pair.block.id in known for pair in found if pair.change != Change.ADDED)


def test_all_edits_at_once_propose_each_of_them() -> None:
    def edit(document: WordDocument) -> None:
        for one in (change_words, insert_clause, delete_clause, change_cell, add_row):
            one(document)

    found = touched(held(REGULATION, edited(REGULATION, edit)))
    assert [(pair.change, pair.block.number or pair.block.kind) for pair in found] == [
        ("changed", "2.1"),
        ("added", "2.1-1"),
        ("changed", "table"),
        ("removed", "2.3"),
    ]


# --- The tables of a job description ----------------------------------------------------------------------------------


def only(found: Proposed) -> FrozenBlock:
    [pair] = touched(found)
    assert pair.change == Change.CHANGED
    assert pair.older is not None
    assert pair.newer is not None
    assert (pair.older.id, pair.older.kind) == (pair.newer.id, pair.newer.kind)
    return pair.newer


@pytest.mark.parametrize("bookmarks", [True, False], ids=["with ids", "without ids"])
@pytest.mark.parametrize("language", ["cy", "uk"])
def test_a_person_specification_is_changed_row_by_row(language: str, bookmarks: bool) -> None:
    text = TEXTS["welsh sheets"] if language == "cy" else TEXTS["sheets"]
    [older] = [block for block in blocks_of(text) if block.kind == "person_spec"]
    first = next(row for row in older.data["rows"] if row["kind"] == "criterion")

    def edit(document: WordDocument) -> None:
        row = next(row for table in document.tables for row in table.rows if row.cells[0].text == first["text"])
        row.cells[1].text, row.cells[2].text = "", "×"
        row.cells[3].text = "/".join(each["code"] for each in older.data["legend"])

    data = edited(text, edit)
    newer = only(held(text, data if bookmarks else resaved(data, without_bookmarks)))
    changed = {**first, "level": "desirable", "measures": [each["key"] for each in older.data["legend"]]}
    changed["measured"] = "/".join(each["code"] for each in older.data["legend"])
    rows = [changed if row == first else row for row in older.data["rows"]]
    assert newer.data == {**older.data, "rows": rows}


def test_a_tick_that_moves_is_a_change_though_no_word_is() -> None:
    def edit(document: WordDocument) -> None:
        row = next(row for table in document.tables for row in table.rows if row.cells[0].text == "Trwydded yrru")
        row.cells[1].text, row.cells[2].text = "×", ""

    newer = only(held(WELSH, edited(WELSH, edit)))
    assert [row["level"] for row in newer.data["rows"]] == ["", "essential", "essential", "", "essential"]


def test_rows_of_a_person_specification_come_and_go() -> None:
    def edit(document: WordDocument) -> None:
        table = cell(document, "Trwydded yrru")._tc.getparent().getparent()
        gone = cell(document, "Trwydded yrru")._tc.getparent()
        table.remove(gone)
        new = cell(document, "Cymhwyster garddio")._tc.getparent()
        copy = deepcopy(new)
        new.addnext(copy)
        next(copy.iter(qn("w:t"))).text = "Cymorth cyntaf"

    newer = only(held(WELSH, edited(WELSH, edit)))
    assert [row["text"] for row in newer.data["rows"] if row["kind"] == "criterion"] == [
        "Cymhwyster garddio",
        "Cymorth cyntaf",
        "Y gallu i drefnu gwaith tîm",
    ]
    assert [row["kind"] for row in newer.data["rows"]].count("note") == 1


def test_letters_that_stand_for_nothing_leave_the_table_to_the_editor() -> None:
    def edit(document: WordDocument) -> None:
        cell(document, "FfG/C").text = "Zz"

    found = held(WELSH, edited(WELSH, edit))
    assert touched(found) == []
    assert [block.kind for block in found.kept] == ["person_spec"]


def test_a_matrix_and_facts_are_changed_in_their_cells() -> None:
    def edit(document: WordDocument) -> None:
        cell(document, "yn agored").text = "yn agored\nyn deg"
        cell(document, "Tri garddwr").text = "Pedwar garddwr"

    found = {pair.block.kind: pair.newer for pair in touched(held(WELSH, edited(WELSH, edit))) if pair.newer}
    assert found.keys() == {"matrix", "facts"}
    assert found["matrix"].data["rows"][0]["behaviours"] == ["yn agored", "yn deg"]
    assert found["matrix"].data["rows"][0]["meaning"] == "Cadw gair"
    assert [row["text"] for row in found["facts"].data["rows"]] == ["Pedwar garddwr", "£12,000"]
    assert [row["kind"] for row in found["facts"].data["rows"]] == ["staff", "budget"]


def test_a_duty_more_is_the_next_clause() -> None:
    def edit(document: WordDocument) -> None:
        after = paragraph(document, "Archebu planhigion")._p
        copy = deepcopy(after)
        for mark in (*copy.findall(qn("w:bookmarkStart")), *copy.findall(qn("w:bookmarkEnd"))):
            copy.remove(mark)
        runs = list(copy.iter(qn("w:t")))
        runs[0].text, runs[-1].text = "4 ", "Cadw’r offer yn lân."
        after.addnext(copy)

    [pair] = touched(held(WELSH, edited(WELSH, edit)))
    assert (pair.change, pair.block.kind, pair.block.number) == (Change.ADDED, "clause", "4")
