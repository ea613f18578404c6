"""Who is asked again by a new edition, by when, and what counts as a confirmation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.enums import AcknowledgementProof as Proof
from intranet.documents.enums import Asks, ReadingState
from intranet.documents.rules.acknowledging import (
    EVERYWHERE,
    Standing,
    Version,
    concerns,
    due_on,
    head_is_touched,
    numbers_in,
    state,
    still_good,
    touched,
)
from intranet.documents.rules.comparing import compare
from intranet.documents.rules.texts import FrozenBlock

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("needs", "proof", "evidence", "expected"),
    [
        (Proof.CLICK, Proof.CLICK, "", ReadingState.COMPLETE),
        (Proof.CLICK, Proof.PAPER, "", ReadingState.COMPLETE),
        (Proof.PAPER, Proof.CLICK, "", ReadingState.UNSIGNED),
        (Proof.PAPER, Proof.CLICK, Proof.SIGNATURE, ReadingState.UNSIGNED),
        (Proof.PAPER, Proof.CLICK, Proof.PAPER, ReadingState.COMPLETE),
        (Proof.PAPER, Proof.PAPER, Proof.PAPER, ReadingState.COMPLETE),
        (Proof.SIGNATURE, Proof.CLICK, "", ReadingState.UNSIGNED),
        (Proof.SIGNATURE, Proof.CLICK, Proof.SIGNATURE, ReadingState.COMPLETE),
        (Proof.SIGNATURE, Proof.CLICK, Proof.PAPER, ReadingState.COMPLETE),
    ],
)
def test_what_counts_follows_from_what_was_demanded(needs: str, proof: str, evidence: str, expected: str) -> None:
    assert state(Standing(TODAY, TODAY, needs, proof, evidence), TODAY) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [(None, ReadingState.ASKED), (TODAY, ReadingState.ASKED), (date(2026, 3, 1), ReadingState.OVERDUE)],
)
def test_what_is_not_confirmed_is_overdue_after_its_last_day(due: date | None, expected: str) -> None:
    assert state(Standing(due, None, Proof.CLICK, "", ""), TODAY) == expected


def test_who_is_asked_late_has_the_days_of_those_who_come_later() -> None:
    assert due_on(date(2026, 3, 20), TODAY, 5) == date(2026, 3, 20)
    assert due_on(date(2026, 3, 4), TODAY, 5) == date(2026, 3, 7)
    assert due_on(date(2025, 3, 4), TODAY, 5) == date(2026, 3, 7)


@pytest.mark.parametrize(
    ("typed", "expected"), [("", ()), ("3, 5.2.", ("3", "5.2")), (" 3;5.2\n6 ", ("3", "5.2", "6")), (",. ,", ())]
)
def test_clauses_are_read_from_what_was_typed(typed: str, expected: tuple[str, ...]) -> None:
    assert numbers_in(typed) == expected


@pytest.mark.parametrize(
    ("addresses", "clauses", "expected"),
    [
        ([], [], False),
        (["3.3"], [], True),
        (["3.3"], ["3"], True),
        (["3.3"], ["3.3"], True),
        (["3.31"], ["3.3"], False),
        (["33"], ["3"], False),
        (["annex-1.2"], ["annex-1"], True),
        (["3"], ["3.3"], False),
    ],
)
def test_a_change_concerns_those_whose_clauses_it_touches(addresses, clauses, expected) -> None:
    assert concerns(addresses, clauses) is expected


def block(key: str, number: str, text: str, kind: str = "clause") -> FrozenBlock:
    return FrozenBlock(key, kind, {"number": number, "text": text} if number else {"text": text})


def test_words_that_changed_came_or_went_touch_their_clause_and_a_new_number_does_not() -> None:
    older = [
        block("a", "1.1", "one"),
        block("p", "", "a tail", "paragraph"),
        block("b", "1.2", "two"),
        block("c", "1.3", "x"),
    ]
    newer = [
        block("a", "1.1", "one"),
        block("p", "", "another tail", "paragraph"),
        block("b", "1.4", "two"),
        block("d", "1.5", "new"),
    ]
    assert sorted(touched(compare(older, newer), older, newer)) == ["1.1", "1.3", "1.5"]
    assert touched(compare(older, older), older, older) == []


def version(pk: int, asks: str = Asks.CHANGED, at: tuple[str, ...] = ("1.1",), digest: str = "") -> Version:
    return Version(pk, asks, at, digest or str(pk))


@pytest.mark.parametrize(
    ("versions", "clauses", "good"),
    [
        ([version(1)], [], {1}),
        ([version(1, at=()), version(2)], [], {2}),
        ([version(1, at=()), version(2, Asks.NOBODY)], [], {1, 2}),
        ([version(1, at=()), version(2, Asks.ALL, at=())], [], {2}),
        ([version(1, at=()), version(2), version(3, Asks.NOBODY)], [], {2, 3}),
        ([version(1, at=()), version(2, at=("5.1",))], ["1"], {1, 2}),
        ([version(1, at=()), version(2, at=("5.1",))], ["5"], {2}),
        # The text of edition 1 is back: who read it has nothing to read.
        ([version(1, at=(), digest="x"), version(2), version(3, digest="x")], [], {1, 3}),
    ],
)
def test_whoever_read_what_is_as_good_is_not_asked_again(versions, clauses, good) -> None:
    assert still_good(versions, clauses) == good


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Asks)), st.sampled_from([(), ("1.1",), ("5.2",)]), st.sampled_from("abc")),
        min_size=1,
        max_size=8,
    )
)
def test_the_last_edition_is_always_good_and_an_earlier_one_only_where_nothing_asked_since(drawn) -> None:
    versions = [Version(place, asks, at, digest) for place, (asks, at, digest) in enumerate(drawn)]
    good = still_good(versions, [])
    assert versions[-1].pk in good
    for place, each in enumerate(versions[:-1]):
        asked_since = any(
            later.asks == Asks.ALL or (later.asks == Asks.CHANGED and later.touched) for later in versions[place + 1 :]
        )
        assert (each.pk in good) == (not asked_since or each.content_hash == versions[-1].content_hash)


HEAD = ("Садівник", {"layout": "sheets", "version_date": "2026-01-01", "grade": "8"})


@pytest.mark.parametrize(
    ("newer", "is_touched"),
    [
        (HEAD, False),
        (("Лісник", HEAD[1]), True),
        ((HEAD[0], {**HEAD[1], "grade": "9"}), True),
        ((HEAD[0], {**HEAD[1], "team": "Парк"}), True),
        ((HEAD[0], {**HEAD[1], "version_date": "2026-02-02", "layout": "numbered"}), False),
        ((HEAD[0], {}), False),
    ],
)
def test_a_head_is_touched_by_its_title_and_its_facts(newer, is_touched) -> None:
    assert head_is_touched(HEAD, newer) is is_touched
    assert head_is_touched(newer, HEAD) is is_touched


@pytest.mark.parametrize("clauses", [[], ["1.1"], ["annex-1.2", "7"]])
def test_a_change_of_the_head_touches_everybody_who_must_read(clauses) -> None:
    assert concerns([EVERYWHERE], clauses) is True
