"""The volume of a programme and of an internship (VOL-01, VOL-03, VOL-05), and who may supervise (INT-03, INT-04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.training.enums import HostKind, InternshipState, Lack
from intranet.training.rules.internships import InternshipFacts, Supervision, internship_state, lacks, worth
from intranet.training.rules.programmes import Activity, ProgrammeVolume, gaps

pytestmark = pytest.mark.unit

D = Decimal
HOURS = st.decimals(min_value=0, max_value=500, places=2)


@pytest.mark.parametrize(
    ("contact", "self_study", "stated", "hours", "ects", "units_differ", "credits_differ"),
    [
        (D(30), None, None, D(30), D(1), False, False),
        (D(30), D(30), None, D(30), D(2), True, False),
        (D(30), D(30), D(2), D(30), D(2), True, False),
        (D(30), D(30), D(1), D(30), D(1), False, True),
        (D(100), D(0), None, D(100), D("3.33"), False, False),
        (None, None, D(3), None, D(3), False, False),
    ],
)
def test_hours_count_classes_and_credits_count_self_study_too(
    contact: D | None, self_study: D | None, stated: D | None, hours: D | None, ects: D, units_differ: bool,
    credits_differ: bool,
) -> None:  # fmt: skip
    volume = ProgrammeVolume(contact, self_study, stated)
    assert (volume.hours, volume.ects) == (hours, ects)
    assert (volume.units_differ, volume.credits_differ) == (units_differ, credits_differ)


def test_a_programme_without_hours_and_credits_has_no_volume() -> None:
    assert not ProgrammeVolume().is_stated
    assert not ProgrammeVolume(D(0), D(30)).is_stated


def test_hours_by_activity_name_what_they_are_apart() -> None:
    rows = [Activity("лекції", D(10), D(0)), Activity("практичні", D(18), D("29.5"))]
    assert [(gap.column, gap.difference) for gap in gaps(rows, ProgrammeVolume(D(30), D(30)))] == [
        ("contact", D(2)),
        ("self_study", D("0.5")),
    ]


@given(st.lists(st.tuples(HOURS, HOURS), min_size=1, max_size=8))
def test_hours_that_add_up_leave_no_gap(rows: list[tuple[D, D]]) -> None:
    activities = [Activity("а", contact, self_study) for contact, self_study in rows]
    whole = ProgrammeVolume(sum((row[0] for row in rows), D(0)), sum((row[1] for row in rows), D(0)))
    assert gaps(activities, whole) == []
    assert gaps([], whole) == []


@pytest.mark.parametrize(("days", "hours", "ects"), [(1, D(6), D("0.2")), (5, D(30), D(1)), (30, D(180), D(6))])
def test_a_day_of_internship_is_six_hours_or_two_tenths_of_a_credit(days: int, hours: D, ects: D) -> None:
    assert worth(days) == (hours, ects)


SUPERVISOR = Supervision("Коваль О. П.", is_at_main_job=True, has_degree_or_title=True, years=10)
WHOLE = InternshipFacts(
    days=5, outcomes="Уміє.", approved_on=date(2026, 2, 1), approved_by="Рада", supervision=SUPERVISOR,
    host=HostKind.EDUCATION,
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (WHOLE, []),
        (replace(WHOLE, days=None), [Lack.DAYS]),
        (replace(WHOLE, outcomes=" "), [Lack.OUTCOMES]),
        (replace(WHOLE, approved_on=None), [Lack.APPROVAL]),
        (replace(WHOLE, approved_by=""), [Lack.APPROVAL]),
        (replace(WHOLE, has_programme=False), [Lack.PROGRAMME]),
        (replace(WHOLE, supervision=Supervision()), [Lack.SUPERVISOR]),
        (replace(WHOLE, supervision=replace(SUPERVISOR, years=9)), [Lack.YEARS]),
        (replace(WHOLE, supervision=replace(SUPERVISOR, years=None)), [Lack.YEARS]),
        (replace(WHOLE, supervision=Supervision("Коваль")), [Lack.MAIN_JOB, Lack.DEGREE, Lack.YEARS]),
        (replace(WHOLE, host=HostKind.OTHER), [Lack.EXPERIENCE]),
        (replace(WHOLE, host=HostKind.OTHER, supervision=Supervision("Коваль", is_experienced=True)), []),
    ],
)
def test_an_internship_says_what_it_lacks(facts: InternshipFacts, missing: list[Lack]) -> None:
    assert lacks(facts) == missing


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 1), InternshipState.PLANNED),
        (date(2026, 3, 2), InternshipState.RUNNING),
        (date(2026, 3, 6), InternshipState.RUNNING),
        (date(2026, 3, 7), InternshipState.ENDED),
    ],
)
def test_an_internship_is_what_its_dates_say(day: date, state: InternshipState) -> None:
    dates = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 6), "on_date": day}
    assert internship_state(**dates) is state
    assert internship_state(**dates, completed=True) is InternshipState.COMPLETED
    assert internship_state(**dates, cancelled=True) is InternshipState.CANCELLED
