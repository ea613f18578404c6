"""What deadlines say: reminders, the news that a day moved, escalations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Rule
from intranet.notices.kinds import Kind


def words(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the texts below take, in the reader's language; a rule that is gone is named by its key."""
    rule = rules().get(context["rule"])
    language = reader_language()
    due_on, told_on = date.fromisoformat(context["due_on"]), date.fromisoformat(context["on"])
    earlier = context.get("earlier_due_on")
    return {
        "rule": str(rule.name) if rule else context["rule"],
        "source": rule.source if rule else "",
        "label": _label(rule, context, language),
        "due_on": format_date(due_on, language),
        "earlier_due_on": format_date(date.fromisoformat(earlier), language) if earlier else "",
        "left": _left((due_on - told_on).days),
    }


def _label(rule: Rule | None, context: Mapping[str, Any], language: str) -> str:
    """Return how the subject is called in the reader's language, else as it was called when this was written."""
    if rule is not None and rule.label_of is not None and "subject" in context:
        return rule.label_of([context["subject"]], language).get(context["subject"]) or str(context["label"])
    return str(context["label"])


def _left(days: int) -> str:
    if days > 0:
        return ngettext("%(days)d day is left.", "%(days)d days are left.", days) % {"days": days}
    if days == 0:
        return gettext("Today is the last day.")
    return ngettext("It is %(days)d day late.", "It is %(days)d days late.", -days) % {"days": -days}


EXAMPLE = {"rule": "reg.publish", "label": "ПК-2026-000017", "due_on": "2026-03-01", "on": "2026-02-26"}

# No full stop after a date: in Ukrainian and Russian it ends in one of its own.
KINDS = [
    Kind(
        key="deadline.reminder",
        name=_("Reminder of a deadline"),
        subject=_("%(rule)s: %(label)s, last day %(due_on)s"),
        body=_("%(rule)s: %(label)s. %(left)s Last day: %(due_on)s"),
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key="deadline.moved",
        name=_("A deadline has moved"),
        subject=_("%(rule)s: %(label)s, new last day %(due_on)s"),
        body=_("%(rule)s: %(label)s. The last day is no longer %(earlier_due_on)s but %(due_on)s"),
        words=words,
        example={**EXAMPLE, "earlier_due_on": "2026-02-20"},
    ),
    Kind(
        key="deadline.escalation",
        name=_("An overdue deadline brought to a superior"),
        subject=_("Overdue. %(rule)s: %(label)s, last day %(due_on)s"),
        body=_(
            "%(rule)s: %(label)s. %(left)s You are told because those who answer for it have not met it in time. "
            "Last day: %(due_on)s"
        ),
        apart=True,
        words=words,
        example={**EXAMPLE, "on": "2026-03-02"},
    ),
]
