"""Two editions, clause by clause: each kind of change is told from the others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.rules.acknowledging import touched
from intranet.documents.rules.comparing import Change, Mark, Pair, compare, marked, words_of
from intranet.documents.rules.texts import FrozenBlock


def clause(key: str, number: str, text: str) -> FrozenBlock:
    return FrozenBlock(key, "clause", {"number": number, "text": text})


OLD = [
    clause("a", "1.1", "The list is published within 15 days."),
    clause("b", "1.2", "The registrar keeps the journal."),
    clause("c", "1.3", "The director signs."),
]


def told(pairs: list[Pair]) -> list[tuple[str, str, bool, bool]]:
    return [(pair.block.id, pair.change.value, pair.is_renumbered, pair.is_moved) for pair in pairs]


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        (OLD, [("a", "same", False, False), ("b", "same", False, False), ("c", "same", False, False)]),
        (
            [OLD[0], clause("b", "1.2", "The registrar keeps the register."), OLD[2]],
            [("a", "same", False, False), ("b", "changed", False, False), ("c", "same", False, False)],
        ),
        ([OLD[0], OLD[2]], [("a", "same", False, False), ("b", "removed", False, False), ("c", "same", False, False)]),
        (
            [OLD[0], clause("n", "1.1-1", "Nobody is told twice, whatever happens meanwhile."), OLD[1], OLD[2]],
            [
                ("a", "same", False, False),
                ("n", "added", False, False),
                ("b", "same", False, False),
                ("c", "same", False, False),
            ],
        ),
        (
            [OLD[0], clause("b", "1.4", OLD[1].data["text"]), OLD[2]],
            [("a", "same", False, False), ("b", "same", True, False), ("c", "same", False, False)],
        ),
        (
            [OLD[1], OLD[2], OLD[0]],
            [("b", "same", False, False), ("c", "same", False, False), ("a", "same", False, True)],
        ),
        ([], [("a", "removed", False, False), ("b", "removed", False, False), ("c", "removed", False, False)]),
    ],
)
def test_what_happened_to_each_clause_is_told(newer: list[FrozenBlock], expected: list[Any]):
    assert told(compare(OLD, newer)) == expected


def test_a_text_read_anew_with_other_ids_is_matched_by_number_and_likeness():
    anew = [clause(f"new-{block.id}", block.number, block.data["text"]) for block in OLD]
    anew[0] = clause("new-a", "1.1", "The list is published within 20 days.")
    assert [pair.change for pair in compare(OLD, anew)] == [Change.CHANGED, Change.SAME, Change.SAME]


def test_a_clause_that_has_nothing_in_common_with_the_old_one_of_its_number_is_another_clause():
    newer = [OLD[0], clause("x", "1.2", "Wages rise yearly."), OLD[2]]
    changes = [pair.change for pair in compare(OLD, newer)]
    assert Change.REMOVED in changes
    assert Change.ADDED in changes


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        (
            "within 15 days",
            "within 20 days",
            [("kept", "within "), ("deleted", "15"), ("inserted", "20"), ("kept", " days")],
        ),
        ("the red house", "the old mill", [("kept", "the "), ("deleted", "red house"), ("inserted", "old mill")]),
        ("", "all new", [("inserted", "all new")]),
        ("all gone", "", [("deleted", "all gone")]),
    ],
)  # fmt: skip
def test_words_are_marked(older: str, newer: str, expected: list[tuple[str, str]]):
    assert [(run.mark.value, run.text) for run in marked(older, newer)] == expected


def test_a_table_is_compared_row_by_row_and_a_list_item_by_item():
    table = FrozenBlock("t", "table", {"caption": "Hours", "header_rows": 1, "rows": [["Kind", "Hours"], ["Web", "2"]]})
    items = FrozenBlock("l", "list", {"items": [{"mark": "1)", "text": "<b>one</b>"}, {"mark": "2)", "text": "two"}]})
    assert words_of(table) == "Hours\nKind | Hours\nWeb | 2"
    assert words_of(items) == "1) one\n2) two"


texts = st.text(alphabet="абв 12.\n", max_size=30)


@given(older=texts, newer=texts)
def test_the_marked_words_give_back_both_texts(older: str, newer: str):
    runs = marked(older, newer)
    assert "".join(run.text for run in runs if run.mark != Mark.DELETED) == newer
    assert "".join(run.text for run in runs if run.mark != Mark.INSERTED) == older


@given(
    order=st.permutations("abcdefgh"),
    kept=st.sets(st.sampled_from("abcdefgh")),
    added=st.integers(0, 3),
)
def test_every_clause_of_both_editions_is_accounted_for_once(order: list[str], kept: set[str], added: int):
    older = [clause(key, str(place + 1), f"{key * 9} text") for place, key in enumerate("abcdefgh")]
    newer = [clause(key, "1", f"{key * 9} text") for key in order if key in kept]
    newer += [clause(f"n{place}", "9", "цілком інше речення") for place in range(added)]
    pairs = compare(older, newer)
    assert [pair.newer for pair in pairs if pair.newer] == newer
    assert sorted(pair.older.id for pair in pairs if pair.older) == list("abcdefgh")
    still = [pair for pair in pairs if pair.older and pair.newer]
    in_order = [pair.older.id for pair in still if pair.older and not pair.is_moved]
    assert in_order == sorted(in_order)


# --- Sheets: where a mark stands is what it says --------------------------------------------------------------------


def specification(level: str, heads: dict[str, str] | None = None) -> FrozenBlock:
    row = {"kind": "criterion", "text": "A degree", "level": level, "measures": [], "measured": "A"}
    names = {"criterion": "", "essential": "", "desirable": "", "measured": "", **(heads or {})}
    return FrozenBlock("s", "person_spec", {"caption": "", "heads": names, "note": "", "legend": [], "rows": [row]})


def chart(parent: int) -> FrozenBlock:
    titles = [("Director", -1), ("Deputy", 0), ("Clerk", parent)]
    posts = [{"title": title, "code": "", "statutory": "", "parent": above} for title, above in titles]
    return FrozenBlock("c", "chart", {"caption": "", "posts": posts})


def matrix(**columns: list[str]) -> FrozenBlock:
    row = {"value": "Care", "meaning": "", "behaviours": [], "leading": [], "negative": [], **columns}
    return FrozenBlock("m", "matrix", {"caption": "", "heads": {}, "rows": [row]})


def facts(kind: str) -> FrozenBlock:
    return FrozenBlock("f", "facts", {"caption": "", "rows": [{"kind": kind, "label": "", "text": "Three"}]})


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (specification("essential"), specification("desirable")),
        (specification("desirable"), specification("both")),
        (specification("essential"), specification("")),
        (specification("both", {"essential": "E", "desirable": "D"}), specification("", {"essential": "E"})),
        (chart(0), chart(1)),
        (matrix(behaviours=["Listens"]), matrix(leading=["Listens"])),
        (matrix(behaviours=["Listens"], leading=["Asks"]), matrix(behaviours=["Listens", "Asks"])),
        (facts("staff"), facts("budget")),
    ],
)
def test_what_stands_in_another_column_or_below_another_post_has_changed(older: FrozenBlock, newer: FrozenBlock):
    assert [pair.change for pair in compare([older], [newer])] == [Change.CHANGED]
    assert [pair.change for pair in compare([older], [older])] == [Change.SAME]
    assert touched(compare([older], [newer]), [older], [newer]) == [""]


def test_a_tick_in_another_column_is_marked_beneath_the_words_of_the_columns():
    heads = {"criterion": "Requirement", "essential": "Essential", "desirable": "Desirable", "measured": "Measured by"}
    [pair] = compare([specification("essential")], [specification("desirable")], heads)
    older = "".join(run.text for run in pair.runs if run.mark != Mark.INSERTED)
    newer = "".join(run.text for run in pair.runs if run.mark != Mark.DELETED)
    assert older == "Requirement | Essential | Desirable | Measured by\nA degree | × | | A"
    assert newer == "Requirement | Essential | Desirable | Measured by\nA degree | | × | A"


def test_words_whose_hashes_are_kept_stay_as_they_were():
    assert words_of(specification("essential")) == words_of(specification("desirable")) == "A degree | A"
