"""What an edition changed is said in whole sentences; linked data cannot end the script that it stands in. Pure."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from intranet.documents.queries.changes import Changes, Touched
from intranet.documents.wording import change_name, counts_of, in_words
from intranet.pages.outward.linked_data import in_script

AT = datetime(2026, 1, 1, tzinfo=UTC)


def changes(*kinds: str, since: date | None = date(2024, 9, 1)) -> Changes:
    return Changes(AT, since, tuple(Touched(kind, "1.1", "1.1", "id") for kind in kinds))


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("found", "said"),
    [
        (changes("changed"), "1 clause changed."),
        (changes("removed", "changed", "changed"), "2 clauses changed. 1 clause removed."),
        (changes("added", "renumbered"), "1 clause added. 1 clause renumbered."),
        (changes(), "No clause says anything else than before."),
        (changes("changed", since=None), ""),
    ],
)
def test_what_changed_is_said_in_sentences(found: Changes, said: str) -> None:
    assert in_words(counts_of(found)) == said


@pytest.mark.usefixtures("in_english")
def test_a_clause_without_a_number_is_named_too() -> None:
    assert change_name("added", "") == "without a number – added"


def test_a_clause_is_found_where_it_stands_or_stood() -> None:
    found = changes("changed", "removed")
    addresses = [found.address(each, url="/r/", place="/r/2026-01-01/") for each in found.touched]
    assert addresses == ["/r/2026-01-01/#1.1", "/r/2024-09-01/#id"]


@pytest.mark.parametrize("text", ["</script><script>", "<!--", "a & b", "]]>", "“„’", "\u2028"])
def test_no_text_ends_its_script(text: str) -> None:
    written = in_script({"name": text})
    assert not set("<>&") & set(written)
    assert json.loads(written)["name"] == text
