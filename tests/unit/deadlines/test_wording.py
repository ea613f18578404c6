"""How a last day was counted, and the values of a rule, in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.languages import CODES
from intranet.core.terms import Calendar, Roll, Term, Unit, due
from intranet.deadlines import wording
from intranet.deadlines.rules import Escalation, Parameters
from intranet.deadlines.rules.explaining import count
from intranet.deadlines.rules.parameters import as_json, contradiction, differences, from_json, stops_applying
from intranet.deadlines.rules.vectors import VECTORS
from intranet.notices.clauses import ClauseRef

HOLIDAY = Calendar(holidays=frozenset({date(2026, 3, 2)}))
terms = st.builds(Term, st.integers(-400, 400), st.sampled_from(Unit), st.sampled_from(Roll))
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("anchor", "term", "said"),
    [
        (
            date(2026, 2, 14),
            Term(15, Unit.DAYS),
            (
                "14 February 2026 + 15 calendar days = 1 March 2026 (Sunday). "
                "That is no working day: the last day stays where it is all the same."
            ),
        ),
        (
            date(2026, 2, 14),
            Term(15, Unit.DAYS, Roll.NEXT),
            (
                "14 February 2026 + 15 calendar days = 1 March 2026 (Sunday). "
                "That is no working day: the last day moves to the next one, 3 March 2026 (Tuesday)."
            ),
        ),
        (
            date(2026, 2, 14),
            Term(15, Unit.DAYS, Roll.PREVIOUS),
            (
                "14 February 2026 + 15 calendar days = 1 March 2026 (Sunday). "
                "That is no working day: the last day moves to the one before, 27 February 2026 (Friday)."
            ),
        ),
        (date(2026, 2, 27), Term(1, Unit.WORKING_DAYS), "27 February 2026 + 1 working day = 3 March 2026 (Tuesday)."),
        (date(2026, 3, 31), Term(-1, Unit.MONTHS, Roll.PREVIOUS), None),
        (date(2026, 3, 30), Term(-14, Unit.DAYS), "30 March 2026 − 14 calendar days = 16 March 2026 (Monday)."),
        (
            date(2026, 3, 3),
            Term(0, Unit.DAYS),
            "The day from which it is counted is the last day: 3 March 2026 (Tuesday).",
        ),
        (date(2028, 2, 29), Term(1, Unit.YEARS), "29 February 2028 + 1 year = 28 February 2029 (Wednesday)."),
        (date(2026, 3, 3), Term(2, Unit.WEEKS), "3 March 2026 + 2 weeks = 17 March 2026 (Tuesday)."),
    ],
)
def test_it_is_said_how_a_last_day_was_counted(anchor: date, term: Term, said: str | None) -> None:
    with translation.override("en"):
        sentences = " ".join(wording.how_counted(count(anchor, term, HOLIDAY)))
    assert sentences == said or said is None


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("amount", [-5, -2, -1, 0, 1, 2, 5, 21])
def test_every_term_can_be_said_in_every_language(language: str, unit: Unit, amount: int) -> None:
    with translation.override(language):
        counted = count(date(2026, 2, 14), Term(amount, unit), Calendar())
        for sentence in [*wording.how_counted(counted), wording.offset(Term(amount, unit))]:
            assert sentence
            assert "%(" not in sentence


@given(days, terms)
def test_what_is_explained_is_what_was_counted(anchor: date, term: Term) -> None:
    counted = count(anchor, term, HOLIDAY)
    assert counted.due_on == due(anchor, term, HOLIDAY)
    assert counted.is_moved <= (not counted.is_working)


@pytest.mark.parametrize(("anchor", "term", "due_on"), VECTORS)
def test_the_worked_examples_shown_are_those_of_the_catalogue(anchor: date, term: Term, due_on: date) -> None:
    assert count(anchor, term, Calendar()).due_on == due_on


steps = st.lists(st.one_of(st.integers(-400, 400), terms), max_size=6).map(tuple)
parameters = st.builds(
    Parameters,
    is_on=st.booleans(),
    clause=st.builds(ClauseRef, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)),
    term=terms,
    steps=steps,
    steps_from=st.sampled_from(["anchor", "due"]),
    escalations=st.lists(st.builds(Escalation, st.integers(0, 60), st.text(max_size=9)), max_size=4).map(tuple),
    responsible=st.text(max_size=9),
    in_force_from=st.none() | days,
    in_force_until=st.none() | days,
)


@given(parameters)
def test_a_version_is_read_as_it_was_written(values: Parameters) -> None:
    assert from_json(as_json(values)) == values


@given(parameters, parameters)
def test_two_versions_differ_where_their_values_do(before: Parameters, after: Parameters) -> None:
    assert (differences(before, after) == ()) == (before == after)


@given(parameters, days)
def test_a_rule_that_never_stops_is_in_force_on_every_later_day(values: Parameters, day: date) -> None:
    if contradiction(values) is None and not stops_applying(values, on_date=day):
        assert values.in_force_on(day)
        assert values.in_force_on(date(2999, 1, 1))
