"""In which languages a letter speaks, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from intranet.notices.rules import ATTEMPTS, letter_languages, pause_after


@pytest.mark.parametrize(
    ("preference", "site", "both", "expected"),
    [
        ("en", ["uk", "en"], False, ("en",)),
        ("", ["uk", "en"], False, ("uk",)),
        ("", ["cy", "en"], True, ("cy", "en")),
        ("cy", ["cy", "en"], True, ("cy",)),
        ("ru", ["uk", "en"], False, ("ru",)),
        ("", ["en"], True, ("en",)),
    ],
)
def test_the_languages_of_a_letter(preference: str, site: list[str], both: bool, expected: tuple[str, ...]) -> None:
    assert letter_languages(preference, site, unknown_means_both=both) == expected


def test_pauses_grow_until_the_letter_is_given_up() -> None:
    pauses = [pause_after(attempt) or timedelta() for attempt in range(1, ATTEMPTS)]
    assert all(earlier < later for earlier, later in pairwise(pauses))
    assert pauses[0] == timedelta(minutes=5)
    assert pause_after(ATTEMPTS) is None
