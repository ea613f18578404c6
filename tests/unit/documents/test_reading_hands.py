"""Numbers as hands, web pages and recognising machines leave them: kept as clauses, and what is odd is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from intranet.documents.reading import Draft, read
from intranet.documents.rules.texts import FrozenBlock, anchors
from tests.factories import files

HEAD = "ПОЛОЖЕННЯ про облік ключів\n\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def draft_of(text: str, *, kind: str = "regulation", language: str = "uk") -> Draft:
    return read(text.encode(), filename="keys.txt", kind=kind, language=language)


def word_draft(*paragraphs: str, ids: tuple[str, ...] = ()) -> Draft:
    return read(files.word_file(paragraphs, ids=ids), filename="keys.docx", kind="regulation", language="uk")


def numbers(draft: Draft) -> list[str]:
    return [
        f"{'§' if block.kind == 'section' else ''}{block.data['number']}"
        for block in draft.blocks
        if block.kind in {"section", "clause"}
    ]


NUMBERED = [
    pytest.param(
        "1. Загальне\n1.1. Перше.\n1.2. Друге.\n2. Порядок\n1.1. Третє.\n1.2. Четверте.",
        ["§1", "1.1", "1.2", "§2", "1.1", "1.2"],
        "begin again in another section: 1.1, 1.2",
        id="clauses begin again under the second section",
    ),
    pytest.param(
        "ЗАГАЛЬНЕ\n1.1. Перше.\n1.2. Друге.\n\nПОРЯДОК\n1.1. Третє.",
        ["§", "1.1", "1.2", "§", "1.1"],
        "begin again",
        id="clauses begin again under a head without a number",
    ),
    pytest.param(
        "I. ЗАГАЛЬНЕ\n1. Ключ є.\n1.1. Видають.\n2. Далі.\nII. ПОРЯДОК\n1. Ще.\n1.1. Так.",
        ["§I", "1", "1.1", "2", "§II", "1", "1.1"],
        "begin again",
        id="points with clauses under Roman heads",
    ),
    pytest.param(
        "1. Загальне\n1.1. Перше.\n1.2. Друге.\n1.9. Третє.\n1.10. Четверте.",
        ["§1", "1.1", "1.2", "1.9", "1.10"],
        "no clause 1.3 before 1.9",
        id="a wide gap",
    ),
    pytest.param(
        "1. Загальне\n1.1. Перше.\n2. Порядок\n2.1. Друге.\n1.2. Третє.\n2.3. Четверте.",
        ["§1", "1.1", "§2", "2.1", "1.2", "2.3"],
        "Clause 1.2 stands after 2.1",
        id="a number of another section",
    ),
    pytest.param(
        "1. Загальне\n1.1. Перше.\n1. Порядок\n2.1. Друге.\n1. Кінець\n3.1. Третє.",
        ["§1", "1.1", "§1", "2.1", "§1", "3.1"],
        "“1. Порядок” is not that of its clauses",
        id="heads that a web page has numbered anew",
    ),
    pytest.param(
        "1. Загальне\n1.1. Перше.\n1.З. Друге.\n2. Порядок\n2. і. Третє.\n2.2. Ще.",
        ["§1", "1.1", "1.3", "§2", "2.1", "2.2"],
        "no clause 1.2",
        id="letters for digits",
    ),
    pytest.param(
        "1. Загальне\n1.1. Діє (далі – ключ.\n1.2. Друге „слово“.\n1.3. Третє.",
        ["§1", "1.1", "1.2", "1.3"],
        "",
        id="a bracket that is never closed",
    ),
]


@pytest.mark.parametrize(("text", "expected", "warned"), NUMBERED)
def test_a_number_that_hands_have_spoilt_is_a_clause_and_is_told_of(
    text: str, expected: list[str], warned: str
) -> None:
    draft = draft_of(HEAD + text)

    assert numbers(draft) == expected
    assert draft.receipt.unplaced == []
    assert any(warned in warning for warning in draft.warnings) or not warned


def test_a_paragraph_that_begins_with_a_number_is_named() -> None:
    draft = draft_of(HEAD + "1. Загальне\n1.1. Перше.\n7. Робочий ключ видають щодня, а запасний – ні, і завжди так.")

    assert any("7. Робочий ключ" in warning for warning in draft.warnings)


def test_a_number_that_jumps_in_a_file_of_ours_is_a_clause() -> None:
    key = "0a1b2c3d-0000-4000-8000-00000000000a"
    paragraphs = ("ПОЛОЖЕННЯ про ключі", "1. Загальне", "1.1. Перше без крапки", "7.4 Друге")

    assert numbers(word_draft(*paragraphs, ids=("", "", "", key))) == ["§1", "1.1", "7.4"]
    assert numbers(word_draft(*paragraphs)) == ["§1", "1.1"]


def test_a_head_without_a_blank_line_before_it_is_no_part_of_the_title() -> None:
    draft = word_draft(
        "СТАТУТ", "Вербівського ліцею", "м. Верба", "2025", "І. ЗАГАЛЬНІ ПОЛОЖЕННЯ", "1.1. Є.", "1.2. Діє."
    )

    assert draft.title == "СТАТУТ Вербівського ліцею"
    assert draft.header["place_and_year"] == "м. Верба\n2025"
    assert numbers(draft) == ["§I", "1.1", "1.2"]


TITLES = [
    ("ПОСАДОВА ІНСТРУКЦІЯ\n\nКУХАРЯ ЗАКЛАДУ\n\n____________", "ПОСАДОВА ІНСТРУКЦІЯ КУХАРЯ ЗАКЛАДУ"),
    ("Робоча інструкція кухаря.\n\n", "Робоча інструкція кухаря."),
    ("Положення про ключі\n\nВербівської школи", "Положення про ключі Вербівської школи"),
    ("СТАТУТ\n\nЛІЦЕЮ\n\n(нова редакція)\n\nКод ЄДРПОУ 12345678\n\nсмт Верба\n\n2023", "СТАТУТ ЛІЦЕЮ (нова редакція)"),
    ("ВЕРБІВСЬКА РАДА\n\nРІШЕННЯ\n\nПро затвердження статуту\n\nВИРІШИЛА:", "Про затвердження статуту"),
]


@pytest.mark.parametrize(("head", "title"), TITLES)
def test_a_title_is_whole_and_holds_nothing_else(head: str, title: str) -> None:
    draft = draft_of(head + "\n\n1. Загальні положення\n\n1.1. Перше.\n\n1.2. Друге.")

    assert draft.title == title
    assert draft.receipt.unplaced == []


def test_the_founders_decision_is_the_approval_where_there_is_no_order() -> None:
    draft = draft_of(
        "ЗАТВЕРДЖЕНО\nРішення міської ради\n«12» серпня 2022 року № 38\n\nСТАТУТ ліцею\n\n1. Загальне\n1.1. Є."
    )

    assert (draft.approval.order_number, str(draft.approval.order_date)) == ("38", "2022-08-12")
    assert not any("not filled in" in warning for warning in draft.warnings)


def test_the_first_head_opens_the_text_though_its_first_clause_has_no_number() -> None:
    draft = draft_of(
        "Утверждено приказом № 3\nДолжностная инструкция учителя школы\n1. Общие положения\nНастоящая инструкция.\n"
        "1.2. Учитель учит.\n2. Функции\n2.1. Далее.",
        kind="job-description",
        language="ru",
    )

    assert numbers(draft) == ["§1", "1.2", "§2", "2.1"]


def test_letters_with_a_dot_are_items_of_a_list() -> None:
    draft = draft_of(
        "RHEOLAU SEFYDLOG\nMabwysiadwyd gan y Cyngor ar 12 Mai 2024\n\n1. Cyfarfodydd\na. Cwrdd bob mis.\nb. Rhybudd.\n"
        "2. Cadeirydd\na. Ethol bob blwyddyn.",
        language="cy",
    )

    assert numbers(draft) == ["§1", "§2"]
    assert [item["mark"] for block in draft.blocks if block.kind == "list" for item in block.data["items"]] == [
        "a.",
        "b.",
        "a.",
    ]
    assert not any("not filled in" in warning for warning in draft.warnings)


def block(key: str, kind: str, number: str = "") -> FrozenBlock:
    return FrozenBlock(key, kind, {"number": number, "heading": "", "text": ""})


def test_a_clause_whose_number_begins_again_has_its_section_in_its_address() -> None:
    text = [
        block("a", "section", "I"), block("b", "clause", "1"), block("c", "section", "II"), block("d", "clause", "1"),
        block("e", "clause", "1"), block("f", "section"), block("g", "clause", "1"),
        block("h", "annex"), block("i", "clause", "1"), block("j", "section", "II"), block("k", "clause", "1"),
    ]  # fmt: skip

    assert anchors(text) == [
        "I", "1", "II", "section-II.1", "e", "f", "section-3.1", "annex-1", "annex-1.1", "annex-1.II",
        "annex-1.section-II.1",
    ]  # fmt: skip
