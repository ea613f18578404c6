"""Regulations as other institutions have them: whatever their hands and programs did, the clauses are these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.utils import translation

from intranet.documents.reading import Draft, read
from intranet.documents.reading.receipts import words_of
from intranet.documents.reading.second_html import html_lines
from intranet.documents.reading.second_odt import odt_lines
from intranet.documents.reading.second_reader import text_lines, word_lines
from intranet.documents.reading.source import letters
from tests.factories import office

HEAD = "ПОЛОЖЕННЯ\nпро облік ключів\n"
TWO = ["1.1", "1.2"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@dataclass
class Case:
    """A file and what it holds; ``None`` is not looked at."""

    name: str
    file: str
    data: bytes
    clauses: list[str]
    sections: list[str] | None = None
    annexes: list[str] | None = None
    marks: list[str] | None = None
    dropped: list[str] | None = field(default_factory=list)
    language: str = "uk"
    generated: bool = False  # numbers that the file does not hold as text: the words are not compared letter by letter


def text(name: str, content: str, clauses: list[str], encoding: str = "utf-8", **more: object) -> Case:
    return Case(name, "file.txt", content.encode(encoding), clauses, **more)  # type: ignore[arg-type]


def page(name: str, content: str, clauses: list[str], encoding: str = "utf-8", **more: object) -> Case:
    return Case(name, "file.html", content.encode(encoding), clauses, **more)  # type: ignore[arg-type]


def docx(name: str, data: bytes, clauses: list[str], **more: object) -> Case:
    return Case(name, "file.docx", data, clauses, **more)  # type: ignore[arg-type]


def odt(name: str, data: bytes, clauses: list[str], **more: object) -> Case:
    return Case(name, "file.odt", data, clauses, **more)  # type: ignore[arg-type]


TEXTS = [
    text(
        "heads with a paragraph sign",
        HEAD + "\n§ 1. Загальне\n1.1. Перше.\n1.2. Друге.\n\n§ 2. Порядок\n2.1. Третє.",
        ["1.1", "1.2", "2.1"],
        sections=["", ""],
    ),
    text("numbers with brackets", HEAD + "\n1.1) Перше.\n1.2) Друге.\n2.1) Третє.", ["1.1", "1.2", "2.1"]),
    text(
        "numbers with spaces inside",
        HEAD + "\n1. Загальне\n1. 1. Перше.\n1. 2. Друге.\n2. Порядок\n2. 1. Третє.",
        ["1.1", "1.2", "2.1"],
        sections=["1", "2"],
    ),
    text(
        "heads in capitals without numbers",
        HEAD + "\nЗАГАЛЬНІ ПОЛОЖЕННЯ\n1.1. Перше.\n1.2. Друге.\n\nПОРЯДОК\n2.1. Третє.",
        ["1.1", "1.2", "2.1"],
        sections=["", ""],
    ),
    text("a year after a one-letter word", HEAD + "\n1. Загальне\n1.1. У\n2024 році діє.\n1.2. Далі.", TWO),
    text(
        "small letters and dashes after numbers",
        HEAD + "\n1. Загальне\n1.1. перше речення;\n1.2. друге речення;\n2. Порядок\n2.1 – третє речення.",
        ["1.1", "1.2", "2.1"],
        sections=["1", "2"],
    ),
    text(
        "Roman heads in Cyrillic letters",
        HEAD + "\nІ. Загальні положення\n1.1. Перше.\n1.2. Друге.\n\nІІ. Порядок\n2.1. Третє.\n\nІІІ. Інше\n3.1. Далі.",
        ["1.1", "1.2", "2.1", "3.1"],
        sections=["I", "II", "III"],
    ),
    text(
        "Roman heads in capitals without a dot",
        HEAD + "\nI ЗАГАЛЬНІ ПОЛОЖЕННЯ\n1. Перше речення.\n2. Друге речення.\nII ПОРЯДОК\n3. Третє речення.",
        ["1", "2", "3"],
        sections=["I", "II"],
    ),
    text(
        "sections named by a word",
        HEAD + "\nРозділ 1. Загальне\n1.1. Перше.\n1.2. Друге.\n\nРозділ 2.\nПорядок\n2.1. Третє.",
        ["1.1", "1.2", "2.1"],
        sections=["", ""],
    ),
    text(
        "chapters in capitals",
        "ПОЛОЖЕНИЕ\nо ключах\n\nГЛАВА 1\nОБЩИЕ ПОЛОЖЕНИЯ\n1.1. Первое.\n\nГЛАВА 2\nПОРЯДОК\n2.1. Второе.",
        ["1.1", "2.1"],
        sections=["", ""],
        language="ru",
    ),
    text(
        "articles whose parts are numbered anew",
        HEAD + "\nСтаття 1. Ключі\n1. Ключ видають.\n2. Ключ повертають.\n\nСтаття 2. Журнал\n1. Журнал ведуть.",
        ["1", "2", "1"],
        sections=["", ""],
    ),
    text(
        "articles of a law that are cited open nothing",
        HEAD
        + "\n1. Загальне\n1.1. Діє за\nстаттею 5 Закону.\n1.2. Стаття 12 Закону України діє.\nСтаття 14 Закону теж.",
        TWO,
        sections=["1"],
    ),
    text(
        "numbers without the last dot",
        HEAD + "\n1 Загальне\n1.1 Перше.\n1.2 Друге.\n2 Порядок\n2.1 Третє.\n2.1.1 Четверте.\n2.2 П’яте.",
        ["1.1", "1.2", "2.1", "2.1.1", "2.2"],
        sections=["1", "2"],
    ),
    text(
        "numbers with and without the last dot",
        HEAD + "\n1. Загальне\n1.1 Перше.\n1.2. Друге.\n1.3 Третє.\n2 Порядок\n2.1. Четверте.",
        ["1.1", "1.2", "1.3", "2.1"],
        sections=["1", "2"],
    ),
    text(
        "numbers glued to words",
        HEAD + "\n1.Загальні положення\n1.1.Перше.\n1.2.Друге.\n2.Порядок\n2.1Третє.",
        ["1.1", "1.2", "2.1"],
        sections=["1", "2"],
    ),
    text(
        "five levels",
        HEAD + "\n1. Загальне\n1.1. А.\n1.1.1. Б.\n1.1.1.1. В.\n1.1.1.1.1. Г.\n1.1.1.1.2. Ґ.\n1.1.2. Д.\n1.2. Е.",
        ["1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "1.1.1.1.2", "1.1.2", "1.2"],
    ),
    text(
        "skipped and doubled numbers",
        HEAD + "\n1. Загальне\n1.1. А.\n1.2. Б.\n1.2. В.\n1.5. Г.\n2. Друге\n2.2. Ґ.",
        ["1.1", "1.2", "1.2", "1.5", "2.2"],
        sections=["1", "2"],
    ),
    text(
        "inserted numbers",
        HEAD + "\n1. Загальне\n1.1. А.\n1.1-1. Б.\n1.1². В.\n1.2. Г.",
        ["1.1", "1.1-1", "1.1-2", "1.2"],
    ),
    text(
        "line starts that only look like clauses",
        HEAD + "\n1. Загальне\n1.1. Строк зазначено в пункті\n4.2 цього Положення, а саме\n12.05.2023 р. о\n"
        "10.30 год, обсяг\n1.5 ставки, кошторис\n3.1 млн грн, телефон\n2-15-48, на підставі\nст. 5 Закону.\n1.2. Далі.",
        TWO,
        sections=["1"],
    ),
    text(
        "amounts and dates after a full stop",
        HEAD + "\n1. Загальне\n1.1. Діє завжди.\n12.05.2023 р. набрало чинності.\n1.5 ставки надають викладачеві.\n"
        "1.2. Далі.\n+38 (044) 123-45-67\n(044) 234-56-78",
        TWO,
    ),
    text(
        "page numbers in the middle of sentences",
        HEAD + "\n1. Загальне\n1.1. Ключі від аудиторій і лабораторій видає викладачеві тільки черговий\n3\n"
        "адміністратор, який веде журнал.\n1.2. Далі.",
        TWO,
        dropped=["3"],
    ),
    text(
        "lists of every sort one in another",
        HEAD + "\n1. Загальне\n1.1. Видають:\nа) викладачам;\nб) іншим:\n1) лаборантам;\n2) черговим;\n• гостям;\n"
        "— слухачам.\n1.2. Далі.",
        TWO,
        marks=["а)", "б)", "1)", "2)", "•", "—"],
    ),
    text(
        "a contents list with dots",
        HEAD + "\nЗМІСТ\n1. Загальне ......... 3\n2. Порядок ......... 4\nДодатки ......... 7\n\n"
        "1. Загальне\n1.1. А.\n2. Порядок\n2.1. Б.",
        ["1.1", "2.1"],
        sections=["1", "2"],
        dropped=["ЗМІСТ", "1. Загальне ......... 3", "2. Порядок ......... 4", "Додатки ......... 7"],
    ),
    text(
        "a contents list with tabs",
        HEAD
        + "\nЗМІСТ\n\n1. Загальне\t3\n2. Порядок\t4\n3. Прикінцеве\t7\n\n1. Загальне\n1.1. А.\n2. Порядок\n2.1. Б.\n"
        "3. Прикінцеве\n3.1. В.",
        ["1.1", "2.1", "3.1"],
        sections=["1", "2", "3"],
        dropped=["ЗМІСТ", "1. Загальне 3", "2. Порядок 4", "3. Прикінцеве 7"],
    ),
    text(
        "a contents list without page numbers",
        HEAD + "\nЗміст\n\n1. Загальні положення\n2. Порядок видавання\n3. Прикінцеві положення\n\n"
        "1. Загальні положення\n1.1. А.\n2. Порядок видавання\n2.1. Б.\n3. Прикінцеві положення\n3.1. В.",
        ["1.1", "2.1", "3.1"],
        sections=["1", "2", "3"],
        dropped=["Зміст", "1. Загальні положення", "2. Порядок видавання", "3. Прикінцеві положення"],
    ),
    text(
        "annexes with their own numbers",
        HEAD + "\n1. Загальне\n1.1. А.\n1.2. Б.\n\nДодаток 1\nдо Положення про облік ключів\n\nПОРЯДОК видавання\n\n"
        "1. Початок\n1.1. В.\n1.2. Г.\n\nДодаток 2\nдо Положення\n\nЗАЯВА\n\n1. Прошу видати ключ.",
        ["1.1", "1.2", "1.1", "1.2"],
        annexes=["Додаток 1", "Додаток 2"],
    ),
    text(
        "annexes by letters",
        HEAD + "\n1. Загальне\n1.1. А.\n\nДодаток А\n\nФОРМА ЖУРНАЛУ\n\nДата, ключ.\n\nДодаток Б\n\nФОРМА АКТА\n\nАкт.",
        ["1.1"],
        annexes=["Додаток А", "Додаток Б"],
    ),
    text(
        "soft hyphens, non-breaking and zero-width spaces",
        HEAD + "\n1.\u00a0Загальне\n1.1.\u00a0Пере\u00adвір\u00adка ключів\u200b.\n1.2.\u202fДалі.\u2060",
        TWO,
        sections=["1"],
    ),
    text(
        "Latin letters among Cyrillic ones",
        HEAD + "\nI. Загальне\n1.1. Cтрок.\n1.2. Дiя.\n\nII. Пopядок\n2.1. Hаказ.",
        ["1.1", "1.2", "2.1"],
        sections=["I", "II"],
    ),
    text("cp1251", HEAD + "\n1. Загальне\n1.1. Їжак.\n1.2. Ґанок.", TWO, encoding="cp1251"),
    text(
        "an English policy",
        "LONE WORKING POLICY\n\nApproved by the Governing Body, minute no. 5 of 12 May 2024\n\nSection 1: Purpose\n\n"
        "1.1 This policy says how staff work alone.\n1.2 It applies to (a) teachers and (b) visitors.\n\n"
        "Section 2: Duties\n\n2.1 Staff sign in, as clause\n1.1 of this policy demands.\n\nAppendix 1: Form\n\nName",
        ["1.1", "1.2", "2.1"],
        sections=["", ""],
        annexes=["Appendix 1"],
        language="en",
    ),
    text(
        "a Welsh policy",
        "POLISI GWEITHIO AR EICH PEN EICH HUN\n\nCymeradwywyd gan y Corff Llywodraethu, 12 Mai 2024\n\n"
        "Adran 1. Diben\n\n1.1 Mae’r polisi hwn yn berthnasol i staff.\n1.2 Gweler cymal\n2.1 isod.\n\n"
        "Adran 2. Dyletswyddau\n\n2.1 Mae staff yn llofnodi.\n\nAtodiad 1\n\nFFURFLEN",
        ["1.1", "1.2", "2.1"],
        sections=["", ""],
        annexes=["Atodiad 1"],
        language="cy",
    ),
    text(
        "signatures after the text",
        HEAD + "\n1. Загальне\n1.1. А.\n1.2. Б.\n\nРозроблено:\n\nЗаступник директора        Олена ПРИКЛАД\n\n"
        "Погоджено:\n\nЮрисконсульт        Іван ЗРАЗОК",
        TWO,
    ),
    text(
        "a blank line after every line",
        "\n\n".join([*HEAD.split("\n"), "1. Загальне", "1.1. Перше речення", "іде далі.", "1.2. Друге."]),
        TWO,
        sections=["1"],
    ),
]

WORDS = [
    docx(
        "a numbering of five levels",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            office.at(0, "Загальне"),
            office.at(1, "Перше."),
            office.at(2, "Друге."),
            office.at(3, "Третє."),
            office.at(4, "Четверте."),
            office.at(1, "П’яте."),
            office.at(0, "Інше"),
            office.at(1, "Шосте."),
            numbering=office.levels(*[("decimal", "".join(f"%{n}." for n in range(1, d + 1))) for d in range(1, 6)]),
        ),
        ["1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "1.2", "2.1"],
        sections=["1", "2"],
        generated=True,
    ),
    docx(
        "legal numbers under Roman heads",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            office.at(0, "Загальне"),
            office.at(1, "Перше."),
            office.at(0, "Інше"),
            office.at(1, "Друге."),
            numbering=office.levels(("upperRoman", "%1."), ("decimal", "%1.%2."), extra="<w:isLgl/>"),
        ),
        ["1.1", "2.1"],
        sections=["I", "II"],
        generated=True,
    ),
    docx(
        "a list that begins anew by an override",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "1. Загальне",
            "1.1. Перелік:",
            office.at(0, "один;", 78),
            office.at(0, "два.", 78),
            "1.2. Ще перелік:",
            office.at(0, "один;", 79),
            office.at(0, "два.", 79),
            numbering=office.levels(("decimal", "%1)"), number=78)
            + '<w:num w:numId="79"><w:abstractNumId w:val="78"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>',
        ),
        TWO,
        marks=["1)", "2)", "1)", "2)"],
        generated=True,
    ),
    docx(
        "headings by hand, clauses by Word",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "1. ЗАГАЛЬНЕ",
            office.at(1, "Перше."),
            office.at(1, "Друге."),
            "2. ІНШЕ",
            office.at(1, "Третє.", 79),
            numbering=office.levels(("decimal", "%1."), ("decimal", "%1.%2."))
            + office.levels(("decimal", "%1."), ("decimal", "%1.%2."), number=79).replace(
                '<w:start w:val="1"/>', '<w:start w:val="2"/>', 1
            ),
        ),
        ["1.1", "1.2", "2.1"],
        sections=["1", "2"],
        generated=True,
    ),
    docx(
        "line breaks instead of paragraphs",
        office.word(
            "<w:p><w:r><w:t>ПОЛОЖЕННЯ</w:t><w:br/><w:t>про ключі</w:t></w:r></w:p>",
            "<w:p><w:r><w:t>1. Загальне</w:t><w:br/><w:t>1.1. Перше речення</w:t><w:br/><w:t>іде далі.</w:t><w:br/>"
            "<w:t>1.2. Друге:</w:t><w:br/><w:t>- один;</w:t><w:br/><w:t>- два.</w:t></w:r></w:p>",
        ),
        TWO,
        sections=["1"],
        marks=["-", "-"],
    ),
    docx(
        "a raised figure in a number",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "1. Загальне",
            "1.1. Перше.",
            "<w:p><w:r><w:t>1.1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>"
            "<w:r><w:t>. Вставлене.</w:t></w:r></w:p>",
            "1.2. Друге.",
        ),
        ["1.1", "1.1-1", "1.2"],
    ),
    docx(
        "a whole text in a table of one cell",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "<w:tbl><w:tr><w:tc>"
            + "".join(
                f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("1. Загальне", "1.1. Перше.", "1.2. Друге.")
            )
            + "</w:tc></w:tr></w:tbl>",
        ),
        TWO,
        sections=["1"],
    ),
    docx(
        "comments and tracked changes",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "1. Загальне",
            "<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>1.1. Ключ видає </w:t></w:r><w:del w:id='2'><w:r>"
            "<w:delText>сторож</w:delText></w:r></w:del><w:ins w:id='3'><w:r><w:t>черговий</w:t></w:r></w:ins>"
            "<w:r><w:t>.</w:t></w:r><w:commentRangeEnd w:id='1'/><w:r><w:commentReference w:id='1'/></w:r></w:p>",
            "<w:p><w:pPr><w:rPr><w:del w:id='4'/></w:rPr></w:pPr><w:del w:id='5'><w:r><w:delText>1.2. Зняте."
            "</w:delText></w:r></w:del></w:p>",
            "1.2. Друге.",
            parts={"word/comments.xml": f"<w:comments {office.W}/>"},
        ),
        TWO,
    ),
    docx(
        "a contents list that Word made, in a content control",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
            "<w:sdtContent><w:p><w:r><w:t>Зміст</w:t></w:r></w:p><w:p><w:r><w:t>1. Загальне</w:t><w:tab/><w:t>2</w:t>"
            "</w:r></w:p></w:sdtContent></w:sdt>",
            "1. Загальне",
            "1.1. Перше.",
            "1.2. Друге.",
        ),
        TWO,
        sections=["1"],
        dropped=["Зміст", "1. Загальне 2"],
    ),
    docx(
        "a stamp in a text box",
        office.word(
            "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>ЗАТВЕРДЖЕНО</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>наказ директора від 05.09.2024 № 77</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
            "ПОЛОЖЕННЯ про ключі",
            "1. Загальне",
            "1.1. Перше.",
            "1.2. Друге.",
        ),
        TWO,
    ),
    docx(
        "merged header rows and a table over two pages",
        office.word(
            "ПОЛОЖЕННЯ про ключі",
            "1. Загальне",
            "1.1. Ключі:",
            "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r>"
            "<w:t>Місце</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>Ключ</w:t>"
            "</w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/>"
            "</w:tc><w:tc><w:p><w:r><w:t>номер</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>вид</w:t></w:r></w:p></w:tc>"
            "</w:tr><w:tr><w:tc><w:p><w:r><w:t>Цех</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:p><w:r><w:t>новий</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "1.2. Далі.",
        ),
        TWO,
    ),
    docx(
        "the strict kind of Word file",
        office.with_part(
            office.word("x"),
            "word/document.xml",
            "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>"
            + "".join(
                f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
                for words in ("ПОЛОЖЕННЯ про ключі", "1. Загальне", "1.1. Перше.", "1.2. Друге.")
            )
            + "</w:body></w:document>",
        ),
        TWO,
        sections=["1"],
    ),
]

STYLES = office.list_style("L1", ("1", ".", 1), ("1", ".", 2), ("a", ")", 1)) + office.list_style("L2", ("1", ")", 1))
OUTLINE = (
    "<office:styles><text:outline-style style:name='O'><text:outline-level-style text:level='1' style:num-format='I'"
    " style:num-suffix='.'/><text:outline-level-style text:level='2' style:num-format=''/></text:outline-style>"
    "</office:styles>"
)


def item(words: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{words}</text:p>{inner}</text:list-item>"


def listed(items: str, style: str = "L1", more: str = "") -> str:
    return f"<text:list text:style-name='{style}' {more}>{items}</text:list>"


ODTS = [
    odt("typed numbers", office.odt(HEAD + "1. Загальне\n1.1. Перше.\n1.2. Друге."), TWO, sections=["1"]),
    odt(
        "numbers of list styles, one in another",
        office.odt(
            HEAD
            + listed(
                item(
                    "Загальне",
                    "<text:list>"
                    + item("Перше.")
                    + item("Друге:", "<text:list>" + item("один;") + item("два.") + "</text:list>")
                    + "</text:list>",
                )
                + item("Інше", "<text:list>" + item("Третє.") + "</text:list>")
            ),
            automatic=STYLES,
        ),
        ["1.1", "1.2", "2.1"],
        sections=["1", "2"],
        marks=["a)", "b)"],
        generated=True,
    ),
    odt(
        "a list that goes on after a paragraph",
        office.odt(
            HEAD
            + listed(item("Загальне", "<text:list>" + item("Перше.") + "</text:list>"))
            + "\nАбзац без номера.\n"
            + listed(
                "<text:list-item><text:list>" + item("Друге.") + "</text:list></text:list-item>",
                more="text:continue-numbering='true'",
            ),
            automatic=STYLES,
        ),
        TWO,
        sections=["1"],
        generated=True,
    ),
    odt(
        "numbers of the outline",
        office.odt(
            HEAD + "<text:h text:outline-level='1'>Загальне</text:h>\n1.1. Перше.\n1.2. Друге.\n"
            "<text:h text:outline-level='1'>Інше</text:h>\n2.1. Третє.",
            common=OUTLINE,
        ),
        ["1.1", "1.2", "2.1"],
        sections=["I", "II"],
        generated=True,
    ),
    odt(
        "deleted text, a comment, a footnote, a box, a tab and a line break",
        office.odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>1.3. Зняте.</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>\n" + HEAD + "1. Загальне\n"
            "<text:p>1.1.<text:tab/>Перше<office:annotation><text:p>Так?</text:p></office:annotation><text:note>"
            "<text:note-citation>1</text:note-citation><text:note-body><text:p>Внизу.</text:p></text:note-body>"
            "</text:note> далі.<text:line-break/>1.2. Друге.<draw:frame><draw:text-box><text:p>Збоку.</text:p>"
            "</draw:text-box></draw:frame></text:p>"
        ),
        TWO,
        generated=True,
    ),
    odt(
        "a table with merged cells and a contents list",
        office.odt(
            HEAD
            + "<text:table-of-content><text:index-body><text:p>Зміст</text:p><text:p>1. Загальне<text:tab/>2</text:p>"
            "</text:index-body></text:table-of-content>\n1. Загальне\n1.1. Ключі:\n<table:table>"
            "<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned='2'><text:p>Ключ"
            "</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>"
            "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>Цех"
            "</text:p></table:table-cell></table:table-row></table:table>\n1.2. Далі."
        ),
        TWO,
        dropped=["Зміст", "1. Загальне 2"],
    ),
]

PAGES = [
    page(
        "paragraphs with typed numbers",
        "<!DOCTYPE html><html><head><title>Ключі — Коледж</title></head><body><h1>Положення про ключі</h1>"
        "<p>1. Загальне<p>1.1.&nbsp;Перше.<p>1.2. <b>Друге</b>.</body></html>",
        TWO,
        sections=["1"],
        dropped=[],
    ),
    page(
        "menus, headers and scripts",
        "<html><body><header>Коледж</header><nav><ul><li>Головна</ul></nav><script>var x='1.9. Ні';</script><main>"
        "<h1>Положення про ключі</h1><h2>1. Загальне</h2><p>1.1. Перше.</p><p>1.2. Друге речення тут довше.</p></main>"
        "<aside>Новини</aside><footer>Тел. 1-22</footer></body></html>",
        TWO,
        sections=["1"],
        dropped=["Коледж", "Головна", "Новини", "Тел. 1-22"],
    ),
    page(
        "lists with their own numbers",
        "<html><body><h1>Положення про ключі</h1><h2>1. Загальне</h2><p>1.1. Видають:</p><ol type=a><li>одним;<li>двом."
        "</ol><p>1.2. Ще:</p><ol start=3><li>трьом;</li><li>чотирьом.</li></ol><ul><li>усім.</ul></body></html>",
        TWO,
        marks=["a.", "b.", "3.", "4.", "•"],
        generated=True,
    ),
    page(
        "numbers that a style sheet counts",
        "<html><style>li:before{content: counters(item, '.') ' '}</style><body><h1>Положення про ключі</h1>"
        "<ol><li>Загальне<ol><li>Перше.</li><li>Друге.</li></ol></li><li>Інше<ol><li>Третє.</li></ol></li></ol></body>",
        ["1.1", "1.2", "2.1"],
        sections=["1", "2"],
        generated=True,
    ),
    page(
        "line breaks and layout tables",
        "<html><body><table><tr><td width=20%>Меню</td><td><h1>Положення про ключі</h1>1. Загальне<br>1.1. Перше<br>"
        "1.2. Друге:<br>- один;<br>- два.</td></tr></table></body></html>",
        TWO,
        sections=["1"],
        marks=["-", "-"],
    ),
    page(
        "tables with merged cells",
        "<html><body><h1>Положення про ключі</h1><p>1. Загальне</p><p>1.1. Ключі:</p><table><thead><tr>"
        "<th rowspan=2>Місце"
        "<th colspan=2>Ключ<tr><th>номер<th>вид</thead><tr><td>Цех<td>1<td>новий</table><p>1.2. Далі.</p>",
        TWO,
    ),
    page(
        "cp1251 as the page says",
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head><body><h1>Положення"
        " про їжу</h1><p>1. Загальне</p><p>1.1. Ґудзик.</p><p>1.2. Їжак.</p></body></html>",
        TWO,
        encoding="cp1251",
    ),
    page(
        "what Word saves as a web page",
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body lang=UK><p class=MsoNormal>ПОЛОЖЕННЯ про ключі"
        "<o:p></o:p></p><p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;"
        "&nbsp;</span></span><![endif]>Загальне</p><p>1.1.<span>&nbsp; </span>Перше.</p><p>1.2. Дру&shy;ге.</p></body>",
        TWO,
        sections=["1"],
    ),
    page(
        "hidden text and typed numbers in list items",
        "<html><body><h1>Положення про ключі</h1><p style='display: none'>1.9. Приховане.</p><ul><li>1. Загальне</li>"
        "<li>1.1. Перше.</li><li>1.2. Друге.</li></ul></body></html>",
        TWO,
        sections=["1"],
        dropped=["1.9. Приховане."],
    ),
]

LONG = "який веде журнал ключів, стежить за порядком у коридорах і щодня звітує черговому адміністраторові закладу"
BODY = f"""1. Загальні положення
1.1. Ключі від аудиторій і лабораторій видає викладачеві черговий, {LONG}.
1.2. Ключ повертають до кінця дня, {LONG}, згідно з пунктом 4.2 цього Положення та наказом від 12.05.2023 р. № 5.
1.3. Видають ключі:
а) викладачам;
б) лаборантам, {LONG}.
2. Порядок
2.1. Журнал веде черговий, {LONG}.
2.2. Втрачений ключ замінюють за 1.5 ставки або 3.1 млн грн, {LONG}."""
FOUND = ["1.1", "1.2", "1.3", "2.1", "2.2"]
TITLE = "ПОЛОЖЕННЯ ПРО ОБЛІК КЛЮЧІВ\n"
FILLER = "".join(f"\n2.{n}. Ключ номер {n} видає черговий, {LONG}." for n in range(3, 30))


def pdf(name: str, clauses: list[str], source: str, **more: object) -> Case:
    options = {key: more.pop(key) for key in ("columns", "header", "numbered", "paper") if key in more}
    return Case(name, "file.pdf", office.pdf(source, **options), clauses, **more)  # type: ignore[arg-type]


def pdfs() -> list[Case]:
    """Return the PDF files: they are set when a test asks for them, and once."""
    return [
        pdf("a narrow page", FOUND, TITLE + BODY, sections=["1", "2"], marks=["а)", "б)"]),
        pdf(
            "two columns under a title over both",
            FOUND,
            f'#place(top, scope: "parent", float: true)[{TITLE.strip()}]\n{BODY}',
            columns=2,
            paper="a4",
            sections=["1", "2"],
        ),
        pdf(
            "running titles and page numbers",
            [*FOUND, *(f"2.{n}" for n in range(3, 30))],
            TITLE + BODY + FILLER,
            header="Коледж будування",
            numbered=True,
            sections=["1", "2"],
            dropped=None,
        ),
        pdf(
            "a table over pages and a stamp at the side",
            TWO,
            "#align(right)[ЗАТВЕРДЖЕНО \\ наказ директора \\ від 05.09.2024 № 77]\n"
            f"{TITLE}1. Загальне\n1.1. Ключі від аудиторій:\n#table(columns: 2, [Місце], [Ключ], "
            + ", ".join(f"[Цех {n}], [ключ номер {n}]" for n in range(40))
            + ")\n1.2. Далі.",
            sections=["1"],
        ),
        pdf(
            "words divided at the ends of lines",
            TWO,
            '#set text(lang: "uk", hyphenate: true)\n'
            f"{TITLE}1. Загальне\n1.1. Перепідготовка: черговий, {LONG}, {LONG}.\n1.2. Працівник, {LONG}.",
            sections=["1"],
        ),
    ]


PDFS = [
    "a narrow page",
    "two columns under a title over both",
    "running titles and page numbers",
    "a table over pages and a stamp at the side",
    "words divided at the ends of lines",
]
SECOND = {"txt": text_lines, "docx": word_lines, "odt": odt_lines, "html": html_lines}
CASES = [*TEXTS, *WORDS, *ODTS, *PAGES]


def of(case: Case) -> Draft:
    return read(case.data, filename=case.file, kind="regulation", language=case.language)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_file_holds_the_clauses_that_a_person_sees_in_it(case: Case) -> None:
    holds(case, of(case))


@pytest.fixture(scope="module")
def set_by_typst() -> dict[str, Case]:
    return {case.name: case for case in pdfs()}


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_holds_the_clauses_that_a_person_sees_in_it(name: str, set_by_typst: dict[str, Case]) -> None:
    draft = of(set_by_typst[name])

    holds(set_by_typst[name], draft)
    texts = " ".join(words_of(block) for block in draft.blocks)
    assert LONG in texts or "Ключі від аудиторій:" in texts


def holds(case: Case, draft: Draft) -> None:
    assert [block.data["number"] for block in draft.blocks if block.kind == "clause"] == case.clauses
    if case.sections is not None:
        assert [block.data["number"] for block in draft.blocks if block.kind == "section"] == case.sections
    if case.annexes is not None:
        assert [block.data["label"] for block in draft.blocks if block.kind == "annex"] == case.annexes
    if case.marks is not None:
        items = [item for block in draft.blocks if block.kind == "list" for item in block.data["items"]]
        assert [item["mark"] for item in items] == case.marks
    if case.dropped is not None:
        assert [dropped.text for dropped in draft.receipt.dropped] == case.dropped
    assert (draft.receipt.unplaced, draft.receipt.accounted) == ([], draft.receipt.lines)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_word_of_a_file_is_lost_or_doubled(case: Case) -> None:
    draft = of(case)

    held = [words_of(block) for block in draft.blocks] + list(draft.header.values())
    held += [dropped.text for dropped in draft.receipt.dropped]
    account = [each.text for each in draft.receipt.account]
    words = account if case.generated else SECOND[case.file.rpartition(".")[2]](case.data)
    # The marks of footnotes are ours: in the file they are references.
    held = [re.sub(r"\[\d+\]", "", words) for words in held]
    assert Counter(letters("".join(held))) == Counter(letters("".join(words)))
