"""A text as it goes onto paper: shapes, two columns, letters that a font lacks, and the way into Word and back."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.core.typesetting import fonts
from intranet.documents.printing import contents
from intranet.documents.reading import read
from intranet.documents.rules.papers import Heading, Marks, Paper, Piece, Table, Words, lines_in
from intranet.documents.rules.shapes import TICK, shapes_of
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.rules.two_columns import HEADS, rows_of
from intranet.documents.writing import docx

WORDS = {"page": "{page}/{pages}", "missing": "lost", "criterion": "Criterion"}
DAY = date(2026, 1, 1)


def block(kind: str, key: str = "", **data: Any) -> FrozenBlock:
    return FrozenBlock(key or f"{abs(hash((kind, str(data)))):032x}"[:32], kind, data)


def paper(*blocks: FrozenBlock, title: str = "Положення про наставництво") -> Paper:
    return Paper(title, "uk", blocks, DAY, words=WORDS)


# --- Shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("a <b>b</b>", [[("a ", ""), ("b", "b")]]),
        ("a<br>b", [[("a", "")], [("b", "")]]),
        ("<p>a</p><p>b</p>", [[("a", "")], [("b", "")]]),
        ("<em>a</em><strong>b</strong>", [[("a", "i"), ("b", "b")]]),
        ("&lt;b&gt; &amp;", [[("<b> &", "")]]),
        ("</b>a", [[("a", "")]]),
        ("", []),
    ],
)
def test_inline_markup_is_read_as_lines_of_words(markup: str, lines: list[list[tuple[str, str]]]):
    read_ = [[(each.text, "b" * each.bold + "i" * each.italic) for each in line] for line in lines_in(markup)]
    assert read_ == lines


def test_a_link_keeps_where_it_leads():
    assert lines_in('<a href="#3.3">п. 3.3</a>') == ((Piece("п. 3.3", href="#3.3"),),)


def test_a_person_specification_is_a_table_with_ticks_and_its_key_below():
    data = {
        "caption": "Вимоги",
        "heads": {"essential": "Обов’язково"},
        "note": "",
        "legend": [{"key": "i", "code": "I", "meaning": "співбесіда"}],
        "rows": [
            {"kind": "group", "text": "Освіта", "level": "", "measures": [], "measured": ""},
            {"kind": "criterion", "text": "Диплом", "level": "both", "measures": ["i"], "measured": "I"},
        ],
    }
    table, key = shapes_of([block("person_spec", **data)], WORDS)
    assert isinstance(table, Table)
    assert table.rows == (
        ("Criterion", "Обов’язково", "", ""),
        ("Освіта", "", "", ""),
        ("Диплом", TICK, TICK, "I"),
    )
    assert isinstance(key, Words)
    assert key.lines == ((Piece("I – співбесіда"),),)


def test_a_chart_is_a_list_in_which_who_stands_below_stands_further_in():
    posts = [
        {"title": "Директор", "code": "1", "statutory": "", "parent": -1},
        {"title": "Заступник", "code": "", "statutory": "роль", "parent": 0},
    ]
    (marks,) = shapes_of([block("chart", caption="", posts=posts)], WORDS)
    assert isinstance(marks, Marks)
    assert [mark for mark, _lines in marks.items] == ["–", "––"]


def test_sections_of_an_annex_stand_below_it():
    text = [
        block("section", number="1", heading="A"),
        block("annex", label="B", title=""),
        block("section", number="1", heading="C"),
    ]
    assert [shape.level for shape in shapes_of(text, WORDS) if isinstance(shape, Heading)] == [2, 2, 3]


def test_a_kind_that_nobody_foresaw_keeps_its_words():
    (shape,) = shapes_of([block("riddle", text="слова")], WORDS)
    assert isinstance(shape, Words)
    assert shape.lines == ((Piece("слова"),),)


def test_every_row_of_a_table_has_as_many_cells():
    (table,) = shapes_of([block("table", caption="", header_rows=5, rows=[["a"], ["b", "c"]])], WORDS)
    assert isinstance(table, Table)
    assert (table.header_rows, table.rows) == (2, (("a", ""), ("b", "c")))
    assert list(shapes_of([block("table", caption="", header_rows=1, rows=[])], WORDS)) == []


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_the_fonts_have_the_letters_of_all_four_languages():
    assert {ord(letter) for letter in "ґҐєїІŵŷŴŶâêîôûЁёыэъ’–№«»€…"} <= fonts.letters()
    assert not {0x1F600, ord("א"), 0xE000} & fonts.letters()


@pytest.mark.parametrize(
    ("text", "said", "lost"), [("a ≤ b", "a <= b", False), ("a😀", "a�", True), ("a\0b", "a�b", False)]
)
def test_what_a_font_lacks_is_said_otherwise_or_shown_as_unknown(text: str, said: str, lost: bool):
    setter = contents.Setter()
    assert (setter.text(text), setter.lost) == (said, lost)


def test_that_letters_were_lost_is_said_on_the_paper():
    assert contents.edition(paper(block("paragraph", text="😀")))["words"]["missing"] == "lost"
    assert contents.edition(paper(block("paragraph", text="ні")))["words"]["missing"] == ""


def test_only_web_addresses_and_clauses_that_are_there_are_links():
    text = '<a href="javascript:x">a</a><a href="#1.1">b</a><a href="#9">c</a><a href="https://x.example/">d</a>'
    shown = contents.edition(paper(block("clause", "k1", number="1.1", text=text)))["blocks"][0]["lines"][0]
    assert [(each.get("to"), each.get("h")) for each in shown] == [
        (None, None),
        ("at-1.1", None),
        (None, None),
        (None, "https://x.example/"),
    ]


# --- Two columns -----------------------------------------------------------------------------------------------------


def said(cell: Any) -> str:
    number = f"{cell.number.text} " if cell.number else ""
    return number + "\n".join("".join(run.text for run in line) for line in cell.lines)


def test_each_side_says_what_its_text_says():
    gone, new = (
        block("clause", "b", number="1.2", text="Зникає"),
        block("clause", "c", number="1.2", text="Зовсім інше"),
    )
    older = [block("clause", "a", number="1.1", text="Строк 15 днів"), gone]
    newer = [block("clause", "a", number="1.1", text="Строк 20 днів"), new]
    rows = rows_of(older, newer, whole=False, heads=([("title", "А")], [("title", "Б")]))
    assert [(said(row.left), said(row.right)) for row in rows[:2]] == [
        ("А", "Б"),
        ("1.1 Строк 15 днів", "1.1 Строк 20 днів"),
    ]
    assert {(said(row.left), said(row.right)) for row in rows[2:]} == {("1.2 Зникає", ""), ("", "1.2 Зовсім інше")}


def test_the_whole_text_stands_there_on_request():
    text = [block("clause", "a", number="1", text="x"), block("clause", "b", number="2", text="y")]
    assert rows_of(text, text, whole=False) == ()
    assert [said(row.left) for row in rows_of(text, text, whole=True)] == ["1 x", "2 y"]


def test_the_columns_have_their_names_in_every_language():
    assert set(HEADS) == {"uk", "en", "cy", "ru"}


# --- Into Word and back ----------------------------------------------------------------------------------------------

SAID = "працівники подають документи протягом тижня комісія розглядає заяву та ухвалює рішення"
word = st.sampled_from(SAID.split())
sentence = st.lists(word, min_size=4, max_size=12).map(lambda words: f"{' '.join(words).capitalize()}.")


@st.composite
def texts(draw: st.DrawFn) -> list[FrozenBlock]:
    """Return a regulation: sections of clauses, among them paragraphs, lists and tables."""
    keys = (f"{number:032x}" for number in range(1, 10_000))
    made = []
    for section in range(1, draw(st.integers(2, 4)) + 1):
        made.append(block("section", next(keys), number=f"{section}.", heading=draw(sentence).rstrip(".").upper()))
        made[-1].data["number"] = str(section)
        for number in range(1, draw(st.integers(1, 4)) + 1):
            made.append(block("clause", next(keys), number=f"{section}.{number}", text=draw(sentence)))
            if draw(st.integers(0, 3)) == 0:
                items = [
                    {"mark": "–", "text": f"{draw(word)} {draw(word)};"} for _each in range(draw(st.integers(2, 3)))
                ]
                made.append(block("list", next(keys), items=items))
    rows = [["Показник", "Значення"], *[[draw(word), str(draw(st.integers(1, 99)))] for _row in range(2)]]
    made.append(block("table", next(keys), caption="Таблиця 1", header_rows=1, rows=rows))
    return made


@settings(max_examples=25, deadline=None)
@given(texts())
def test_a_text_written_as_word_is_read_back_block_for_block(text: list[FrozenBlock]):
    draft = read(docx(paper(*text)), filename="x.docx", kind="regulation", language="uk")
    assert [each.source_id for each in draft.blocks] == [each.id for each in text]
    assert [(each.kind, each.data) for each in draft.blocks] == [(each.kind, each.data) for each in text]
    assert draft.title == "Положення про наставництво"


hostile = st.text(alphabet=st.characters(codec=None), max_size=60)


@settings(max_examples=40, deadline=None)
@given(hostile, hostile)
def test_whatever_is_typed_a_word_file_is_well_formed_and_can_be_set(title: str, text: str):
    one = paper(
        block("clause", "a" * 32, number=text[:20], text=text.replace("<", "&lt;")),
        block("table", "b" * 32, caption=text, header_rows=1, rows=[[text, title], [title]]),
        title=title,
    )
    with zipfile.ZipFile(io.BytesIO(docx(one))) as file:
        assert file.testzip() is None
    known = fonts.letters() | {ord("\n")}
    assert all(ord(letter) in known for letter in contents.edition(one)["title"])
