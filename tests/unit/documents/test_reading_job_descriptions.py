"""Job descriptions as files bring them: what is understood becomes rows, what is not stays a table, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from intranet.documents.reading import Draft, read
from intranet.documents.reading.receipts import words_of
from intranet.documents.reading.source import letters

HEADER = "JOB DESCRIPTION\n\nJOB TITLE\tHead of Parks\nDEPARTMENT\tEnvironment\nGRADE\tG11\n\n"
SECTION = (
    "SECTION 1: PURPOSE\n\nKeeps the parks of the town open, safe and green for everybody.\n\n"
    "SECTION 2: THE POST\n\nThe post is this.\n\n"
)
CRITERIA = [
    "Qualifications\t\t\t",
    "A degree in horticulture\tY\t\tA/C",
    "A chartered membership\t\tY\tA/C",
    "Experience\t\t\t",
    "Managing a budget\tY\t\tA/I",
    "Driving a van in winter\tY\t\t",
]
KEY = "\n* Each requirement is measured. The letters mean:\n\nA Application form\nI Interview\nC Certificate\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def draft(text: str, language: str = "en") -> Draft:
    return read(text.encode(), filename="jd.txt", kind="job-description", language=language)


def read_text(*parts: str) -> Draft:
    made = draft(HEADER + SECTION + "".join(parts))
    assert made.receipt.unplaced == []
    return made


def blocks(made: Draft, kind: str) -> list[dict[str, Any]]:
    return [block.data for block in made.blocks if block.kind == kind]


def criteria(head: str = "Requirement\tEssential\tDesirable\tMeasured by*", rows: list[str] = CRITERIA) -> str:
    return "\n".join([head, *rows]) + "\n"


def test_a_table_of_criteria_becomes_a_person_specification_with_its_key() -> None:
    made = read_text(criteria(), KEY)

    (specification,) = blocks(made, "person_spec")
    kinds = [row["kind"] for row in specification["rows"]]
    assert kinds == ["group", "criterion", "criterion", "group", "criterion", "criterion"]
    assert [row["level"] for row in specification["rows"]] == [
        "",
        "essential",
        "desirable",
        "",
        "essential",
        "essential",
    ]
    assert specification["rows"][1]["measures"] == ["form", "certificate"]
    assert {each["key"]: each["code"] for each in specification["legend"]} == {
        "form": "A",
        "interview": "I",
        "certificate": "C",
    }
    assert specification["note"].startswith("* Each requirement")
    assert made.job is not None
    assert made.job.criteria == 4
    assert [gap for gap in made.job.gaps if "Driving a van" in gap]
    assert blocks(made, "table") == []


def test_a_long_row_without_marks_is_a_note() -> None:
    rows = [*CRITERIA, "More on the statutory duties of this role is in the guide that the association keeps\t\t\t"]
    (specification,) = blocks(read_text(criteria(rows=rows), KEY), "person_spec")

    assert specification["rows"][-1]["kind"] == "note"


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Measured by\tDesirable\tEssential\tCriteria", ["A\t\tx\tCan swim", "I\tx\t\tCan row", "A/I\tx\t\tCan sing"]),
        ("Criteria\tE/D\tHow assessed", ["Can swim\tE\tA", "Can row\tD\tI", "Can sing\tD\tA, I"]),
        ("Criteria\tEssential/Desirable\tAssessed", ["Can swim\tEssential\tA", "Can row\tDesirable\tI", "A b\tD\tI"]),
    ],
)
def test_columns_in_another_order_or_folded_into_one_are_read_all_the_same(head: str, rows: list[str]) -> None:
    (specification,) = blocks(read_text(criteria(head, rows)), "person_spec")

    assert [row["level"] for row in specification["rows"]] == ["essential", "desirable", "desirable"]
    assert specification["rows"][0]["measures"] == ["form"]
    assert specification["rows"][1]["measures"] == ["interview"]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Area\tEssential\tDesirable", ["Skills\tDrives well and knows the town\tSpeaks Welsh"]),
        ("Criteria\tEssential\tDesirable\tMeasured by", ["Can swim\tY\t\tQ9", "Can row\tY\t\tI"]),
        ("Criteria\tWeight\tEssential\tDesirable\tMeasured by\tPage", ["Can swim\t5\tY\t\tA\t7"]),
        ("Day\tHours", ["Monday\tseven", "Tuesday\tsix"]),
    ],
)
def test_what_is_not_understood_whole_stays_a_table(head: str, rows: list[str]) -> None:
    made = read_text(criteria(head, rows))

    assert len(blocks(made, "table")) == 1
    assert blocks(made, "person_spec") == []
    held = letters(" ".join(words_of(block) for block in made.blocks))
    assert all(letters(cell) in held for row in [head, *rows] for cell in row.split("\t"))


def test_a_criterion_that_is_essential_and_desirable_is_read_and_refused() -> None:
    made = read_text(criteria(rows=["Can swim\tY\tY\tA", "Can row\tY\t\tI"]))

    (specification,) = blocks(made, "person_spec")
    assert specification["rows"][0]["level"] == "both"
    assert made.job is not None
    assert any("both essential and desirable" in gap for gap in made.job.gaps)


def test_duties_are_numbered_through_under_the_headings_of_their_groups() -> None:
    made = read_text(
        "SECTION 3: MAIN DUTIES\n\nLeading\t\n1\tLeads the team.\n2\tPlans the year.\nServing\t\n3\tOpens the gates.\n"
    )

    order = [(block.kind, block.data.get("number") or block.data.get("heading")) for block in made.blocks]
    assert order[-5:] == [
        ("duty_group", "Leading"),
        ("clause", "1"),
        ("clause", "2"),
        ("duty_group", "Serving"),
        ("clause", "3"),
    ]
    assert made.job is not None
    assert made.job.duties == 3


VALUE = (
    "{name}\t\t\t\nIt means that {name} counts\t\t\t\n"
    "• acts\t• asks\tLeading behaviours • plans\tNegative behaviours - hides\n"
)


def test_rows_that_carry_their_labels_become_a_matrix() -> None:
    made = read_text("The values of this body\n\n", VALUE.format(name="TRUST"), VALUE.format(name="RESPECT"))

    (matrix,) = blocks(made, "matrix")
    assert [row["value"] for row in matrix["rows"]] == ["TRUST", "RESPECT"]
    assert matrix["caption"] == "The values of this body"
    assert matrix["rows"][0] == {
        "value": "TRUST",
        "meaning": "It means that TRUST counts",
        "behaviours": ["acts", "asks"],
        "leading": ["plans"],
        "negative": ["hides"],
    }
    assert made.job is not None
    assert made.job.matrix_rows == 2


def test_a_value_that_stands_outside_its_table_is_its_all_the_same() -> None:
    split = VALUE.format(name="CARE").split("\n", 2)
    outside = "CARE\n\nIt means that CARE counts\n\n" + split[2]
    (matrix,) = blocks(read_text(VALUE.format(name="TRUST"), "\n", outside), "matrix")

    assert [(row["value"], row["meaning"]) for row in matrix["rows"]][1] == ("CARE", "It means that CARE counts")


def test_a_matrix_with_a_heading_row_is_read_by_its_columns() -> None:
    head = "Value\tBehaviours\tLeading behaviours\tNegative behaviours\n"
    (matrix,) = blocks(read_text(head, "Trust\tacts\tplans\thides\nCare\task\thelps\tshouts\n"), "matrix")

    assert matrix["heads"]["value"] == "Value"
    assert matrix["rows"][1]["negative"] == ["shouts"]


def test_a_matrix_with_rows_that_do_not_belong_stays_tables() -> None:
    made = read_text(VALUE.format(name="TRUST"), "a\tb\tc\td\ne\tf\tg\th\n", VALUE.format(name="CARE"))

    assert blocks(made, "matrix") == []
    assert blocks(made, "table")


def test_a_second_table_of_facts_is_facts_and_fills_the_header() -> None:
    made = read_text("Job evaluation ID\tJE-77\nGrade\tG11\n")

    (facts,) = blocks(made, "facts")
    assert [row["label"] for row in facts["rows"]] == ["Job evaluation ID", "Grade"]
    assert made.header["evaluation_id"] == "JE-77"


def test_a_description_in_welsh_lacks_its_category_until_it_is_assessed() -> None:
    made = draft(
        "SWYDD-DDISGRIFIAD\n\nTEITL Y SWYDD\tGarddwr\nADRAN\tYr Amgylchedd\n\nADRAN 1: PWRPAS\n\nCadw’r parc.\n", "cy"
    )

    assert made.job is not None
    assert any("category" in gap for gap in made.job.gaps)
    english = read_text()
    assert english.job is not None
    assert not any("category" in gap for gap in english.job.gaps)
