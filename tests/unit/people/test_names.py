"""Names: REG-02's initials, full names in one cell, and what a person has to look at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.people.names import Name, Problem, initials, mend_case, needs_case_mending, problems, split_full_name

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъabcdefghijklmnopqrstuvwxyzâêîôûŵŷ"
LETTERS = st.text(alphabet=ALPHABET + ALPHABET.upper(), min_size=1, max_size=12)
NAMES = st.lists(LETTERS, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from(["-", " ", "’", "'", "."]).map(lambda between: between.join(words))
)


@pytest.mark.parametrize(
    ("surname", "given_name", "patronymic", "public"),
    [
        ("Шевченко", "Тарас", "Григорович", "Шевченко Т. Г."),
        ("Шевченко", "Тарас", "", "Шевченко Т."),
        ("Ґудзь", "Ганна-Марія", "Іванівна", "Ґудзь Г.-М. І."),
        ("Нечуй-Левицький", "Іван", "Семенович", "Нечуй-Левицький І. С."),
        ("Стеф'юк", "Єва", "Юхимівна", "Стеф’юк Є. Ю."),
        ("Єрмак", "Їжакія", "Ґедеонівна", "Єрмак Ї. Ґ."),
        ("Сухарто", "", "", "Сухарто"),  # a mononym
        ("Сухарто", "  ", "Іванович", "Сухарто"),  # a patronymic alone would read as a given name
        ("", "Сіті", "", "С."),
        ("Алієв", "Расул", "Абдулла огли", "Алієв Р. А."),
        ("Алієв", "Расул", "Абдулла-огли", "Алієв Р. А."),
        ("АЛІЄВА", "ЛЕЙЛА", "РАСУЛ КИЗИ", "АЛІЄВА Л. Р."),
        ("Мамедов", "Огли", "", "Мамедов О."),  # nothing else is there
        ("де ла Круз", "Хуан", "", "де ла Круз Х."),
        ("Llŷr", "Siân", "", "Llŷr S."),
        ("ap Rhys", "Dafydd", "", "ap Rhys D."),
        ("Smith", "Mary Ann", "", "Smith M. A."),
        ("Smith", "Mary Ann (Molly)", "", "Smith M. A."),
        ("O'Neill", "Seán", "", "O’Neill S."),
        ("Сміт", "Джон", "", "Сміт Д."),  # one letter, not Дж.
        ("Шевченко", "тарас", "григорович", "Шевченко Т. Г."),
        ("Шевченко", "Т.Г.", "", "Шевченко Т. Г."),
        ("Ґудзь", "Г.-М.", "І.", "Ґудзь Г.-М. І."),
        ("  Петренко   Бойко ", " Анна  Марія ", "", "Петренко Бойко А. М."),
        ("Юріїв", "И\u0306осип", "", "Юріїв Й."),  # й typed as two characters
        ("Шевченко", "’Тарас", "-", "Шевченко Т."),
    ],
)
def test_the_public_sees_surname_and_initials(surname: str, given_name: str, patronymic: str, public: str) -> None:
    assert initials(surname, given_name, patronymic) == public


@given(NAMES, NAMES)
def test_no_full_given_name_is_ever_public(given_name: str, patronymic: str) -> None:
    public = initials("Ш", given_name, patronymic).removeprefix("Ш").casefold()
    shown = public.replace(".", " ").replace("-", " ").split()
    assert all(len(letter) == 1 for letter in shown)
    assert shown


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_name_at_all_is_taken(surname: str, given_name: str, patronymic: str) -> None:
    initials(surname, given_name, patronymic)
    problems(Name(surname, given_name, patronymic))
    problems(f"{surname} {given_name} {patronymic}")
    mend_case(surname)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Шевченко Тарас Григорович", Name("Шевченко", "Тарас", "Григорович")),
        ("ШЕВЧЕНКО Тарас Григорович", Name("ШЕВЧЕНКО", "Тарас", "Григорович")),
        ("Тарас ШЕВЧЕНКО", Name("ШЕВЧЕНКО", "Тарас")),
        ("Тарас Григорович ШЕВЧЕНКО", Name("ШЕВЧЕНКО", "Тарас", "Григорович")),
        ("Тарас Григорович Шевченко", Name("Шевченко", "Тарас", "Григорович")),
        ("Петрович Ольга Іванівна", Name("Петрович", "Ольга", "Іванівна")),
        ("Шевченко Тарас", Name("Шевченко", "Тарас")),
        ("шевченко тарас григорович", Name("шевченко", "тарас", "григорович")),
        ("ШЕВЧЕНКО ТАРАС ГРИГОРОВИЧ", Name("ШЕВЧЕНКО", "ТАРАС", "ГРИГОРОВИЧ")),
        ("Нечуй Левицький Іван Семенович", Name("Нечуй Левицький", "Іван", "Семенович")),
        ("Петренко (Іваненко) Олена Іванівна", Name("Петренко (Іваненко)", "Олена", "Іванівна")),
        ("Стеф'юк  Ганна-Марія\u00a0Іллівна", Name("Стеф’юк", "Ганна-Марія", "Іллівна")),
        ("Алієв Расул Абдулла огли", Name("Алієв", "Расул", "Абдулла огли")),
        ("де ла Круз Хуан", Name("де ла Круз", "Хуан")),
        ("Егорова Мария Ильинична", Name("Егорова", "Мария", "Ильинична")),
        ("Шевченко Т.Г.", Name("Шевченко", "Т.", "Г.")),
        ("Т. Г. Шевченко", Name("Шевченко", "Т.", "Г.")),
        ("Т.Шевченко", Name("Шевченко", "Т.")),
        ("Shevchenko Taras Hryhorovych", Name("Shevchenko", "Taras", "Hryhorovych")),
        ("Siân Llŷr", Name("Llŷr", "Siân")),
        ("Siân Mair Llŷr", Name("Llŷr", "Siân Mair")),
        ("Llŷr, Siân Mair", Name("Llŷr", "Siân Mair")),
        ("Dafydd ap Rhys", Name("ap Rhys", "Dafydd")),
        ("Juan de la Cruz", Name("de la Cruz", "Juan")),
        ("Smith T.", Name("Smith", "T.")),
        ("Сухарто", Name("Сухарто")),
        ("", Name("")),
    ],
)
def test_a_full_name_in_one_cell_is_read(text: str, name: Name) -> None:
    assert split_full_name(text) == name


def test_the_order_can_be_said_where_it_cannot_be_seen() -> None:
    assert split_full_name("Llŷr Siân", surname_first=True) == Name("Llŷr", "Siân")
    assert split_full_name("Тарас Шевченко", surname_first=False) == Name("Шевченко", "Тарас")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Шевченко Тарас Григорович", []),
        ("Нечуй-Левицький Іван Семенович", []),
        ("Петренко (Іваненко) Олена Іванівна", []),
        ("Llŷr, Siân Mair", []),
        ("de la Cruz, Juan", []),
        ("", [Problem.EMPTY]),
        (" - ", [Problem.EMPTY]),
        ("Шевченко", [Problem.NO_GIVEN_NAME]),
        ("Шевченко Т.Г.", [Problem.INITIALS_ONLY]),
        ("Шевченко Тарас Г.", [Problem.INITIALS_ONLY]),
        ("Ґудзь Г.-М. І.", [Problem.INITIALS_ONLY]),
        ("Іваненко І.І., Петренко П.П.", [Problem.TWO_PEOPLE]),
        ("Іваненко Іван; Петренко Петро", [Problem.TWO_PEOPLE]),
        ("Іваненко Іван та Петренко Петро", [Problem.TWO_PEOPLE]),
        ("Іваненко Іван Іванович Петренко Петро Петрович", [Problem.TWO_PEOPLE]),
        ("Cидоренко Ганна", [Problem.MIXED_ALPHABETS]),  # Latin C
        ("Шевченко Oksana", [Problem.MIXED_ALPHABETS]),
        ("Шевченко Тарас 1985", [Problem.NOT_A_NAME]),
        ("taras@example", [Problem.NOT_A_NAME, Problem.NO_GIVEN_NAME, Problem.CASE]),
        ("ШЕВЧЕНКО ТАРАС", [Problem.CASE]),
        ("шевченко т.", [Problem.INITIALS_ONLY, Problem.CASE]),
    ],
)
def test_what_a_person_has_to_look_at_is_named(text: str, expected: list[Problem]) -> None:
    assert problems(text) == expected


def test_the_parts_of_a_name_are_judged_like_the_whole() -> None:
    assert problems(Name("Шевченко", "Тарас", "Григорович")) == []
    assert problems(Name("Шевченко", "Т.", "Г.")) == [Problem.INITIALS_ONLY]
    assert problems(Name("ШЕВЧЕНКО", "Тарас")) == [Problem.CASE]
    assert problems(Name("Llŷr", "Siân")) == []


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("ШЕВЧЕНКО", "Шевченко"),
        ("шевченко", "Шевченко"),
        ("тАРАС", "Тарас"),
        ("ШЕвченко", "Шевченко"),
        ("НЕЧУЙ-ЛЕВИЦЬКИЙ", "Нечуй-Левицький"),
        ("нечуй-левицький", "Нечуй-Левицький"),
        ("СТЕФ'ЮК", "Стеф’юк"),
        ("П’ЯВКА", "П’явка"),
        ("Д’ЯЧЕНКО", "Д’яченко"),
        ("О’КОННОР", "О’Коннор"),
        ("O'NEILL", "O’Neill"),
        ("MCDONALD", "McDonald"),
        ("LLŶR", "Llŷr"),
        ("ІБРАГІМ ОГЛИ", "Ібрагім огли"),
        ("ВАН ГОГ", "Ван Гог"),
        ("ван", "Ван"),
        ("т.г.", "Т.Г."),
    ],
)
def test_a_name_in_odd_letters_is_mended(written: str, mended: str) -> None:
    assert needs_case_mending(written)
    assert mend_case(written) == mended


@pytest.mark.parametrize(
    "name",
    ["Шевченко", "Нечуй-Левицький", "Стеф’юк", "Стеф'юк", "O’Neill", "McDonald", "LeBlanc", "МакДональд", "де ла Круз",
     "ап Ріс", "ap Rhys", "Абдулла огли", "Т.Г.", "І", "Llŷr", "", "’", "5", "ქართველი", "مريم"],
)  # fmt: skip
def test_a_name_that_is_right_is_left_alone(name: str) -> None:
    assert not needs_case_mending(name)
    assert mend_case(name) == name


@given(NAMES)
def test_a_mended_name_needs_no_second_mending_and_keeps_its_letters(name: str) -> None:
    mended = mend_case(name)
    assert not needs_case_mending(mended)
    assert mended.casefold().replace("’", "'") == name.casefold().replace("’", "'")
