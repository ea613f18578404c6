"""Reading a text into a draft: sections, clauses, lists, tables, annexes, the header, and the receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.reading import Block, Draft, read
from intranet.documents.reading.receipts import words_of
from intranet.documents.reading.source import letters


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def draft_of(text: str, *, kind: str = "regulation", language: str = "uk") -> Draft:
    return read(text.encode(), filename="draft.txt", kind=kind, language=language)


def of_kind(draft: Draft, kind: str) -> list[Block]:
    return [block for block in draft.blocks if block.kind == kind]


def clauses(draft: Draft) -> list[str]:
    return [block.data["number"] for block in of_kind(draft, "clause")]


def sections(draft: Draft) -> list[tuple[str, str]]:
    return [(block.data["number"], block.data["heading"]) for block in of_kind(draft, "section")]


KEYS = """ПОЛОЖЕННЯ
про облік ключів

м. Ковель, 2025

1. ЗАГАЛЬНІ ПОЛОЖЕННЯ

1.1. Це Положення визначає, як видають ключі.

1.2. Ключ видає черговий:

- викладачеві;
- лаборантові.

2. ПОВЕРНЕННЯ

2.1. Ключ повертають до кінця дня.

Втрачений ключ замінює завідувач
господарства, який веде журнал.

2.1.1. Запис роблять у журналі.
"""


def test_sections_clauses_lists_and_paragraphs_keep_their_places() -> None:
    draft = draft_of(KEYS)

    assert draft.title == "ПОЛОЖЕННЯ про облік ключів"
    assert draft.header["place_and_year"] == "м. Ковель, 2025"
    assert sections(draft) == [("1", "ЗАГАЛЬНІ ПОЛОЖЕННЯ"), ("2", "ПОВЕРНЕННЯ")]
    assert clauses(draft) == ["1.1", "1.2", "2.1", "2.1.1"]
    (items,) = of_kind(draft, "list")
    assert items.data["items"] == [{"mark": "-", "text": "викладачеві;"}, {"mark": "-", "text": "лаборантові."}]
    (paragraph,) = of_kind(draft, "paragraph")
    assert paragraph.data["text"] == "Втрачений ключ замінює завідувач господарства, який веде журнал."
    assert len(paragraph.lines) == 2


def test_every_line_is_accounted_for() -> None:
    draft = draft_of(KEYS)

    assert draft.receipt.lines == len([line for line in KEYS.splitlines() if line.strip()])
    assert (draft.receipt.accounted, draft.receipt.unplaced) == (draft.receipt.lines, [])


HEADS = [
    ("I. Загальне\n\n1. Перший пункт діє.\n\n2. Другий пункт діє.", [("I", "Загальне")], ["1", "2"]),
    ("І. ЗАГАЛЬНЕ\n1.1. Перший.\nІІ. ІНШЕ\n2.1. Другий.", [("I", "ЗАГАЛЬНЕ"), ("II", "ІНШЕ")], ["1.1", "2.1"]),
    ("РОЗДІЛ 1\nЗАГАЛЬНЕ\n1.1. Перший.", [("", "РОЗДІЛ 1 ЗАГАЛЬНЕ")], ["1.1"]),
    ("Раздел II. Общее\n\n2.1. Первый.", [("", "Раздел II. Общее")], ["2.1"]),
    ("Стаття 1. Назва\n1. Перша частина.\n2. Друга частина.", [("", "Стаття 1. Назва")], ["1", "2"]),
    ("1 Загальне\n1.1 Перший.\n1.2 Другий.", [("1", "Загальне")], ["1.1", "1.2"]),
    ("1. Загальне.\n1.1 Перший.\n2.\nІнше\n2.1 Другий.", [("1", "Загальне."), ("2", "Інше")], ["1.1", "2.1"]),
    ("Section 1: Purpose\n\n1.1 First.", [("", "Section 1: Purpose")], ["1.1"]),
    ("Adran 1: Cyflwyniad\n\n1.1 Cyntaf.", [("", "Adran 1: Cyflwyniad")], ["1.1"]),
    ("ЗАГАЛЬНЕ\n\n1.1. Перший.\n1.2. Другий.", [("", "ЗАГАЛЬНЕ")], ["1.1", "1.2"]),
    ("1. Загальне\n1.1. А.\n1.3. Б.\n1.3-1. В.\n1.4. Г.", [("1", "Загальне")], ["1.1", "1.3", "1.3-1", "1.4"]),
    ("1. Одне\n1.1. А.\n2. Без пунктів\nТут лише текст.\n3. Третє\n3.1. Б.", None, ["1.1", "3.1"]),
]


@pytest.mark.parametrize(("text", "heads", "numbers"), HEADS)
def test_heads_and_numbers_in_every_manner(text: str, heads: list[tuple[str, str]] | None, numbers: list[str]) -> None:
    draft = draft_of("Положення про гурток\n\n" + text)

    assert clauses(draft) == numbers
    if heads is not None:
        assert sections(draft) == heads
    assert draft.receipt.unplaced == []


TRAPS = [
    ("1.1. Діє за вимогами пункту\n4.2 цього Положення і наказу.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Наказ видано\n01.09.2023 року про це.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Обсяг становить\n1.5 кредиту на рік.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Обсяг не більше ніж\n30 годин на рік.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Згідно з п.\n1.2 Порядку звітує щороку.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Діє (див. пункти\n1.2, 1.3) щодня.\n1.2. Далі.\n1.3. Ще.", ["1.1", "1.2", "1.3"]),
    ("1.1. Діє відповідно до пунктів 2.1,\n1.2 Порядку закладу.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Має подати:\n1. заяву;\n2. копію.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. За статтею\n12 Закону діє право.\n1.2. Далі.", ["1.1", "1.2"]),
    ("1.1. Перелік:\n2.5 разу більше норми;\nінше.\n1.2. Далі.", ["1.1", "1.2"]),
]


@pytest.mark.parametrize(("text", "numbers"), TRAPS)
def test_a_line_that_only_looks_like_a_clause_is_none(text: str, numbers: list[str]) -> None:
    draft = draft_of("Положення про гурток\n\n1. Загальне\n" + text)

    assert clauses(draft) == numbers
    assert draft.receipt.unplaced == []


def test_a_number_that_the_source_skips_is_named() -> None:
    draft = draft_of("1. Загальне\n1.1. А.\n1.3. Б.")

    assert any("1.2" in warning and "1.3" in warning for warning in draft.warnings)


WRAPPED = """Положение о кружке
1. Общие положения
1.1. Настоящее Положение определяет порядок работы кружка в образовательной
организации, его цели и задачи, а также права участников. Кружок открывает
директор.
Руководитель - работник, который назначен приказом и отвечает за безопас-
ность детей во время занятий.
1.2. Задачи кружка:
1)
развивать интерес детей к делу, которое они выбрали сами, и поддержи-
вать их в этом;
2) готовить
детей
к
участию в конкурсах.
2. Порядок
2.1. Кружок работает весь год, а
7
его занятия проводятся после уроков не реже одного раза в каждую неделю.
"""


def test_lines_broken_at_the_edge_of_the_page_are_joined() -> None:
    draft = draft_of(WRAPPED, language="ru")

    assert clauses(draft) == ["1.1", "1.2", "2.1"]
    (items,) = of_kind(draft, "list")
    assert items.data["items"] == [
        {"mark": "1)", "text": "развивать интерес детей к делу, которое они выбрали сами, и поддерживать их в этом;"},
        {"mark": "2)", "text": "готовить детей к участию в конкурсах."},
    ]
    assert of_kind(draft, "paragraph")[0].data["text"].startswith("Руководитель - работник")
    assert "безопасность" in of_kind(draft, "paragraph")[0].data["text"]


def test_a_compound_keeps_its_hyphen_over_a_broken_line() -> None:
    draft = draft_of("1. Загальне\n1.1. Підвищення кваліфікації науково-\nпедагогічних працівників.")

    assert of_kind(draft, "clause")[0].data["text"] == "Підвищення кваліфікації науково-педагогічних працівників."


LISTS = [
    ("- один;\n- два.", ["-", "-"]),
    ("– один;\n– два.", ["–", "–"]),
    ("• один;\n• два.", ["•", "•"]),
    ("-один;\n-два.", ["-", "-"]),
    ("а) один;\nб) два.", ["а)", "б)"]),
    ("1) один;\n2) два.", ["1)", "2)"]),
    ("(a) один;\n(b) два.", ["(a)", "(b)"]),
    ("1. один;\n2. два.", ["1.", "2."]),
    ("§ один;\n§ два.", ["§", "§"]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_lists_with_every_mark(text: str, expected: list[str]) -> None:
    draft = draft_of("1. Загальне\n1.1. Перелік:\n" + text + "\n1.2. Далі.")

    (items,) = of_kind(draft, "list")
    assert [item["mark"] for item in items.data["items"]] == expected
    assert [item["text"] for item in items.data["items"]] == ["один;", "два."]
    assert clauses(draft) == ["1.1", "1.2"]


def test_a_dash_inside_a_sentence_begins_no_list() -> None:
    draft = draft_of("Надалі (скорочено\n\n— коледж) діє за статутом.")

    assert of_kind(draft, "list") == []


@pytest.mark.parametrize("table", ["Місце\tРизик\nДвір\tмалий", "| Місце | Ризик |\n|---|---|\n| Двір | малий |"])
def test_typed_tables(table: str) -> None:
    draft = draft_of("1. Загальне\n1.1. Ризики:\n\nТаблиця 1. Ризики за місцями\n\n" + table)

    (block,) = of_kind(draft, "table")
    assert block.data == {
        "caption": "Таблиця 1. Ризики за місцями",
        "header_rows": 1,
        "rows": [["Місце", "Ризик"], ["Двір", "малий"]],
    }
    assert draft.receipt.unplaced == []


ANNEXES = """1. Загальне
1.1. Форму наведено в додатку 1.

Додаток 1

ЗАТВЕРДЖЕНО

ПЛАН

занять гуртка

1. Перше
2. Друге

(підпис)

ЗАТВЕРДЖЕНО

Керівник _____

Індивідуальний план учасника

_____ (підпис)

Додаток 3
до Положення про гурток

ЗВІТ про роботу

1.1. Звітує керівник.
"""


def test_annexes_have_their_labels_and_titles_and_a_lost_heading_is_found() -> None:
    draft = draft_of(ANNEXES)

    annexes = [(block.data["label"], block.data["title"]) for block in of_kind(draft, "annex")]
    assert annexes == [
        ("Додаток 1", "ПЛАН занять гуртка"),
        ("Додаток 2", "Індивідуальний план учасника"),
        ("Додаток 3", "ЗВІТ про роботу"),
    ]
    assert any("Додаток 2" in warning for warning in draft.warnings)
    assert draft.receipt.unplaced == []


def test_a_stamp_inside_an_annex_is_not_the_approval() -> None:
    draft = draft_of("Положення\n\n1. Загальне\n1.1. А.\n\nДодаток 1\n\nЗАТВЕРДЖЕНО\nнаказ від 01.02.2024 № 5\n\nПЛАН")

    assert draft.approval.order_number == ""


def test_a_further_form_in_capitals_is_an_annex_without_a_label() -> None:
    form = "Приложение 1\nСогласие работника\n\nЯ согласен.\n\nПодпись\n\nДата"
    further = "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ №_\n\nСтороны согласны."
    draft = draft_of(f"1. Общее\n1.1. А.\n\n{form}\n\n{further}", language="ru")

    assert [block.data["label"] for block in of_kind(draft, "annex")] == ["Приложение 1", ""]
    assert of_kind(draft, "annex")[1].data["title"].startswith("ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ")


def test_signatures_after_the_last_clause_are_notes_and_not_lost() -> None:
    signed = "Розроблено\n\nЗавідувач\n\nОлена ПРИКЛАД\n\nПогоджено\n\nЮрист"
    draft = draft_of(f"1. Загальне\n\n1.1. А.\n\n{signed}\n\nДодаток 1\n\nПЛАН")

    notes = [block.data["text"] for block in of_kind(draft, "note")]
    assert notes == ["Розроблено<br>Завідувач<br>Олена ПРИКЛАД", "Погоджено<br>Юрист"]


FURNITURE = [
    "Читайте також: інша стаття",
    "Сторінка 3 з 10",
    "- 4 -",
    "Наверх",
    "На сайте используются файлы cookie. Продолжая, вы соглашаетесь.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_dropped_with_its_reason(line: str) -> None:
    draft = draft_of(f"1. Загальне\n1.1. Перше речення.\n{line}\n1.2. Друге речення.")

    assert [(dropped.text, bool(dropped.reason)) for dropped in draft.receipt.dropped] == [(line, True)]
    assert clauses(draft) == ["1.1", "1.2"]
    assert draft.receipt.accounted == draft.receipt.lines


def test_a_contents_list_is_dropped_and_its_numbers_open_nothing() -> None:
    listing = "ЗМІСТ\n1. Загальне ........ 2\n2. Інше ........ 3\n3. Третє ........ 4\n\n"
    draft = draft_of(listing + "1. Загальне\n1.1. А.\n2. Інше\n2.1. Б.")

    assert sections(draft) == [("1", "Загальне"), ("2", "Інше")]
    assert len(draft.receipt.dropped) == 4


def test_stars_become_bold_and_markup_is_escaped() -> None:
    draft = draft_of("1. Загальне\n\n1.1. **Увага:** a < b & <script>alert(1)</script>")

    assert (
        of_kind(draft, "clause")[0].data["text"] == "<b>Увага:</b> a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt;"
    )


def test_a_text_without_numbers_has_its_headings_as_sections() -> None:
    draft = draft_of(
        "ПРАВИЛА ПРИЙОМУ\n\nЗАГАЛЬНЕ\n\nПравила діють у закладі.\n\nСТРОКИ\n\nДокументи приймають до серпня."
    )

    assert (draft.title, sections(draft)) == ("ПРАВИЛА ПРИЙОМУ", [("", "ЗАГАЛЬНЕ"), ("", "СТРОКИ")])


lines = st.lists(
    st.text(alphabet="1234. -–)абвАБВ\tIІVX|*_(«»;:", min_size=0, max_size=40)
    | st.sampled_from(["Додаток 1", "ЗАТВЕРДЖЕНО", "1. Загальне", "1.1. Текст.", "2.", "- пункт;", "а) пункт"]),
    max_size=25,
)


@given(lines)
def test_whatever_the_text_no_line_is_lost(texts: list[str]) -> None:
    draft = draft_of("Початок тексту\n" + "\n".join(texts))

    assert draft.receipt.unplaced == []
    assert draft.receipt.accounted == draft.receipt.lines
    words = Counter(letters(" ".join(words_of(block) for block in draft.blocks) + " ".join(draft.header.values())))
    words.update(letters("".join(dropped.text for dropped in draft.receipt.dropped)))
    assert words == Counter(letters("Початок тексту" + "".join(texts)))


@pytest.mark.parametrize(
    "glued",
    ["1.Загальні положення1.1 Правила діють у закладі", "1.1.Правила діють у закладі щодня", "2.ПОРЯДОК РОБОТИ"],
)
def test_text_glued_to_its_number_is_never_lost_in_a_stamp(glued: str) -> None:
    stamp = ["ПРАВИЛА", "внутрішнього розпорядку", "", "ЗАТВЕРДЖЕНО", "наказ директора", "01.09.2025 № 12"]
    draft = draft_of("\n".join([*stamp, glued, "", "2.1. Далі йде пункт.", "2.2. І ще один."]))
    said = letters(" ".join(word for block in draft.blocks for word in words_of(block).split()))
    assert letters(glued) in said or glued in draft.receipt.unplaced
    assert "Правила" not in draft.header.get("stamp", "").replace("ПРАВИЛА", "")
    assert draft.approval.order_number == "12"
