"""The table of live rules in docs/deadlines.md is what the code declares."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from intranet.deadlines import wording
from intranet.deadlines.describing import described
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Rule, declared

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "deadlines.md"

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def row(rule: Rule) -> str:
    """Return the row that the table of live rules has for a rule."""
    values = {value.name: "; ".join(value.lines) for value in described(declared(rule))}
    clause = f"{rule.clause.number} of `{rule.clause.document_key}`" if rule.clause.number else "—"
    since = "the anchor" if rule.steps_from == "anchor" else "the last day"
    cells = [
        f"`{rule.key}`",
        rule.source or "—",
        str(rule.name),
        clause,
        wording.offset(rule.term),
        f"from {since}: {values['Reminders']}",
        values["Brought to"],
        wording.role_name(rule.responsible),
        "required" if rule.is_required else "optional",
    ]
    return f"| {' | '.join(cells)} |"


def test_the_table_of_live_rules_is_what_the_code_declares() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    with translation.override("en"):
        wanted = [row(rule) for rule in rules().values()]
    assert [each for each in wanted if each not in text] == []
    assert text.count("\n| `") == len(wanted)
