"""The values of a rule, and the difference between two versions, as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.core.terms import Unit
from intranet.deadlines import wording
from intranet.deadlines.clauses import link_to
from intranet.deadlines.rules import Escalation, Parameters
from intranet.deadlines.rules.parameters import differences

NOTHING = "—"


@dataclass(frozen=True)
class Value:
    """One value of a rule under its name; several lines where it is a list."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What a version made of a value."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def described(values: Parameters) -> list[Value]:
    """Return the values of a rule, each under its name."""
    lines = _lines(values)
    return [Value(name, lines[field]) for field, name in _names().items()]


def changes(before: Parameters, after: Parameters) -> list[Change]:
    """Return what differs between two versions, in words."""
    names, was, will = _names(), _lines(before), _lines(after)
    return [Change(names[field], was[field], will[field]) for field in differences(before, after)]


def _names() -> dict[str, str]:
    return {
        "is_on": _("Applied"),
        "clause": _("Clause"),
        "term": _("Term, from the day that it is counted from"),
        "steps": _("Reminders"),
        "steps_from": _("Reminders are counted from"),
        "escalations": _("Brought to"),
        "responsible": _("Who answers"),
        "in_force_from": _("In force from"),
        "in_force_until": _("In force until"),
    }


def _lines(values: Parameters) -> dict[str, tuple[str, ...]]:
    from_anchor = values.steps_from == "anchor"
    return {
        "is_on": (_("yes") if values.is_on else _("no"),),
        "clause": (link_to(values.clause, reader_language()).text or NOTHING,),
        "term": (_last_day(values), *_rolled(values)),
        "steps": tuple(wording.offset(step) for step in values.steps) or (NOTHING,),
        "steps_from": (_("the day that the term is counted from") if from_anchor else _("the last day"),),
        "escalations": tuple(_escalation(each) for each in values.escalations) or (NOTHING,),
        "responsible": (wording.role_name(values.responsible),),
        "in_force_from": (_day(values.in_force_from),),
        "in_force_until": (_day(values.in_force_until),),
    }


def _last_day(values: Parameters) -> str:
    if values.term.amount == 0:
        return _("the day that the term is counted from")
    return wording.offset(values.term)


def _rolled(values: Parameters) -> tuple[str, ...]:
    if values.term.unit is Unit.WORKING_DAYS:
        return ()
    texts = {
        "none": _("A last day that is no working day stays where it is."),
        "next": _("A last day that is no working day moves to the next working day."),
        "previous": _("A last day that is no working day moves to the working day before."),
    }
    return (texts[values.term.roll.value],)


def _escalation(escalation: Escalation) -> str:
    if escalation.days_after_due == 0:
        when = pgettext("so far from a day", "on the last day")
    else:
        when = ngettext(
            "%(days)d calendar day after the last day",
            "%(days)d calendar days after the last day",
            escalation.days_after_due,
        ) % {"days": escalation.days_after_due}
    return _("%(role)s: %(when)s") % {"role": wording.role_name(escalation.to), "when": when}


def _day(day: date | None) -> str:
    return format_date(day, reader_language()) if day else NOTHING
