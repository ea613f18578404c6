"""How words look goes with the words, through every edit of what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.documents.rules.comparing import Mark
from intranet.documents.rules.looks import marked_looks, merged, same_looks, tokens
from intranet.documents.rules.texts import words_in

PAGE = '<a linktype="page" id="7">'
WEB = '<a href="https://example.org/a">'


@pytest.mark.parametrize(
    ("older", "newer", "same"),
    [
        ("one two", "one two", True),
        ("<b>one</b> two", "one two", False),
        ("<b>one</b> <b>two</b>", "<b>one two</b>", True),
        ("<strong>one</strong> <em>two</em>", "<b>one</b> <i>two</i>", True),
        ("<i>one</i>", "<b>one</b>", False),
        (f"{WEB}one</a>", '<a href="https://example.org/a/" rel="noopener">one</a>', True),
        (f"{WEB}one</a>", '<a href="https://example.org/b">one</a>', False),
        (f"{PAGE}one</a>", "one", True),
        ('<a href="/uk/x/">one</a>', "one", True),
        ("one<br/>two", "one two", True),
        ("<p>one</p><p>two</p>", "one<br>two", True),
        ("a &amp; b", "a &amp; b", True),
    ],
)
def test_two_markups_look_the_same_where_a_file_could_not_tell_them_apart(older: str, newer: str, same: bool) -> None:
    assert same_looks(older, newer) is same
    assert same_looks(newer, older) is same


@pytest.mark.parametrize(
    ("older", "newer", "made"),
    [
        ("<p>one <b>two</b></p>", "one two", "one two"),
        (f"<p>see {PAGE}the order</a> now</p>", "see the order today", f"see {PAGE}the order</a> today"),
        (f"<p>see {PAGE}the old order</a> now</p>", "see the new order now", f"see {PAGE}the new order</a> now"),
        (f"<p>see {PAGE}the order</a></p>", f"see {WEB}the order</a>", f"see {WEB}the order</a>"),
        (f"<p>{PAGE}the order</a></p>", "<b>the order</b>", f"{PAGE}<b>the order</b></a>"),
        (
            '<p><a href="https://example.org/a" title="t">one</a> two</p>',
            f"{WEB}one</a> three",
            '<a href="https://example.org/a" title="t">one</a> three',
        ),
        ("<p>one</p><p>two</p>", "one<br>three", "one</p><p>three"),
        ("<p>one<br/>two</p>", "one two three", "one<br/>two three"),
        ("<p>a &lt; b</p>", "a &lt; c &amp; d", "a &lt; c &amp; d"),
    ],
)
def test_what_a_file_with_looks_says_is_taken_and_links_of_the_site_stay(older: str, newer: str, made: str) -> None:
    assert merged(older, newer, carries_looks=True) == made


@pytest.mark.parametrize(
    ("older", "newer", "made"),
    [
        ("<p>one <b>two</b></p>", "one two three", "one <b>two</b> three"),
        ("<p>one <b>two three</b></p>", "one two four", "one <b>two four</b>"),
        (f"<p>{WEB}one</a> two</p>", "one three", f"{WEB}one</a> three"),
        ("<p><b>one</b> two</p>", "two", "two"),
    ],
)
def test_a_file_without_looks_leaves_them_to_the_words_that_stay(older: str, newer: str, made: str) -> None:
    assert merged(older, newer, carries_looks=False) == made


def test_what_changes_in_words_and_in_looks_is_shown_together() -> None:
    runs = marked_looks("one two three", "one <b>two</b> four", carries_looks=True)
    assert [(run.mark, run.text, run.bold) for run in runs] == [
        (Mark.KEPT, "one ", False),
        (Mark.DELETED, "two three", False),
        (Mark.INSERTED, "two", True),
        (Mark.INSERTED, " four", False),
    ]
    [kept] = marked_looks("<b>one</b>", "one", carries_looks=False)
    assert (kept.mark, kept.text) == (Mark.KEPT, "one")


WORD = st.sampled_from(["one", "two", "a&b", "<c>", "ґ", ",", "5.1"])
PIECE = st.builds(
    lambda words, wrap: wrap[0] + " ".join(words).replace("&", "&amp;").replace("<", "&lt;") + wrap[1],
    st.lists(WORD, min_size=1, max_size=4),
    st.sampled_from(
        [("", ""), ("<b>", "</b>"), ("<i>", "</i>"), (PAGE, "</a>"), (WEB, "</a>"), (f"{WEB}<b>", "</b></a>")]
    ),
)
MARKUP = st.lists(PIECE, min_size=1, max_size=5).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(MARKUP, MARKUP, st.booleans())
def test_no_word_is_lost_or_added_and_looks_are_as_in_the_file(older: str, newer: str, carries: bool) -> None:
    made = merged(f"<p>{older}</p>", newer, carries_looks=carries)
    assert words_in(made).split() == words_in(newer).split()
    assert merged(older, older, carries_looks=carries) == merged(made, older, carries_looks=carries) or not same_looks(
        older, made
    )
    if carries and PAGE not in older + newer:
        assert same_looks(made, newer)
    assert [token.text for token in tokens(made)] == [token.text for token in tokens(newer)]
