"""What is wanting in a job description, its financial year, its chart, and the words of its tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents.rules.charts import HEIGHT, WIDTH, branch, drawing, tree
from intranet.documents.rules.comparing import Change, compare, words_of
from intranet.documents.rules.job_descriptions import (
    HEADER,
    SKILLS,
    SkillsAssessment,
    financial_year,
    findings_in_blocks,
    findings_in_header,
    findings_in_skills,
)
from intranet.documents.rules.texts import FrozenBlock, content_hash, plain_text

LEGEND = [{"key": "form", "code": "A", "meaning": ""}, {"key": "interview", "code": "I", "meaning": ""}]
HEADS = {"criterion": "", "essential": "", "desirable": "", "measured": ""}


def criterion(text: str = "Can drive a van", level: str = "essential", *measures: str, kind: str = "criterion") -> Any:
    return {"kind": kind, "text": text, "level": level, "measures": list(measures), "measured": "/".join(measures)}


def specification(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"caption": "", "heads": HEADS, "rows": list(rows), "note": "", "legend": LEGEND}


def table(*rows: list[str], caption: str = "Hours", header_rows: int = 1) -> dict[str, Any]:
    return {"caption": caption, "header_rows": header_rows, "rows": list(rows)}


def codes(kind: str, data: dict[str, Any]) -> list[str]:
    return [finding.code for finding in findings_in_blocks([("b1", kind, data)])]


def test_a_header_without_a_fact_names_it() -> None:
    facts = dict.fromkeys(HEADER, "something")

    assert findings_in_header(facts) == []
    assert [finding.text for finding in findings_in_header({**facts, "evaluation_id": "", "grade": None})] == [
        "grade",
        "evaluation_id",
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (criterion("Can drive", "essential", "form"), []),
        (criterion("Can drive", "desirable", "form", "interview"), []),
        (criterion("Can drive", "essential"), ["not_measured"]),
        (criterion("Can drive", "", "form"), ["no_level"]),
        (criterion("Can drive", "both", "form"), ["both_levels"]),
        (criterion("Can drive", ""), ["no_level", "not_measured"]),
        (criterion("Can drive", "essential", "test"), ["unknown_measure"]),
        (criterion("Experience", "", kind="group"), []),
        (criterion("See the guide.", "", kind="note"), []),
    ],
)
def test_each_criterion_has_a_level_and_a_measure(row: dict[str, Any], expected: list[str]) -> None:
    assert codes("person_spec", specification(row)) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (table(["Day", "Hours"], ["Monday", "7"]), []),
        (table(["Day", "Hours"], caption=""), ["no_caption"]),
        (table(["Monday", "7"], header_rows=0), ["no_header_cells"]),
        (table(["Monday", "7"], caption="", header_rows=0), ["no_caption", "no_header_cells"]),
    ],
)
def test_a_table_has_a_caption_and_header_cells(data: dict[str, Any], expected: list[str]) -> None:
    assert codes("table", data) == expected


def test_a_sheet_without_rows_is_wanting() -> None:
    assert codes("person_spec", specification()) == ["empty_sheet"]


def test_a_long_criterion_is_named_by_its_first_words() -> None:
    (finding,) = findings_in_blocks([("b1", "person_spec", specification(criterion("word " * 100, "essential")))])

    assert len(finding.text) < 170
    assert finding.text.endswith("…")
    assert finding.block_id == "b1"


def test_the_welsh_rule_asks_for_category_levels_and_who_when_and_why() -> None:
    levels: dict[str, int | None] = dict.fromkeys(SKILLS, 0)
    full = SkillsAssessment("desirable", levels, "Head of HR", date(2026, 1, 5), "Meets the public.")

    assert findings_in_skills(full) == []
    assert len(findings_in_skills(SkillsAssessment())) == 4 + len(SKILLS)
    partial = SkillsAssessment("desirable", {**levels, "reading": None}, "Head of HR", date(2026, 1, 5), " ")
    assert [finding.code for finding in findings_in_skills(partial)] == ["no_skill_levels", "no_assessment_reason"]


@pytest.mark.parametrize(
    ("day", "begins"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_financial_year_runs_from_april_to_march(day: date, begins: int) -> None:
    assert financial_year(day) == (date(begins, 4, 1), date(begins + 1, 3, 31))


# --- The chart -----------------------------------------------------------------------------------------------------


def test_a_branch_has_the_posts_below_its_head_down_to_a_level() -> None:
    posts = [(1, None), (2, 1), (3, 1), (4, 2), (5, 4), (9, None)]

    assert branch(posts, 1, 2) == [(1, -1), (2, 0), (4, 1), (3, 0)]
    assert branch(posts, 2, 1) == [(2, -1), (4, 0)]


def test_posts_accountable_to_each_other_are_drawn_once() -> None:
    assert branch([(1, 2), (2, 1)], 1, 4) == [(1, -1), (2, 0)]


def posts_of(placed: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"title": f"Post {key}", "code": "", "statutory": "", "parent": parent} for key, parent in placed]


@st.composite
def charts(draw: st.DrawFn) -> list[tuple[int, int]]:
    count = draw(st.integers(1, 25))
    posts: list[tuple[int, int | None]] = [(0, None)]
    posts += [(key, draw(st.integers(0, key - 1))) for key in range(1, count)]
    return branch(posts, 0, 4)


@given(charts())
def test_no_two_boxes_of_a_chart_touch_and_all_are_within_it(placed: list[tuple[int, int]]) -> None:
    drawn = drawing(posts_of(placed))

    assert len(drawn.boxes) == len(placed)
    assert len(drawn.paths) == len(placed) - 1
    for place, box in enumerate(drawn.boxes):
        assert 0 <= box.x <= drawn.width - WIDTH
        assert 0 <= box.y <= drawn.height - HEIGHT
        for other in drawn.boxes[:place]:
            assert abs(box.x - other.x) >= WIDTH or abs(box.y - other.y) >= HEIGHT


def test_the_drawing_and_the_list_have_the_same_posts() -> None:
    placed = branch([(1, None), (2, 1), (3, 2), (4, 1)], 1, 4)
    posts = posts_of(placed)
    posts[1]["statutory"] = "Monitoring Officer"

    (root,) = tree(posts)
    assert [post["title"] for post, _below in root[1]] == ["Post 2", "Post 4"]
    assert [post["title"] for post, _below in root[1][0][1]] == ["Post 3"]
    drawn = drawing(posts)
    assert drawn.has_statutory
    assert drawn.boxes[1].lines == ("Post 2 *",)


# --- The words of tables -------------------------------------------------------------------------------------------


def test_a_changed_measure_changes_the_table_and_its_hash() -> None:
    older = FrozenBlock("b1", "person_spec", specification(criterion("Can drive", "essential", "form")))
    newer = FrozenBlock("b1", "person_spec", specification(criterion("Can drive", "essential", "interview")))

    assert [pair.change for pair in compare([older], [newer])] == [Change.CHANGED]
    assert content_hash("t", [older]) != content_hash("t", [newer])


def test_a_table_is_searched_by_all_its_words() -> None:
    matrix = {
        "caption": "Values",
        "heads": {"value": "", "behaviours": "", "leading": "Leads", "negative": ""},
        "rows": [
            {
                "value": "Trust",
                "meaning": "Keeps its word",
                "behaviours": ["acts"],
                "leading": ["plans"],
                "negative": [],
            }
        ],
    }
    text = plain_text(FrozenBlock("b1", "matrix", matrix))

    assert all(word in text for word in ("Values", "Leads", "Trust", "Keeps its word", "acts", "plans"))
    facts = {"caption": "", "rows": [{"kind": "staff", "label": "Staff", "text": "12 people"}]}
    assert words_of(FrozenBlock("b2", "facts", facts)) == "Staff | 12 people"
