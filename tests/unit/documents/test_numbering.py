"""Number the rest for me: each number follows from the one before, and what has none stays without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.clauses import sort_key
from intranet.documents.rules.numbering import Numbered, renumber


def numbered(written: str) -> list[Numbered]:
    """Read ``#1 1.1 1.2 - +``: a section, clauses, a block without a number, an annex."""
    kinds = {"#": "section", "+": "annex", "-": "paragraph"}
    return [
        Numbered(place, str(place), kinds.get(word[0], "clause"), word.strip("#+-"))
        for place, word in enumerate(written.split())
    ]


@pytest.mark.parametrize(
    ("before", "start", "after"),
    [
        ("#1 1.1 1.2 1.2 1.3", 2, "#1 1.1 1.2 1.3 1.4"),
        ("#1 1.1 1.4 1.9", 1, "#1 1.1 1.2 1.3"),
        ("#1 1.1 1.1-1 1.2", 1, "#1 1.1 1.2 1.3"),
        ("#1 1.1 1.1-1 1.2", 2, "#1 1.1 1.1-1 1.2"),
        ("#3 3.3 3.4-1 3.6", 1, "#3 3.3 3.4 3.5"),
        ("#1 1.1 1.1.1 1.1.5 1.7 1.7.3", 1, "#1 1.1 1.1.1 1.1.2 1.2 1.2.1"),
        ("#1 1.1 #3 3.1 3.2", 1, "#1 1.1 #2 2.1 2.2"),
        ("#1 1.1 - 1.3 + 1 2 5", 1, "#1 1.1 - 1.2 + 1 2 5"),
        ("#I 1 2 4 #III 1 3", 1, "#I 1 2 3 #II 1 2"),
        ("#I 1 2 #II 3 4", 1, "#I 1 2 #II 1 2"),
        ("1 2 2 3", 0, "1 2 3 4"),
        ("+ 1 1 2", 1, "+ 1 2 3"),
        ("#1 1.1 1.2", 99, "#1 1.1 1.2"),
    ],
)
def test_the_rest_is_numbered_from_a_block_on(before: str, start: int, after: str):
    blocks = numbered(before)
    changed = {each.block_id: each.after for each in renumber(blocks, str(start))}
    assert [changed.get(block.block_id, block.number) for block in blocks] == [each.number for each in numbered(after)]


NUMBERS = st.lists(st.sampled_from(["1.1", "1.2", "1.2-1", "1.1.1", "1.4.2", "2.1"]), min_size=1, max_size=12)


@given(NUMBERS)
def test_what_was_numbered_is_in_order_and_each_number_is_one(written: list[str]):
    blocks = [Numbered(place, str(place), "clause", number) for place, number in enumerate(written)]
    changed = {each.block_id: each.after for each in renumber(blocks, "0")}
    numbers = [changed.get(block.block_id, block.number) for block in blocks]
    assert numbers == sorted(numbers, key=sort_key)
    assert len(set(numbers)) == len(numbers)
    again = [Numbered(place, str(place), "clause", number) for place, number in enumerate(numbers)]
    assert renumber(again, "0") == []
