"""Whatever becomes of a text, what once led to a clause leads to it still (hypothesis: any sequence of changes)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.documents.rules.addresses import Fate, Held, find, former_anchors, gone

FIRST = date(2020, 1, 1)
Text = list[tuple[str, str]]  # the ids and numbers of its clauses, in their order


@st.composite
def histories(draw: st.DrawFn) -> list[Text]:
    """Draw the editions of a document: clauses are added, removed, moved, renumbered and swapped between them."""
    text: Text = [(f"id-{place}", f"1.{place + 1}") for place in range(draw(st.integers(1, 5)))]
    editions = [list(text)]
    fresh = 100
    for _edition in range(draw(st.integers(1, 4))):
        for _change in range(draw(st.integers(0, 4))):
            what = draw(st.sampled_from(["add", "remove", "move", "renumber", "number the rest"]))
            place = draw(st.integers(0, max(len(text) - 1, 0)))
            if what == "add":
                fresh += 1
                text.insert(place, (f"id-{fresh}", draw(_free_number(text))))
            elif what == "remove" and len(text) > 1:
                text.pop(place)
            elif what == "move" and text:
                text.insert(draw(st.integers(0, len(text) - 1)), text.pop(place))
            elif what == "renumber" and text:
                text[place] = (text[place][0], draw(_free_number(text)))
            elif what == "number the rest":
                text[:] = [(key, f"1.{index + 1}") for index, (key, _number) in enumerate(text)]
        editions.append(list(text))
    return editions


def _free_number(text: Text) -> st.SearchStrategy[str]:
    taken = {number for _key, number in text}
    return st.sampled_from([number for number in (f"1.{value}" for value in range(1, 20)) if number not in taken])


def held(text: Text, edition: int) -> list[Held]:
    day = FIRST + timedelta(days=edition)
    return [Held(key, number, number, edition, day) for key, number in text]


@settings(max_examples=300)
@given(histories())
def test_every_earlier_link_still_opens_the_right_clause(editions: list[Text]):
    rows = [held(text, place) for place, text in enumerate(editions)]
    present, latest_first = rows[-1], [block for edition in reversed(rows) for block in edition]
    today = {block.block_id: block for block in present}
    numbers_today = {block.number: block for block in present}

    for edition in rows:
        for block in edition:
            by_id = find(block.block_id, latest_first, present)
            by_number = find(block.number, latest_first, present)
            in_its_edition = find(block.number, latest_first, edition)
            assert by_id is not None
            assert by_number is not None
            assert in_its_edition is not None

            # With its date, a number means what it meant then.
            assert in_its_edition.held == block
            # An id means its clause: as it stands today or, where it has gone, as it last stood.
            assert by_id.held.block_id == block.block_id
            assert by_id.held == today.get(block.block_id, by_id.held)
            assert (by_id.fate is Fate.GONE) is (block.block_id not in today)
            # A number means whose it is; nobody's, whose it was last.
            if block.number in numbers_today:
                assert by_number.held == numbers_today[block.number]
            else:
                last = next(each for each in latest_first if each.number == block.number)
                assert by_number.held.block_id == last.block_id


@settings(max_examples=300)
@given(histories())
def test_a_fragment_of_any_edition_opens_something_in_the_text_of_today(editions: list[Text]):
    """Fragments are not sent to the server: the page itself must hold every address there ever was, each once."""
    rows = [held(text, place) for place, text in enumerate(editions)]
    present, earlier = rows[-1], [block for edition in reversed(rows[:-1]) for block in edition]
    former, lost = former_anchors(present, earlier), gone(present, earlier)

    on_page = [block.anchor for block in present] + [block.block_id for block in present]
    on_page += [anchor for anchors in former.values() for anchor in anchors]
    on_page += [anchor for each in lost for anchor in each.anchors] + [each.block_id for each in lost]
    assert len(on_page) == len(set(on_page))
    for block in [*earlier, *present]:
        assert block.anchor in on_page
        assert block.block_id in on_page

    # … and a number that has changed hands opens the clause that had it last.
    for block_id, anchors in former.items():
        for anchor in anchors:
            assert next(block for block in earlier if block.anchor == anchor).block_id == block_id


def test_a_number_that_was_never_given_leads_nowhere():
    text = held([("a", "1.1")], 0)
    assert find("9.9", text, text) is None
    assert find("", text, text) is None


def test_a_number_is_known_in_any_writing():
    text = held([("a", "3.4-1")], 0)
    found = find("3.4¹", text, text)
    assert found is not None
    assert found.held.block_id == "a"


def test_a_clause_that_only_a_corrected_edition_had_is_not_offered_there():
    text = held([("a", "1.1")], 1)
    corrected = [replace(block, is_standing=False) for block in held([("b", "1.2")], 0)]
    assert gone(text, corrected) == []
