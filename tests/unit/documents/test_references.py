"""Which words of a text cite a clause of its own, in four languages and all forms; another act's are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.rendering import Linker
from intranet.documents.rules.outlines import Standing, outline, spots_of
from intranet.documents.rules.references import Owner, find_references, titled
from intranet.documents.rules.texts import FrozenBlock

UKRAINIAN = [
    ("зазначені у пункті 6.3 цього Положення, можуть", ["6.3"]),
    ("відповідно до п. 3.1", ["3.1"]),
    ("відповідно до п.3.1.", ["3.1"]),
    ("пунктами 3.1, 3.2 та 3.4 визначено", ["3.1", "3.2", "3.4"]),
    ("пп. 3.1–3.4", ["3.1..3.4", "3.4"]),
    ("пп. 3.1 - 3.4", ["3.1..3.4", "3.4"]),
    ("п.п. 3.1, 3.2", ["3.1", "3.2"]),
    ("у пунктах 3.1 і 3.2", ["3.1", "3.2"]),
    ("пунктів 2.1 або 2.2", ["2.1", "2.2"]),
    ("підпункту 3.2.1 пункту 3.2", ["3.2.1", "3.2"]),
    ("підпунктами 3.2.1 та 3.2.2", ["3.2.1", "3.2.2"]),
    ("Пункт 3.4-1 застосовується", ["3.4-1"]),
    ("пункту 3.4¹ цього Положення", ["3.4-1"]),
    ("до розділу 5", ["section 5"]),
    ("розділів II та III", ["section II", "section III"]),
    ("розділу ІІ цього Положення", ["section II"]),
    ("статті 7 цього Статуту", ["section 7"]),
    ("(додаток 1) та додатка 2", ["annex 1", "annex 2"]),
    ("за формою (додаток № 3)", ["annex 3"]),
    ("згідно з додатком А до цього Положення", ["annex А"]),
    ("пункту 3 розділу II цього Положення", ["II/3", "section II"]),
    ("пункту 2 додатка 3 до цього Положення", ["3:2", "annex 3"]),
    ("пункту 3.1 Положення.", ["3.1"]),
    ("пункту 3.1 даного Положення", ["3.1"]),
]
RUSSIAN = [
    ("пункт 2.2 настоящего Положения", ["2.2"]),
    ("в соответствии с п. 3.1", ["3.1"]),
    ("пунктами 3.1, 3.2 и 3.4", ["3.1", "3.2", "3.4"]),
    ("пп. 3.1-3.4", ["3.1..3.4", "3.4"]),
    ("подпунктов 2.1.1 и 2.1.2", ["2.1.1", "2.1.2"]),
    ("раздела 4 настоящего Положения", ["section 4"]),
    ("утверждает Дорожную карту (Приложение №1)", ["annex 1"]),
    ("согласно приложению 2 к настоящему Положению", ["annex 2"]),
    ("пункта 3.1 Положения,", ["3.1"]),
]
ENGLISH = [
    ("clause 6.3", ["6.3"]),
    ("clauses 3.1, 3.2 and 3.4 below", ["3.1", "3.2", "3.4"]),
    ("clauses 3.1–3.4", ["3.1..3.4", "3.4"]),
    ("Paragraph 2.1 of this Regulation", ["2.1"]),
    ("sub-clause 3.2.1", ["3.2.1"]),
    ("section 5 of this document", ["section 5"]),
    ("Annex 2 and clause 3.1 of these Regulations", ["annex 2", "3.1"]),
    ("clause 3 of section II", ["II/3", "section II"]),
    ("clause 2 of Annex B to this Regulation", ["B:2", "annex B"]),
    ("clause 3.1 of the Regulation applies", ["3.1"]),
]
WELSH = [
    ("cymal 4.1", ["4.1"]),
    ("yng nghymal 4.1 a chymalau 4.2 a 4.3", ["4.1", "4.2", "4.3"]),
    ("o gymal 4.1 uchod", ["4.1"]),
    ("cymal 4.1 o'r Rheoliad hwn", ["4.1"]),
    ("paragraff 2.1 isod", ["2.1"]),
    ("o baragraffau 2.1 i 2.4", ["2.1..2.4", "2.4"]),
    ("adran 3 o'r polisi hwn", ["section 3"]),
    ("Atodiad 2", ["annex 2"]),
]
OTHER_ACTS = {
    "uk": [
        "пункту 6.3 Порядку, затвердженого постановою Кабінету Міністрів",
        "визначених частиною першою статті 12 Закону України «Про освіту»",
        "пункту 15 постанови Кабінету Міністрів України",
        "постанови КМУ від 21.08.2019 № 800, пункт 15",
        "Законом України «Про освіту» (стаття 54)",
        "пункту 3.1 Положення про іншу справу",
        "пунктом 3.1 Типового положення",
        "пункту 6.3 Ліцензійних умов",
        "пунктів 3.1 та 3.2 Порядку, затвердженого наказом",
        "пункту 3.1 та розділу 5 Закону",
        "підпункту 3.2.1 пункту 3.2 Порядку, затвердженого наказом",
        "статті 40 КЗпП України",
        "п. 2.1 ДСТУ 4163",
        "додаток 2 до Порядку підвищення кваліфікації",
        "пункту 3.1 договору",
        "пункту 3.1 Порядку.",
    ],
    "ru": [
        "со статьями 60.2 и 151 Трудового кодекса Российской Федерации",
        "пункта 2.2 Порядка, утверждённого приказом",
        "Реестр документов к разделу 7 декларации по НДС",
        "статьи 48 Федерального закона",
        "п. 2.1 приказа Минпросвещения",
        "пункта 3.1 Положения о премировании",
    ],
    "en": [
        "section 5 of the Education Act 2002",
        "clause 6.3 of the Procedure approved by the Council",
        "clause 3.1 of the Regulation on Pay",
        "article 12 of the Law of Ukraine",
        "section 3 of that Act",
        "the Education Act 2002 (section 5)",
    ],
    "cy": ["adran 3 o Ddeddf Addysg 2002", "fel y Swyddog Adran 151 y Cyngor", "rheoliad 5 o Reoliadau Addysg 2010"],
}
NOT_CITATIONS = [
    ("uk", "обсяг 3.1 кредиту; 30 годин; 14.02.2026; розділ про пункти; пункт призначення; №5"),
    ("uk", "пунктуальність 3.1 та підрозділ 5 осіб"),
    ("uk", "пункт 100 балів"),
    ("en", "the point is 3.1 times; in part because; items A"),
    ("cy", "pwyntiau ac adrannau; 30 awr"),
    ("de", "Punkt 3.1"),
]
TITLES = {
    "uk": "Положення про облік",
    "ru": "Положение об учёте",
    "en": "Regulation on records",
    "cy": "Rheoliad cofnodi",
}


def told(text: str, language: str) -> list[str]:
    """Return the citations that are the document's own, written shortly: ``II/3`` in section II, ``3:2`` in annex 3."""
    found = []
    for each in find_references(text, language, title=TITLES.get(language, "")):
        place = each.place
        if each.owner is Owner.OTHER:
            continue
        kind = "" if place.kind == "clause" else f"{place.kind} "
        lies = f"{place.annex}:" if place.annex else f"{place.section}/" if place.section else ""
        found.append(f"{kind}{lies}{place.number}" + (f"..{each.until}" if each.until else ""))
    return found


@pytest.mark.parametrize(("text", "cited"), UKRAINIAN)
def test_ukrainian_citations_are_found(text: str, cited: list[str]):
    assert told(text, "uk") == cited


@pytest.mark.parametrize(("text", "cited"), RUSSIAN)
def test_russian_citations_are_found(text: str, cited: list[str]):
    assert told(text, "ru") == cited


@pytest.mark.parametrize(("text", "cited"), ENGLISH)
def test_english_citations_are_found(text: str, cited: list[str]):
    assert told(text, "en") == cited


@pytest.mark.parametrize(("text", "cited"), WELSH)
def test_welsh_citations_are_found_mutated_too(text: str, cited: list[str]):
    assert told(text, "cy") == cited


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in OTHER_ACTS.items() for text in texts])
def test_what_another_act_says_is_never_ours(language: str, text: str):
    assert told(text, language) == []


@pytest.mark.parametrize(("language", "text"), NOT_CITATIONS)
def test_numbers_that_are_no_citations_are_left_alone(language: str, text: str):
    assert told(text, language) == []


def test_the_number_alone_becomes_the_link():
    text = "у пункті 6.3 цього Положення та п. 3.4¹"
    assert [text[each.start : each.end] for each in find_references(text, "uk")] == ["6.3", "3.4¹"]


@given(
    st.text(alphabet="пункт.у 3,1–4та розділ№IVX«»()цього Положення\n", max_size=80),
    st.sampled_from(["uk", "ru", "en", "cy"]),
)
def test_any_text_is_read_without_harm(text: str, language: str):
    for each in find_references(text, language):
        assert 0 <= each.start < each.end <= len(text)


# --- What a citation means -----------------------------------------------------------------------------------------


def block(key: str, kind: str, number: str = "", **data: str) -> FrozenBlock:
    return FrozenBlock(key, kind, {"number": number, "text": "", "heading": "", **data})


TEXT = outline(
    [
        block("s1", "section", "I"),
        block("a", "clause", "1"),
        block("b", "clause", "2"),
        block("s2", "section", "II"),
        block("c", "clause", "1"),
        block("d", "clause", "2"),
        block("e", "clause", "2.1"),
        block("f", "clause", "2.2"),
        block("g", "clause", "2.2-1"),
        block("h", "clause", "2.3"),
        block("x1", "annex", label="Додаток № 1"),
        block("y", "clause", "1"),
        block("z", "clause", "2.1"),
        block("x2", "annex", label="", title="Без номера"),
        block("xb", "annex", label="Додаток Б"),
    ]
)


NOWHERE, IN_FIRST, IN_SECOND, IN_ANNEX = Standing(), Standing(part=1), Standing(part=2), Standing(annex=1, part=3)


@pytest.mark.parametrize(
    ("text", "standing", "ids"),
    [
        ("пункту 2.1", NOWHERE, ["e"]),
        ("пункту 2.1", IN_ANNEX, ["z"]),
        ("пункту 2.2", IN_ANNEX, ["f"]),
        ("пунктами 2.1–2.3", NOWHERE, ["e", "f", "g"]),
        ("пункту 2 розділу II", NOWHERE, ["d"]),
        ("пункту 2 розділу I", NOWHERE, ["b"]),
        ("пункту 2", NOWHERE, []),
        ("пункту 2", IN_FIRST, ["b"]),
        ("пункту 2", IN_SECOND, ["d"]),
        ("пункту 2 розділу I", IN_SECOND, ["b"]),
        ("пункту 2.1", IN_FIRST, ["e"]),
        ("пункту 2", IN_ANNEX, []),
        ("розділу II", NOWHERE, ["s2"]),
        ("розділу 2", NOWHERE, []),
        ("пункту 1 додатка 1", NOWHERE, ["y"]),
        ("пункту 1 додатка 9", NOWHERE, []),
        ("додатка 1", NOWHERE, ["x1"]),
        ("додатка 2", NOWHERE, ["x2"]),
        ("додатка Б", NOWHERE, ["xb"]),
        ("додатка 7", NOWHERE, []),
        ("пункту 9.9", NOWHERE, []),
    ],
)
def test_a_citation_means_the_clause_that_has_the_number_where_it_stands(text: str, standing: Standing, ids: list[str]):
    first = find_references(text, "uk")[0]
    assert [spot.block_id for spot in spots_of(first, TEXT, standing)] == ids


# Numbers that begin again in each section, as many regulations have them; the sections may have none.
AGAIN = [
    ("s1", "section", "Загальні положення", ""),
    ("a", "clause", "1", "Це загальне."),
    ("b", "clause", "2.3", "Діє пункт 1."),
    ("s2", "section", "Порядок", ""),
    ("c", "clause", "1", "Відповідно до пункту 2.3 та пункту 4."),
    ("d", "clause", "2.3", "Згідно з пунктами 1 і 2.3."),
    ("s3", "section", "Прикінцеві положення", ""),
    ("e", "clause", "4", "Згідно з пунктом 1 та пунктом 2.3."),
]


@pytest.mark.parametrize("numbers", [("", "", ""), ("I", "II", "III")])
def test_a_number_that_begins_again_means_the_clause_of_its_own_section(numbers: tuple[str, ...]):
    roman = dict(zip(("s1", "s2", "s3"), numbers, strict=True))
    blocks = [
        block(key, kind, roman[key], heading=said) if kind == "section" else block(key, kind, said, text=text)
        for key, kind, said, text in AGAIN
    ]
    linker = Linker(blocks, language="uk", title="Положення про облік")
    cited, shown = {}, {}
    for each in blocks:
        shown[each.id] = linker.linked(each).data["text"]
        cited[each.id] = [(citation.cited, citation.block_ids) for citation in linker.citations]
    assert cited["b"] == [("1", ("a",))]
    assert cited["c"] == [("2.3", ("d",)), ("4", ("e",))]
    assert cited["d"] == [("1", ("c",)), ("2.3", ("d",))]
    assert cited["e"] == [("1", ()), ("2.3", ())], "which of the two is meant nobody can tell: the editor is told"
    assert "<a" not in shown["e"]
    assert f'href="#section-{numbers[1] or 2}.1"' in shown["d"]


@pytest.mark.parametrize(
    ("text", "language", "is_missed"),
    [
        ("пункту 9.9", "uk", True),
        ("пункту 9 цього Положення", "uk", True),
        ("пункту 9", "uk", False),
        ("розділу 9", "uk", False),
        ("додатка 9", "uk", True),
        ("пункту 9.9 Закону", "uk", False),
        ("section 151", "en", False),
    ],
)
def test_what_leads_nowhere_is_told_unless_it_may_be_a_laws(text: str, language: str, is_missed: bool):
    assert find_references(text, language)[0].is_missed is is_missed


TITLED = [("a", "Положення про наставництво"), ("b", "Положення про наставництво молодих"), ("c", "Порядок обліку")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Положення про наставництво, затвердженого", "a"),
        ("Положення про наставництво молодих.", "b"),
        ("«Положення про Наставництво»", "a"),
        ("Порядку обліку", "c"),
        ("Порядку видачі", ""),
        ("Положення", ""),
    ],
)
def test_another_document_of_the_house_is_known_by_its_title(text: str, key: str):
    assert titled(text, 0, TITLED) == key
