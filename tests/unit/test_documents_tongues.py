"""What reads like another language than its page's."""

from __future__ import annotations

from datetime import date

import pytest

from intranet.core.dates import format_date
from intranet.documents.rules.tongues import is_foreign, mixed_words, oddities


@pytest.mark.parametrize(
    ("words", "language", "foreign"),
    [
        ("Ability to communicate with the public and to keep records", "cy", True),
        ("Y gallu i gyfathrebu â’r cyhoedd ac i gadw cofnodion", "cy", False),
        ("Y gallu i gadw cofnodion. Able to work with the team at all times.", "cy", True),
        ("Y gallu i gadw cofnodion.", "en", True),
        ("Microsoft Word, Excel, Outlook, Teams", "cy", False),  # names of things are not a language
        ("Працівник зобов’язаний дотримуватися правил", "uk", False),
        ("Работник обязан соблюдать эти правила", "uk", True),
        ("Працівник зобов’язаний дотримуватися їх", "ru", True),
        ("The employee keeps the rules", "uk", True),
        ("Працівник дотримується правил завжди", "en", True),
        ("Short words", "cy", False),
        ("12.5 – 14", "uk", False),
        ("", "en", False),
    ],
)
def test_a_sentence_in_another_language_is_known_by_letters_and_small_words(words, language, foreign):
    assert any(each.words for each in oddities([("a", words)], language)) is foreign


def test_a_sentence_too_short_to_tell_is_left_alone():
    assert not is_foreign("of the and", "cy")


@pytest.mark.parametrize(
    ("words", "mixed"),
    [
        ("Рeєстр ведеться", ("Рeєстр",)),
        ("PDF-файл і реєстр", ()),
        ("Register", ()),
        ("кваліфiкація", ("кваліфiкація",)),
    ],
)
def test_a_letter_of_another_alphabet_in_a_word_is_found(words, mixed):
    assert mixed_words(words) == mixed


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("cy", "9 Gorffennaf 2026"),
        ("en", "9 July 2026"),
        ("uk", "9 липня 2026 р."),
        ("ru", "9 июля 2026 г."),
    ],
)
def test_july_is_written_as_each_language_writes_it(language, written):
    assert format_date(date(2026, 7, 9), language) == written
