"""Word files: real numbers, typed numbers, tables, tracked changes, footnotes, and what python-docx does not see."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from intranet.documents.reading import Draft, read
from intranet.documents.reading.receipts import words_of
from intranet.documents.reading.second_reader import word_lines
from intranet.documents.reading.source import letters
from intranet.documents.reading.word_numbers import written

W = nsdecls("w")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: str) -> bytes:
    """Return the file with one more part; python-docx has no footnotes and no macros of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return buffer.getvalue()


def read_docx(data: bytes, *, kind: str = "regulation") -> Draft:
    return read(data, filename="file.docx", kind=kind, language="uk")


def number_levels(document: Any, *levels: tuple[str, str], number: int = 77, extra: str = "") -> None:
    """Add a numbering of several levels, as Word writes it."""
    root = document.part.numbering_part.element
    parts = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{parts}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{extra}</w:num>'))


def numbered(document: Any, text: str, depth: int, number: int = 77) -> Any:
    paragraph = document.add_paragraph(text)
    properties = f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))
    return paragraph


def shown(draft: Draft) -> list[tuple[str, str]]:
    """Return what each block shows, without its texts."""
    result = []
    for block in draft.blocks:
        if block.kind == "list":
            result += [("item", item["mark"]) for item in block.data["items"]]
        else:
            result.append((block.kind, block.data.get("number") or block.data.get("label") or ""))
    return result


def test_numbers_that_word_computes_are_resolved() -> None:
    document = Document()
    number_levels(document, ("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
    document.add_paragraph("ПОЛОЖЕННЯ про ключі")
    numbered(document, "Загальне", 0)
    numbered(document, "Ключі видає черговий.", 1)
    numbered(document, "Перелік приміщень:", 1)
    numbered(document, "аудиторії;", 2)
    numbered(document, "лабораторії.", 2)
    numbered(document, "Інше", 0)
    numbered(document, "Діє завжди.", 1)

    draft = read_docx(saved(document))

    assert shown(draft) == [
        ("section", "1"),
        ("clause", "1.1"),
        ("clause", "1.2"),
        ("item", "а)"),
        ("item", "б)"),
        ("section", "2"),
        ("clause", "2.1"),
    ]
    assert draft.receipt.unplaced == []


def test_numbers_that_live_in_styles_and_restarts_are_resolved() -> None:
    document = Document()
    number_levels(document, ("upperRoman", "%1."), ("decimal", "%2."))
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    number_levels(document, ("decimal", "%1)"), number=78)
    root = document.part.numbering_part.element
    root.append(parse_xml(f'<w:num {W} w:numId="79"><w:abstractNumId w:val="78"/>{again}</w:num>'))
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="77"/></w:numPr>'))
    document.add_heading("Загальне", 1)
    numbered(document, "Перший пункт:", 1)
    numbered(document, "перше;", 0, 78)
    numbered(document, "друге.", 0, 78)
    numbered(document, "Другий пункт:", 1)
    numbered(document, "знову перше;", 0, 79)
    document.add_heading("Інше", 1)
    numbered(document, "Перший пункт другого розділу.", 1)

    assert shown(read_docx(saved(document))) == [
        ("section", "I"),
        ("clause", "1"),
        ("item", "1)"),
        ("item", "2)"),
        ("clause", "2"),
        ("item", "1)"),
        ("section", "II"),
        ("clause", "1"),
    ]


FORMATS = [
    (4, "decimal", "4"),
    (4, "upperRoman", "IV"),
    (9, "lowerRoman", "ix"),
    (28, "lowerLetter", "bb"),
    (2, "upperLetter", "B"),
    (3, "russianLower", "в"),
    (3, "russianUpper", "В"),
    (7, "decimalZero", "07"),
]


@pytest.mark.parametrize(("number", "form", "expected"), FORMATS)
def test_formats_of_numbers(number: int, form: str, expected: str) -> None:
    assert written(number, form) == expected


def test_tracked_changes_are_read_as_accepted_and_named() -> None:
    document = Document()
    document.add_paragraph("1. Загальне")
    paragraph = document.add_paragraph("1.1. Строк ")
    for change in (
        f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>десять</w:delText></w:r></w:del>',
        f'<w:ins {W} w:id="2" w:author="x"><w:r><w:t>п’ятнадцять днів.</w:t></w:r></w:ins>',
        f'<w:moveFrom {W} w:id="3" w:author="x"><w:r><w:t>пересунуте</w:t></w:r></w:moveFrom>',
    ):
        paragraph._p.append(parse_xml(change))

    draft = read_docx(saved(document))

    assert [block.data["text"] for block in draft.blocks if block.kind == "clause"] == ["Строк п’ятнадцять днів."]
    assert any("tracked changes" in warning for warning in draft.warnings)
    assert draft.receipt.unplaced == []


HIDDEN = [
    f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Прихований абзац.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    f"<w:p {W}><w:sdt><w:sdtContent><w:r><w:t>Прихований абзац.</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    (
        f"<w:p {W}><w:smartTag><w:r><w:t>Прихований</w:t></w:r></w:smartTag>"
        "<w:r><w:t xml:space='preserve'> абзац.</w:t></w:r></w:p>"
    ),
    f"<w:p {W}><w:fldSimple w:instr='DATE'><w:r><w:t>Прихований абзац.</w:t></w:r></w:fldSimple></w:p>",
    f"<w:customXml {W}><w:p><w:r><w:t>Прихований абзац.</w:t></w:r></w:p></w:customXml>",
    f"<w:p {W}><w:r><w:t>Прихо</w:t></w:r><w:r><w:t>ваний</w:t><w:tab/><w:t>абзац.</w:t></w:r></w:p>",
    (
        f"<w:p {W} xmlns:wps='urn:wps' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r>"
        "<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
        "<w:p><w:r><w:t>Прихований абзац.</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent>"
        "<w:p><w:r><w:t>Прихований абзац.</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
]


@pytest.mark.parametrize("content", HIDDEN, ids=range(len(HIDDEN)))
def test_text_in_controls_fields_tags_and_boxes_is_not_lost(content: str) -> None:
    document = Document()
    document.add_paragraph("1. Загальне")
    document.add_paragraph("1.1. Перший.")
    document.element.body.insert(-1, parse_xml(content))

    draft = read_docx(saved(document))

    texts = [block.data["text"] for block in draft.blocks if block.kind == "paragraph"]
    assert texts == ["Прихований абзац."]
    assert (draft.receipt.lines, draft.receipt.accounted, draft.receipt.unplaced) == (3, 3, [])


FOOTNOTES = (
    f"<w:footnotes {W}><w:footnote w:id='-1' w:type='separator'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    "<w:footnote w:id='5'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Пояснення внизу.</w:t></w:r></w:p></w:footnote>"
    "</w:footnotes>"
)


def test_footnotes_are_notes_with_their_marks() -> None:
    document = Document()
    document.add_paragraph("1. Загальне")
    paragraph = document.add_paragraph("1.1. Слово")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="5"/></w:r>'))
    paragraph.add_run(" далі.")

    draft = read_docx(with_part(saved(document), "word/footnotes.xml", FOOTNOTES))

    assert [block.data["text"] for block in draft.blocks if block.kind == "clause"] == ["Слово[1] далі."]
    assert [block.data for block in draft.blocks if block.kind == "note"] == [
        {"mark": "[1]", "text": "Пояснення внизу."}
    ]
    assert (draft.receipt.lines, draft.receipt.accounted) == (3, 3)


def test_tables_keep_header_rows_and_merged_cells() -> None:
    document = Document()
    document.add_paragraph("1. Загальне")
    document.add_paragraph("1.1. Ризики:")
    table = document.add_table(3, 3)
    for row, words in enumerate([("Місце", "Ризик", "Захід"), ("Двір", "малий", "огляд"), ("Цех", "", "навчання")]):
        for column, word in enumerate(words):
            table.rows[row].cells[column].text = word
    table.rows[2].cells[0].merge(table.rows[2].cells[1])
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))

    draft = read_docx(saved(document))

    (block,) = [block for block in draft.blocks if block.kind == "table"]
    assert block.data["header_rows"] == 1
    assert block.data["rows"] == [["Місце", "Ризик", "Захід"], ["Двір", "малий", "огляд"], ["Цех", "", "навчання"]]
    assert (draft.receipt.lines, draft.receipt.accounted) == (5, 5)


def test_stamps_in_a_table_are_the_approval_and_margins_are_dropped() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Коледж"
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text = "СХВАЛЕНО\nпедагогічною радою\nпротокол № 5 від 27.08.2025"
    table.rows[0].cells[1].text = "ЗАТВЕРДЖЕНО\nнаказ директора\nвід 1 вересня 2025 р. № 45-од"
    document.add_paragraph("ПОЛОЖЕННЯ")
    document.add_paragraph("про ключі")
    document.add_paragraph("1. Загальне")
    document.add_paragraph("1.1. Перший.")

    draft = read_docx(saved(document))

    assert draft.title == "ПОЛОЖЕННЯ про ключі"
    assert (draft.approval.protocol_number, draft.approval.protocol_date) == ("5", date(2025, 8, 27))
    assert (draft.approval.order_number, draft.approval.order_date) == ("45-од", date(2025, 9, 1))
    assert [dropped.text for dropped in draft.receipt.dropped] == ["Коледж"]
    assert draft.receipt.unplaced == []


def test_bold_italic_and_links_stay_and_scripts_do_not() -> None:
    document = Document()
    document.add_paragraph("1. Загальне")
    paragraph = document.add_paragraph("1.1. Дивись ")
    paragraph.add_run("важливе").bold = True
    paragraph.add_run(" та ")
    paragraph.add_run("<script>").italic = True

    draft = read_docx(saved(document))

    (clause,) = [block for block in draft.blocks if block.kind == "clause"]
    assert clause.data["text"] == "Дивись <b>важливе</b> та <i>&lt;script&gt;</i>"


def test_macros_and_pictures_are_named_as_left_out() -> None:
    document = Document()
    document.add_paragraph("1. Загальне")
    document.add_paragraph("1.1. Перший.")

    draft = read_docx(with_part(saved(document), "word/vbaProject.bin", "x"))

    assert any("macros" in warning for warning in draft.warnings)


def test_the_words_of_the_second_reader_equal_those_placed_and_dropped() -> None:
    document = Document()
    document.sections[0].footer.paragraphs[0].text = "Нижній край"
    document.add_paragraph("ПРАВИЛА гуртка")
    document.add_paragraph("1. Загальне")
    document.add_paragraph("1.1. Правила діють у гуртку.")
    document.add_paragraph("Без номера.")
    document.add_table(2, 2).rows[1].cells[0].text = "Комірка"
    document.add_paragraph("Додаток 1")
    document.add_paragraph("ФОРМА заяви")
    data = saved(document)

    draft = read_docx(data)

    held = [words_of(block) for block in draft.blocks] + list(draft.header.values())
    held += [dropped.text for dropped in draft.receipt.dropped]
    assert Counter(letters("".join(held))) == Counter(letters("".join(word_lines(data))))
    assert draft.receipt.accounted == draft.receipt.lines == len(word_lines(data))


def test_a_word_job_description_has_its_header_from_a_table() -> None:
    document = Document()
    document.add_paragraph("ПОСАДОВА ІНСТРУКЦІЯ")
    table = document.add_table(2, 2)
    for row, words in enumerate([("Назва посади", "Методист"), ("Структурний підрозділ", "Навчальний відділ")]):
        for column, word in enumerate(words):
            table.rows[row].cells[column].text = word
    document.add_paragraph("1. Обов’язки")
    document.add_paragraph("1.1. Складає плани.")

    draft = read_docx(saved(document), kind="job-description")

    assert (draft.title, draft.header["department"]) == ("Методист", "Навчальний відділ")
    assert draft.job is not None
    assert draft.job.duties == 1
    assert draft.receipt.unplaced == []
