"""Whether a translation answers to its original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.rules.pairing import Decided, Frozen, State, Unit, frozen, pair, stands_now, words_hash

OLD, NEW, OWN = "Cadw'r gofrestr.", "Cadw'r gofrestr bob dydd.", "Keeps the register."


def unit(words: str, key: str = "a") -> Unit:
    return Unit(key, "clause", words)


def said(source: str, target: str, *, only_marked: bool = False) -> Decided:
    return Decided(words_hash(source), words_hash(target), only_marked)


@pytest.mark.parametrize(
    ("source", "target", "decided", "state"),
    [
        (OLD, OWN, [], State.CURRENT),
        (OLD, None, [], State.MISSING),
        (OLD, "", [], State.MISSING),
        (OLD, OLD, [], State.MISSING),
        (OLD, "Cadw'r  gofrestr.", [], State.MISSING),  # another space is no translation
        ("Gwynedd", "Gwynedd", [said("Gwynedd", "Gwynedd")], State.CURRENT),  # a name is the same in both
        (NEW, OWN, [said(OLD, OWN)], State.STALE),
        (NEW, OWN, [said(OLD, OWN), said(NEW, OWN)], State.CURRENT),
        (NEW, OWN + " Now.", [said(OLD, OWN)], State.STALE),  # a touched translation is not yet a new one
        (OLD, OWN, [said(OLD, OWN), said(NEW, "Keeps it daily.")], State.CURRENT),  # both went back
        (NEW, OWN, [said(OLD, OWN), said(NEW, OWN, only_marked=True)], State.STALE),
        (NEW, NEW, [said(OLD, OWN)], State.MISSING),  # filled with the original
        ("1.1", "1.1", [], State.CURRENT),
        ("–", None, [], State.CURRENT),
    ],
)
def test_a_translation_stands_to_its_original(source, target, decided, state):
    [paired] = pair([unit(source)], [unit(target)] if target is not None else [], {"a": decided})

    assert paired.state is state


def test_what_says_what_the_original_said_once_is_no_translation():
    [paired] = pair([unit(NEW)], [unit(OLD)], {}, {"a": frozenset({words_hash(OLD)})})

    assert paired.state is State.MISSING


def test_a_mark_is_allowed_for_the_words_it_was_decided_on_only():
    allowed = {"a": [said(NEW, "", only_marked=True)]}

    assert not pair([unit(NEW)], [], allowed)[0].is_open
    assert pair([unit(NEW + " Eto.")], [], allowed)[0].is_open


def test_a_clause_that_the_original_has_no_more_is_named():
    pairs = pair([unit(OLD)], [unit(OWN), unit("An old clause.", "b")], {})

    assert [each.state for each in pairs] == [State.CURRENT, State.EXTRA]


@pytest.mark.parametrize(
    ("was", "made_from", "now", "state"),
    [
        ("current", "x", "x", State.CURRENT),
        ("current", "x", "y", State.STALE),
        ("stale", "x", "y", State.STALE),
        ("stale", "x", "x", State.CURRENT),  # the original went back
        ("missing", "", "y", State.MISSING),
        ("current", "x", None, State.EXTRA),
    ],
)
def test_a_frozen_clause_stands_to_the_original_of_today(was, made_from, now, state):
    assert stands_now(was, made_from, now) is state


def test_what_is_frozen_comes_back():
    kept = frozen(pair([unit(OLD), unit("7", "n")], [unit(OWN)], {}), "cy")

    assert Frozen.from_json(kept.as_json()) == kept
    assert set(kept.blocks) == {"a"}


@given(st.lists(st.sampled_from([OLD, NEW, OWN, "Trydydd.", ""]), max_size=6), st.sampled_from([OLD, NEW]))
def test_words_of_the_original_never_pass_as_a_translation_unsaid(targets, source):
    for target in targets:
        [paired] = pair([unit(source)], [unit(target)], {})
        assert (paired.state is State.MISSING) == (target in {"", source})
