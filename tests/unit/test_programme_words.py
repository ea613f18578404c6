"""What a programme says in its own words beside what was chosen from a list."""

from __future__ import annotations

import pytest

from intranet.pages.templatetags.stating import beyond

CHOSEN = [{"code": "dual", "name": "дуальна"}, {"code": "distance", "name": "Дистанційна"}]


@pytest.mark.parametrize(
    ("words", "chosen", "shown"),
    [
        ("Дуальна", CHOSEN, ""),
        (" дистанційна. ", CHOSEN, ""),
        ("Дуальна, з практикою", CHOSEN, "Дуальна, з практикою"),
        ("Дуальна", [], "Дуальна"),
        ("Дуальна", None, "Дуальна"),
        (None, CHOSEN, ""),
        ("", CHOSEN, ""),
    ],
)
def test_own_words_that_only_repeat_a_chosen_name_are_not_said_again(
    words: str | None, chosen: list[dict[str, str]] | None, shown: str
) -> None:
    assert beyond(words, chosen) == shown
