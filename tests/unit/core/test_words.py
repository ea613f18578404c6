"""Words: alphabets, search forms, mixed alphabets, apostrophes."""

from __future__ import annotations

import string
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.words import (
    fix_mixed_alphabet,
    has_mixed_alphabet,
    number_key,
    search_key,
    sort_key,
    tidy_apostrophe,
)

LANGUAGES = ["uk", "ru", "en", "cy"]
ALPHABETS = {
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
    "ru": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "en": " ".join(string.ascii_lowercase),
    "cy": "a b c ch d dd e f ff g ng h i j l ll m n o p ph r rh s t th u w y",
}
LETTERS = st.text(alphabet="абґеёєиіїйьюяАҐЇЙabcdghlnprtABCŵŷâéïÏ'’ʼ` -.\u0301", max_size=40)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_of_an_alphabet_stand_in_its_order(language: str) -> None:
    letters = ALPHABETS[language].split()
    keys = [sort_key(letter, language) for letter in letters]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(letters)
    assert keys == [sort_key(letter.upper(), language) for letter in letters]


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("uk", ["Гнатюк", "Ґудзь", "Дяк", "Енко", "Єва", "Жук", "Іван", "Їжак", "Йосип", "Корж", "Щур", "Юр", "Яр"]),
        ("uk", ["Стефко", "Стеф’юк", "Стеф'юкова", "Стефюян"]),
        ("uk", ["Нечуй Яна", "Нечуй-Левицький", "Нечуйко"]),
        ("uk", ["Група 2", "Група 10", "Група А"]),
        ("uk", ["Наказ 7", "Наказ 008", "Наказ 10"]),
        ("uk", ["1.2", "1.10", "2", "12", "112"]),
        ("uk", ["Вовк", "Ёлкін", "Єлкін", "Яр", "Adams", "Žid", "Ωmega", "ქართ"]),
        ("ru", ["Егоров", "Ежов", "Ёлкин", "Жуков", "Ивин", "Йод", "Эхо", "Юг", "Smith"]),
        ("en", ["Adams", "Ægir", "Šimek", "Smith", "Zoë", "Зоря"]),
        ("cy", ["ci", "cyn", "chwaer", "dw", "dydd", "dd", "Ebrill", "fi", "ffa", "gwr", "ngwely", "hen"]),
        ("cy", ["lwc", "Llan", "llath", "pyst", "phen", "ryg", "rhaw", "tŷ", "theatr", "wy", "ŵyr"]),
        ("cy", ["agor", "angel", "ail"]),  # ng follows g
        ("cy", ["Banc", "Bangor", "Banw"]),
        ("cy", ["Llanfair", "Llangollen", "Llanhari"]),
        ("cy", ["ysgol", "Школа"]),
    ],
)
def test_words_sort_as_their_language_has_them(language: str, in_order: list[str]) -> None:
    keys = [sort_key(word, language) for word in in_order]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_the_letters_of_the_lists_own_script_come_first() -> None:
    assert sort_key("Яна", "uk") < sort_key("Anna", "uk")
    assert sort_key("Яна", "ru") < sort_key("Anna", "ru")
    assert sort_key("Zena", "en") < sort_key("Анна", "en")
    assert sort_key("Zena", "cy") < sort_key("Анна", "cy")


@pytest.mark.parametrize("apostrophe", "'’ʼ`")
def test_apostrophes_do_not_count_in_sorting_and_searching(apostrophe: str) -> None:
    assert sort_key(f"Стеф{apostrophe}юк", "uk") == sort_key("Стефюк", "uk")
    assert search_key(f"Стеф{apostrophe}юк") == search_key("СТЕФЮК") == "стефюк"


def test_a_latin_letter_typed_by_mistake_does_not_move_a_name_in_the_list() -> None:
    assert sort_key("Cидоренкo", "uk") == sort_key("Сидоренко", "uk")


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_a_sort_key_is_made_of_digits_and_fits_its_column(text: str, language: str) -> None:
    key = sort_key(text, language)
    assert key == "" or (key.isascii() and key.isdecimal())
    assert len(key) <= 800


@given(LETTERS, st.sampled_from(LANGUAGES))
def test_sorting_does_not_depend_on_case_or_composition(text: str, language: str) -> None:
    assert sort_key(text, language) == sort_key(text.upper(), language)
    assert sort_key(text, language) == sort_key(unicodedata.normalize("NFD", text), language)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Шевченко   Т.Г. ", "шевченко т г"),
        ("Шевченко Т. Г.", "шевченко т г"),
        ("ЙОД їжак", "йод їжак"),
        (unicodedata.normalize("NFD", "Йод Їжак"), "йод їжак"),
        ("Ґудзь", "гудзь"),
        ("Ёлка", "елка"),
        ("Я́на", "яна"),
        ("Llŷr Siân Ŵyn", "llyr sian wyn"),
        ("Łukasz Ørsted Strauß", "lukasz orsted strauss"),
        ("Cтeфюк", "стефюк"),  # Latin C and e
        ("Киïв", "київ"),  # Latin ï
        ("KOBAЛЬ", "коваль"),  # Latin K, O, B, A
        ("Нечуй-Левицький", "нечуй левицький"),
        ("О\u00a0Б", "о б"),
        ("«Зоря»", "зоря"),
        ("Maria", "maria"),
        ("IT-відділ", "it відділ"),
        ("…", ""),
        ("\u202eІ\u200bван\u200e\x00\ud800", "іван"),
        ("", ""),
    ],
)
def test_a_search_key_folds_what_people_type_differently(text: str, key: str) -> None:
    assert search_key(text) == key


@given(st.text(max_size=100) | LETTERS)
def test_a_search_key_is_its_own_key(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert key == key.strip()
    assert "  " not in key


@given(LETTERS)
def test_searching_does_not_depend_on_case_or_composition(text: str) -> None:
    assert search_key(text) == search_key(text.upper()) == search_key(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("ПК-2026-00001", "пк 2026 00001"),
        ("ПК-2026-00001", "ПK202600001"),  # Latin K
        ("АВ № 00123/26", "ab-00123-26"),  # wholly Latin
        ("CPD/2026/7", "cpd-2026-7"),
        ("Ґ’1", "г1"),
    ],
)
def test_a_record_number_is_found_however_it_is_typed(written: str, asked: str) -> None:
    assert number_key(written) == number_key(asked) != ""


def test_different_record_numbers_have_different_keys() -> None:
    assert number_key("ПК-2026-00001") == "пк202600001"
    assert number_key("ПК-2026-00001") != number_key("ПК-2026-00010")
    assert number_key("-/№") == ""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Cидоренкo", "Сидоренко"),
        ("KOBAЛЬ", "КОВАЛЬ"),
        ("Стеф'юк Oлена", "Стеф'юк Олена"),
        ("Киïв", "Київ"),
        ("ПK", "ПК"),
        ("Іvan", "Ivan"),  # Cyrillic І
        ("СOVID", "COVID"),  # Cyrillic С
        ("ІТ-відділ", "ІТ-відділ"),
        ("WEB-сайт", "WEB-сайт"),  # two words, each in one alphabet
        ("gуляй", "gуляй"),  # g has no like: a person must look
        ("Шевченко", "Шевченко"),
        ("Llŷr", "Llŷr"),
    ],
)
def test_a_word_in_two_alphabets_is_put_into_one(wrong: str, right: str) -> None:
    assert fix_mixed_alphabet(wrong) == right


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("Cидоренко", True),
        ("Іvan", True),
        ("п'yть", True),
        ("WEB-сайт", False),
        ("Wagtail та Django", False),
        ("ПК-2026", False),
        ("Siân", False),
        ("", False),
    ],
)
def test_two_alphabets_in_one_word_are_noticed(text: str, mixed: bool) -> None:
    assert has_mixed_alphabet(text) is mixed


@given(LETTERS)
def test_a_mended_word_needs_no_second_mending(text: str) -> None:
    mended = fix_mixed_alphabet(text)
    assert fix_mixed_alphabet(mended) == mended


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("Стеф'юк", "Стеф’юк"),
        ("Стефʼюк", "Стеф’юк"),
        ("Стеф`юк", "Стеф’юк"),
        ("O'Neill D'Arcy", "O’Neill D’Arcy"),
        ("м'яч і п'ять", "м’яч і п’ять"),
        ("'Зоря'", "'Зоря'"),
        ("клас '5'", "клас '5'"),
        ("", ""),
    ],
)
def test_an_apostrophe_between_letters_becomes_the_right_one(typed: str, tidy: str) -> None:
    assert tidy_apostrophe(typed) == tidy
    assert tidy_apostrophe(tidy) == tidy


@pytest.mark.parametrize(
    "text",
    ["а" * 300_000, "a'" * 150_000, "\u0301\u0323" * 150_000, "aа" * 150_000, "1" * 300_000, "\u05b0\u05b1" * 150_000],
    ids=["letters", "apostrophes", "marks", "mixed", "digits", "hebrew points"],
)
def test_long_input_takes_time_by_its_length_only(text: str) -> None:
    began = time.perf_counter()
    search_key(text), number_key(text), has_mixed_alphabet(text), fix_mixed_alphabet(text), tidy_apostrophe(text)
    sort_key(text, "cy")
    assert time.perf_counter() - began < 10  # a quadratic one takes minutes


@given(st.text(max_size=50))
def test_any_text_at_all_is_taken(text: str) -> None:
    for function in (search_key, number_key, has_mixed_alphabet, fix_mixed_alphabet, tidy_apostrophe):
        function(text + "\x00\ud800\u202e")
