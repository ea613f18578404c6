"""The gate's newer questions, and what can be done with a certificate as it stands. No database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from intranet.registry.enums import StateSystem
from intranet.registry.rules import gate
from intranet.registry.rules.handling import Standing, Step, possible
from intranet.registry.rules.values import Values
from intranet.registry.tables.reading import Unreadable
from intranet.registry.tables.state_answers import read_answers

WHOLE = Values(
    surname="Гнатюк-Чорна", given_name="Ольга-Марія", patronymic="Василівна", form="distance", kind="seminar",
    topic="Тема", hours=Decimal(30), outcomes="Уміє.", issue_date=date(2026, 2, 14),
)  # fmt: skip


def codes(values: Values, **facts: bool) -> list[str]:
    found = gate.missing(values, on_date=date(2026, 2, 16), provider="Коледж", signatory="Ярмоленко О. П.", **facts)
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("given", "reason", "expected"),
    [
        ("", "", []),
        ("Гнатюк-Чорна О.-М. В.", "", []),  # what the names make anyway
        ("Гнатюк-Чорна О. В.", "", ["public_name_without_reason"]),
        ("Гнатюк-Чорна О. В.", "так у паспорті", []),
        ("Гнатюк-Чорна Ольга В.", "так у паспорті", ["public_name_tells_more"]),
        ("Гнатюк-Чорна О. Василівна", "так у паспорті", ["public_name_tells_more"]),
        ("ГНАТЮК-ЧОРНА МАРІЯ", "", ["public_name_tells_more", "public_name_without_reason"]),
        ("   ", "", []),
    ],
)
def test_a_public_name_that_is_given_needs_a_reason_and_tells_no_more(
    given: str, reason: str, expected: list[str]
) -> None:
    assert codes(WHOLE.but(public_name_given=given, public_name_reason=reason)) == expected


def test_the_public_name_is_the_given_one_else_the_derived_one() -> None:
    assert gate.public_name(WHOLE) == "Гнатюк-Чорна О.-М. В."
    assert gate.public_name(WHOLE.but(public_name_given=" Гнатюк-Чорна О. ")) == "Гнатюк-Чорна О."


@pytest.mark.parametrize(
    ("published", "reason", "historical", "refused"),
    [
        (True, "", False, False),
        (False, "", False, True),
        (False, "програму затверджено, публікація завтра", False, False),
        (False, "  ", False, True),
        (False, "", True, False),
    ],
)
def test_an_unpublished_programme_needs_a_reason(published: bool, reason: str, historical: bool, refused: bool) -> None:
    found = codes(WHOLE.but(programme_reason=reason), programme_is_published=published, is_historical=historical)
    assert ("programme_not_published" in found) == refused


@pytest.mark.parametrize(("given_name", "expected"), [("Олена", False), ("", True), (" ", True)])
def test_somebody_with_one_name_is_looked_at(given_name: str, expected: bool) -> None:
    assert gate.needs_a_look(WHOLE.but(given_name=given_name)) == expected


STATE, RESTRICT, RESTORE = Step.RECORD_STATE, Step.RESTRICT, Step.RESTORE
LIVING = {STATE, Step.CORRECT, Step.DUPLICATE, Step.ANNUL_BY_ORDER, Step.ASK_ANNULMENT}


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(), {*LIVING, RESTRICT, Step.HOLD, Step.PUBLISH, Step.WITHDRAW}),
        (Standing(is_held=True), {*LIVING, RESTRICT, Step.RELEASE, Step.WITHDRAW}),
        (Standing(is_public=True), {*LIVING, RESTRICT}),
        (Standing(is_public=True, is_restricted=True), {*LIVING, RESTORE}),
        (Standing(is_restricted=True), {*LIVING, RESTORE, Step.HOLD, Step.PUBLISH, Step.WITHDRAW}),
        (Standing(is_public=True, is_annulled=True), {STATE, RESTRICT}),
        (Standing(is_public=True, annulment_is_asked=True), {*LIVING, RESTRICT} - {Step.ASK_ANNULMENT}),
        (Standing(is_superseded=True), set()),
        (Standing(is_withdrawn=True), set()),
        (Standing(is_withdrawn=True, has_traces=True), {Step.ERASE_TRACES}),
        (Standing(is_public=True, has_traces=True), {*LIVING, RESTRICT, Step.ERASE_TRACES}),
    ],
)
def test_only_what_makes_sense_is_offered(standing: Standing, expected: set[Step]) -> None:
    assert possible(standing) == expected


def test_answers_are_read_in_either_language_whatever_stands_beside_them() -> None:
    file = "№;Номер;Стан;Ідентифікатор;Причина\n1;ПК-1;Прийнято;A-1;\n2;ПК-2;відхилено;;немає коду\n3;ПК-3;хтозна;;\n"
    for data in (file.encode("utf-8-sig"), file.encode("cp1251")):
        answers = list(read_answers(data))
        assert [(each.number, each.state) for each in answers] == [
            ("ПК-1", StateSystem.ACCEPTED), ("ПК-2", StateSystem.REFUSED), ("ПК-3", None),
        ]  # fmt: skip
        assert (answers[0].state_id, answers[1].refusal, answers[2].row) == ("A-1", "немає коду", 4)
    assert [each.state for each in read_answers(b"record_number,state\nA,SENT\n")] == [StateSystem.SENT]


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"record_number\nA\n", b"PK\x03\x04nothing", b"\xff\xfe\x00"])
def test_a_file_that_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        list(read_answers(data))
