"""What was told and holds no longer: what has not gone out is taken back, and whoever knows an earlier day hears so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from intranet.core import sets
from intranet.deadlines.comparing import CHANGES, GONE
from intranet.deadlines.drafting import drafted, table_of_rules
from intranet.deadlines.rules import Rule
from intranet.notices.enums import Channel
from intranet.notices.operations import cancel_set, tell_set

KNOWING = "deadlines_knowing"
REMINDER, MOVED = "deadline.reminder", "deadline.moved"


def take_back(rule: Rule, *, at: datetime) -> None:
    """Take back what was not yet sent about deadlines that are met, have moved or are gone.

    From whoever answers no longer, reminders alone: the chain above them still stands.
    """
    matter = "SELECT 'deadline:' || %s || ':' || subject_id FROM"
    cancel_set(
        f"{matter} {CHANGES} WHERE is_moved OR is_newly_met UNION ALL {matter} {GONE}", [rule.key, rule.key], at=at
    )
    cancel_set(f"{matter} {CHANGES} WHERE is_handed_over", [rule.key], at=at, kind=REMINDER)


def take_back_all(rule: Rule, *, at: datetime) -> None:
    """Take back what was not yet sent about any unfinished deadline of the rule."""
    unfinished = (
        "SELECT 'deadline:' || rule_key || ':' || subject_id FROM deadlines_deadline "
        "WHERE rule_key = %s AND met_on IS NULL AND lapsed_on IS NULL"
    )
    cancel_set(unfinished, [rule.key], at=at)


def say_moved(rule: Rule, *, at: datetime, on_date: date) -> None:
    """Tell everybody whose latest news of a deadline names another last day than the one it has now."""
    if not _find_who_knows_an_earlier_day(rule):
        sets.drop_tables(KNOWING)
        return
    people = {person for (person,) in sets.rows_of(f"SELECT DISTINCT person_id FROM {KNOWING}")}  # noqa: S608
    with table_of_rules([rule], _subjects_known):
        tell_set(*_drafts(at, on_date), kinds=[MOVED], people=people, at=at)
    sets.drop_tables(KNOWING)


def _find_who_knows_an_earlier_day(rule: Rule) -> int:
    matter = "'deadline:' || d.rule_key || ':' || d.subject_id"
    return sets.make_table_from(
        KNOWING,
        f"""
        SELECT d.rule_key, d.subject_id, d.label, d.due_on, n.recipient_id AS person_id, n.due_on AS known_due_on
        FROM {CHANGES} c
        JOIN deadlines_deadline d ON d.id = c.deadline_id AND (c.is_moved OR c.is_reopened)
        JOIN notices_notice n ON n.about = {matter} AND n.channel = %s AND n.cancelled_at IS NULL
        WHERE d.rule_key = %s AND n.due_on <> d.due_on
          AND NOT EXISTS (
              SELECT 1 FROM notices_notice later
              WHERE later.about = {matter} AND later.recipient_id = n.recipient_id AND later.channel = n.channel
                AND later.id > n.id
          )
        """,  # noqa: S608 - our own names
        [Channel.INBOX.value, rule.key],
    )


def _subjects_known(_rule_key: str) -> list[int]:
    return [subject for (subject,) in sets.rows_of(f"SELECT DISTINCT subject_id FROM {KNOWING}")]  # noqa: S608


def _drafts(at: datetime, on_date: date) -> tuple[str, list[Any]]:
    """Return the drafts. The key holds the moment: a day that moves there and back again is news each time."""
    context = {
        "rule": "k.rule_key",
        "subject": "k.subject_id",
        "label": "k.label",
        "due_on": sets.day_as_text("k.due_on"),
        "earlier_due_on": sets.day_as_text("k.known_due_on"),
        "on": f"'{on_date.isoformat()}'",
    }
    return drafted(
        f"FROM {KNOWING} k",
        row="k",
        step=f"'{at:%Y%m%dT%H%M%S}:moved'",
        recipient="k.person_id",
        kind=f"'{MOVED}'",
        apart="1 = 0",
        context=context,
    )
