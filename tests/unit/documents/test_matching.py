"""A newer file of a text: which block of it is which, and the text that comes of what a person takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.rules.comparing import Change, compare
from intranet.documents.rules.matching import Incoming, match
from intranet.documents.rules.taking import key_of, take
from intranet.documents.rules.texts import FrozenBlock

A = "Читач отримує квиток на один навчальний рік."
B = "Книга видається на чотирнадцять календарних днів."
C = "Бібліотека працює щодня, крім неділі та свят."
D = "Втрачену книгу читач замінює такою самою."
GONE = "Вилучено."


def clause(number: str, text: str, key: str = "") -> FrozenBlock:
    return FrozenBlock(key or f"id-{number}", "clause", {"number": number, "text": text})


def old(*rows: tuple[str, str]) -> list[FrozenBlock]:
    return [clause(number, text) for number, text in rows]


def new(*rows: tuple[str, str]) -> list[Incoming]:
    return [Incoming("clause", {"number": number, "text": text}) for number, text in rows]


OLD = old(("1.1", A), ("1.2", B), ("1.3", C))
SPLIT = "Читач отримує квиток на один навчальний рік. Квиток не передається іншим особам."


@pytest.mark.parametrize(
    ("older", "newer", "partners"),
    [
        pytest.param(OLD, new(("1.1", A), ("1.2", B), ("1.3", C)), ["1.1", "1.2", "1.3"], id="the same"),
        pytest.param(OLD, new(("1.1", A), ("1.2-1", B), ("1.3", C)), ["1.1", "1.2", "1.3"], id="an edited number"),
        pytest.param(OLD, new(("1.1", B), ("1.2", A), ("1.3", C)), ["1.2", "1.1", "1.3"], id="a swapped pair"),
        pytest.param(OLD, new(("1.2", B), ("1.1", A), ("1.3", C)), ["1.2", "1.1", "1.3"], id="swapped with numbers"),
        pytest.param(
            OLD, new(("1.1", A), ("1.2", D), ("1.3", B), ("1.4", C)), ["1.1", "", "1.2", "1.3"], id="one put in between"
        ),
        pytest.param(OLD, new(("1.1", A), ("1.2", C)), ["1.1", "1.3"], id="one taken out, the rest renumbered"),
        pytest.param(
            OLD,
            new(("1.1", A), ("1.2", "Книга видається на тридцять календарних днів."), ("1.3", C)),
            ["1.1", "1.2", "1.3"],
            id="a word changed",
        ),
        pytest.param(
            OLD,
            new(("1.1", A), ("1.2", D), ("1.3", "Книга видається на тридцять календарних днів."), ("1.4", C)),
            ["1.1", "", "1.2", "1.3"],
            id="one put in before one that changed",
        ),
        pytest.param(
            old(("1.1", SPLIT), ("1.2", B)),
            new(("1.1", A), ("1.2", "Квиток не передається іншим особам."), ("1.3", B)),
            ["1.1", "", "1.2"],
            id="a split clause keeps its id where most of it stays",
        ),
        pytest.param(
            OLD,
            new(("1.1", f"{A} {B}"), ("1.2", C)),
            ["1.1", "1.3"],
            id="a merged clause is the one whose number it has",
        ),
        pytest.param(
            OLD,
            new(("1.1", A), ("1.2", "Строк користування книгою становить місяць, книга повертається."), ("1.3", C)),
            ["1.1", "1.2", "1.3"],
            id="a clause written anew at its number, between the same neighbours",
        ),
        pytest.param(
            old(("2.1", A), ("2.2", GONE), ("2.3", GONE), ("2.4", B)),
            new(("2.1", A), ("2.3", GONE), ("2.4", B)),
            ["2.1", "2.3", "2.4"],
            id="of two that say the same the one with the number stays",
        ),
        pytest.param(
            old(("2.1", A), ("2.2", GONE), ("2.3", GONE)),
            new(("2.1", A), ("2.2", D), ("2.3", GONE), ("2.4", GONE)),
            ["2.1", "", "2.2", "2.3"],
            id="two that say the same go on in their order",
        ),
        pytest.param(OLD, new(("5.1", D)), [""], id="another text altogether"),
        pytest.param([], new(("1.1", A)), [""], id="nothing was there"),
        pytest.param(OLD, [], [], id="nothing comes"),
    ],
)
def test_which_clause_is_which(older: list[FrozenBlock], newer: list[Incoming], partners: list[str]) -> None:
    found = match(older, newer).partner
    assert [older[found[place]].number if place in found else "" for place in range(len(newer))] == partners


def test_the_ids_that_a_file_carries_decide_where_words_and_numbers_do_not() -> None:
    older = [clause("1.1", A, "aaaa-1"), clause("1.2", B, "bbbb-2")]
    rewritten = "Квиток діє рік. Читач бере книгу, якщо квиток дійсний, і повертає її вчасно."
    newer = [Incoming("clause", {"number": "1.7", "text": rewritten}, "aaaa1"), *new(("1.1", D))]
    assert match(older, newer).partner == {0: 0}


def test_an_id_that_slid_onto_another_clauses_words_is_not_believed() -> None:
    older = [clause("1.1", A, "aaaa-1"), clause("1.2", B, "bbbb-2")]
    newer = [Incoming("clause", {"number": "1.1", "text": B}, "aaaa1")]
    assert match(older, newer).partner == {0: 1}


def test_of_two_with_one_id_the_liker_has_it() -> None:
    older = [clause("1.1", A, "aaaa-1")]
    newer = [Incoming("clause", {"number": "", "text": text}, "aaaa1") for text in (f"{A} {D}", A)]
    assert match(older, newer).partner == {1: 0}


def test_a_number_within_an_annex_is_the_annexs_own() -> None:
    annex = FrozenBlock("annex", "annex", {"label": "Додаток 1", "title": "Форма"})
    older = [clause("1", "Прізвище читача та ім’я.", "body"), annex, clause("1", "Прізвище читача та група.", "form")]
    newer = [
        Incoming("clause", {"number": "1", "text": "Прізвище читача, ім’я."}),
        Incoming("annex", annex.data),
        Incoming("clause", {"number": "1", "text": "Прізвище читача, група."}),
    ]
    assert match(older, newer).partner == {0: 0, 1: 1, 2: 2}


def test_a_paragraph_that_was_given_a_number_is_the_same_block() -> None:
    older = [FrozenBlock("p", "paragraph", {"text": A})]
    assert match(older, new(("1.1", A))).partner == {0: 0}


def test_what_shows_parts_of_a_matrix_belongs_to_the_matrix() -> None:
    matrix = FrozenBlock(
        "m-1",
        "person_spec",
        {
            "caption": "Вимоги",
            "heads": {},
            "note": "",
            "legend": [],
            "rows": [
                {"kind": "criterion", "text": "Вища освіта", "level": "essential", "measures": [], "measured": "З"}
            ],
        },
    )
    table = {"caption": "", "header_rows": 1, "rows": [["Вища освіта", "З"]]}
    found = match([matrix, *OLD], [Incoming("table", table), *new(("1.1", A))])
    assert (found.held, found.partner) == ({0: 0}, {1: 1})
    by_id = match([matrix], [Incoming("table", {**table, "rows": [["Зовсім інше", "слово"]]}, "m1")])
    assert by_id.held == {0: 0}


# --- Any text, any edit ------------------------------------------------------------------------------------------

WORDS = [f"слово{number}" for number in range(400)]
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=4, max_size=12, unique=True).map(tuple),
    min_size=1,
    max_size=12,
    unique=True,
)


def numbered(texts: Any) -> list[FrozenBlock]:
    return [clause(f"1.{place}", " ".join(words), f"id{place}") for place, words in enumerate(texts, 1)]


@given(TEXTS, st.randoms(use_true_random=False))
def test_a_text_in_any_order_under_any_numbers_keeps_every_clause(texts: Any, random: Any) -> None:
    older = numbered(texts)
    order = list(range(len(older)))
    random.shuffle(order)
    newer = [
        Incoming("clause", {**older[old_place].data, "number": f"7.{place}"}) for place, old_place in enumerate(order)
    ]
    assert match(older, newer).partner == dict(enumerate(order))


@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_no_clause_is_two_and_ids_are_believed_through_any_edit(texts: Any, others: Any, random: Any) -> None:
    older = numbered(texts)
    known = [Incoming("clause", {**block.data, "text": f"{block.data['text']} дописане"}, block.id) for block in older]
    newer = [*known, *(Incoming("clause", {"number": "", "text": " ".join(words)}) for words in others)]
    random.shuffle(newer)
    found = match(older, newer).partner
    assert len(set(found.values())) == len(found)
    places = {block.id: place for place, block in enumerate(older)}
    for place, block in enumerate(newer):
        if block.source_id:
            assert found[place] == places[block.source_id]


@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_taking_all_gives_the_file_and_taking_nothing_the_draft(texts: Any, others: Any, random: Any) -> None:
    older = numbered(texts)
    mixed = [Incoming("clause", block.data) for block in older]
    mixed += [
        Incoming("clause", {"number": f"9.{place}", "text": " ".join(words)}) for place, words in enumerate(others)
    ]
    random.shuffle(mixed)
    mixed = mixed[: random.randint(0, len(mixed))]
    partner = match(older, mixed).partner
    newer = [
        FrozenBlock(older[partner[place]].id if place in partner else f"new{place}", block.kind, block.data)
        for place, block in enumerate(mixed)
    ]
    pairs = compare(older, newer)
    ids = [block.id for block in older]
    all_taken = take(pairs, ids, {key_of(pair) for pair in pairs})
    assert [each.pair.newer for each in all_taken] == newer
    none = take(pairs, ids, set())
    assert [each.pair.older for each in none] == older
    assert not any(each.is_new for each in none)
    some = take(pairs, ids, {key_of(pair) for pair in pairs if random.random() < 0.5})
    keys = [key_of(each.pair) for each in some]
    assert len(keys) == len(set(keys))


def test_what_is_not_taken_stays_where_it_was() -> None:
    newer = [clause("1.1", C, "id-1.3"), clause("1.2", f"{A} Він безкоштовний.", "id-1.1"), clause("1.3", D, "new")]
    pairs = compare(OLD, newer)
    ids = [block.id for block in OLD]
    changes = {key_of(pair): pair for pair in pairs}
    assert changes["id-1.2"].change == Change.REMOVED
    assert changes["new"].change == Change.ADDED

    without_removal = take(pairs, ids, {"id-1.3", "id-1.1", "new"})
    assert [key_of(each.pair) for each in without_removal] == ["id-1.3", "id-1.1", "id-1.2", "new"]
    only_words = take(pairs, ids, {"id-1.1"})
    assert [(key_of(each.pair), each.is_new) for each in only_words] == [
        ("id-1.1", True),
        ("id-1.2", False),
        ("id-1.3", False),
    ]
