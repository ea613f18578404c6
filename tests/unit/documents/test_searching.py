"""A word is found in whatever form it stands, and asked for in whatever form it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents import searching
from intranet.documents.rules.markup import Around, mark_words, spread, surround

FORMS = [
    ("uk", "працівникам працівників Працівник"),
    ("uk", "об'єктами об’єкт обʼєкти"),
    ("uk", "наставництва наставництво наставництвом"),
    ("uk", "перелік переліку Переліком"),
    ("uk", "оприлюднюється оприлюднюють"),
    ("uk", "атестаційної атестаційний"),
    ("ru", "отпуска отпуску отпуск"),
    ("ru", "учёт учета учетом"),
    ("ru", "наставничества наставничество"),
    ("cy", "cymal gymal nghymal chymal"),
    ("cy", "damwain ddamwain"),
    ("cy", "tystysgrif dystysgrif thystysgrif tystysgrifau"),
    ("en", "policy policies"),
    ("en", "certificate certificates Certificates"),
]


@pytest.mark.parametrize(("language", "forms"), FORMS)
def test_the_forms_of_a_word_have_one_key(language: str, forms: str):
    assert len({searching.key_of(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("uk", "сертифікат", "свідоцтво"),
        ("uk", "рада", "радник"),
        ("en", "policy", "police"),
        ("cy", "cymal", "cymuned"),
    ],
)
def test_different_words_have_different_keys(language: str, one: str, other: str):
    assert searching.key_of(one, language) != searching.key_of(other, language)


def test_a_question_drops_short_words_where_there_are_longer_ones():
    question = searching.question("що таке перелік", "uk")
    assert len(question.words) == 2
    assert searching.question("про що", "uk").words


def test_a_number_is_asked_for_as_a_number():
    assert searching.question("п. 3.3", "uk").number == "3.3"
    assert searching.question("3.3 і 4.4", "uk").number == ""


@pytest.mark.parametrize(
    "nasty", ["", "   ", "\x00", "%", "_", "«»", "\ud800", "'" * 300, "٣", "a" * 10_000, "1" * 10_000]
)
def test_any_question_is_read_without_harm(nasty: str):
    question = searching.question(nasty, "uk")
    assert len(question.words) <= searching.ASKED_AT_MOST


@given(st.text(max_size=60), st.sampled_from(["uk", "cy", "en"]))
def test_a_text_is_found_by_each_of_its_own_words(text: str, language: str):
    keys = searching.keys(text, language)
    for token in searching.TOKEN.findall(text):
        key = searching.key_of(token, language)
        assert not key or f" {key} " in keys


# --- Markup --------------------------------------------------------------------------------------------------------


def test_words_are_marked_between_tags_and_entities():
    html = '<div id="перелік"><b>Перелік</b>&nbsp;&amp; <a href="/перелік">перелік</a></div>'
    assert mark_words(html, lambda word: word.casefold() == "перелік") == (
        '<div id="перелік"><b><mark>Перелік</mark></b>&nbsp;&amp; <a href="/перелік"><mark>перелік</mark></a></div>'
    )


def test_nothing_is_put_across_a_tag_or_into_a_link_of_the_authors():
    markup = 'п. 3<b>.1</b> і <a href="#x">п. 4.1</a>'
    words = spread(markup)
    torn = words.text.index("3.1")
    linked = words.text.index("4.1")
    arounds = [Around(torn, torn + 3, "[", "]"), Around(linked, linked + 3, "[", "]")]
    assert surround(markup, words, arounds) == markup


@given(st.text(alphabet="ab<>&;/ nbspxp#3\n", max_size=60))
def test_what_is_marked_keeps_its_words(markup: str):
    marked = mark_words(markup, lambda word: "a" in word)
    assert marked.replace("<mark>", "").replace("</mark>", "") == markup
