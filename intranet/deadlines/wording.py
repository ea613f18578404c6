"""A rule and the way its last day was counted, in the reader's words: whole sentences, each a text of its own."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from intranet.core.dates import format_date, weekday_names
from intranet.core.languages import reader_language
from intranet.core.terms import Roll, Term, Unit
from intranet.deadlines.rules.explaining import Counted
from intranet.people.enums import PostKind

UNIT_NAMES = [
    (Unit.DAYS, _("calendar days")),
    (Unit.WORKING_DAYS, _("working days")),
    (Unit.WEEKS, _("weeks")),
    (Unit.MONTHS, _("months")),
    (Unit.YEARS, _("years")),
]
ROLL_NAMES = [
    (Roll.NONE, _("it stays where it is")),
    (Roll.NEXT, _("it moves to the next working day")),
    (Roll.PREVIOUS, _("it moves to the working day before")),
]


def how_counted(counted: Counted) -> list[str]:
    """Return the sentences that say how a last day was come by, such as "14 February 2026 + 15 calendar days = …"."""
    values = {
        "anchor": _day(counted.anchor),
        "number": abs(counted.term.amount),
        "day": _day(counted.counted),
        "weekday": _weekday(counted.counted),
    }
    sentences = [_sum(counted.term) % values]
    if counted.is_working:
        return sentences
    if counted.is_moved:
        moved = {"day": _day(counted.due_on), "weekday": _weekday(counted.due_on)}
        if counted.due_on > counted.counted:
            text = gettext("That is no working day: the last day moves to the next one, %(day)s (%(weekday)s).")
        else:
            text = gettext("That is no working day: the last day moves to the one before, %(day)s (%(weekday)s).")
        return [*sentences, text % moved]
    return [*sentences, gettext("That is no working day: the last day stays where it is all the same.")]


def offset(term: int | Term) -> str:
    """Return how far from a day something is: "7 calendar days after", "on the day itself", "1 month before"."""
    amount, unit = (term, Unit.DAYS) if isinstance(term, int) else (term.amount, term.unit)
    if amount == 0:
        return pgettext("so far from a day", "on the day itself")
    return (_after(unit, amount) if amount > 0 else _before(unit, -amount)) % {"number": abs(amount)}


def role_name(role: str) -> str:
    """Return how the holders of a role are called: a kind of post, else a group."""
    return str(PostKind(role).label) if role in PostKind.values else gettext(role)


def _sum(term: Term) -> str:
    if term.amount == 0:
        return gettext("The day from which it is counted is the last day: %(day)s (%(weekday)s).")
    return _plus(term.unit, term.amount) if term.amount > 0 else _minus(term.unit, -term.amount)


def _plus(unit: Unit, number: int) -> str:
    match unit:
        case Unit.DAYS:
            return ngettext(
                "%(anchor)s + %(number)d calendar day = %(day)s (%(weekday)s).",
                "%(anchor)s + %(number)d calendar days = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.WORKING_DAYS:
            return ngettext(
                "%(anchor)s + %(number)d working day = %(day)s (%(weekday)s).",
                "%(anchor)s + %(number)d working days = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.WEEKS:
            return ngettext(
                "%(anchor)s + %(number)d week = %(day)s (%(weekday)s).",
                "%(anchor)s + %(number)d weeks = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.MONTHS:
            return ngettext(
                "%(anchor)s + %(number)d month = %(day)s (%(weekday)s).",
                "%(anchor)s + %(number)d months = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.YEARS:
            return ngettext(
                "%(anchor)s + %(number)d year = %(day)s (%(weekday)s).",
                "%(anchor)s + %(number)d years = %(day)s (%(weekday)s).",
                number,
            )


def _minus(unit: Unit, number: int) -> str:
    match unit:
        case Unit.DAYS:
            return ngettext(
                "%(anchor)s − %(number)d calendar day = %(day)s (%(weekday)s).",
                "%(anchor)s − %(number)d calendar days = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.WORKING_DAYS:
            return ngettext(
                "%(anchor)s − %(number)d working day = %(day)s (%(weekday)s).",
                "%(anchor)s − %(number)d working days = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.WEEKS:
            return ngettext(
                "%(anchor)s − %(number)d week = %(day)s (%(weekday)s).",
                "%(anchor)s − %(number)d weeks = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.MONTHS:
            return ngettext(
                "%(anchor)s − %(number)d month = %(day)s (%(weekday)s).",
                "%(anchor)s − %(number)d months = %(day)s (%(weekday)s).",
                number,
            )
        case Unit.YEARS:
            return ngettext(
                "%(anchor)s − %(number)d year = %(day)s (%(weekday)s).",
                "%(anchor)s − %(number)d years = %(day)s (%(weekday)s).",
                number,
            )


def _after(unit: Unit, number: int) -> str:
    match unit:
        case Unit.DAYS:
            return ngettext("%(number)d calendar day after", "%(number)d calendar days after", number)
        case Unit.WORKING_DAYS:
            return ngettext("%(number)d working day after", "%(number)d working days after", number)
        case Unit.WEEKS:
            return ngettext("%(number)d week after", "%(number)d weeks after", number)
        case Unit.MONTHS:
            return ngettext("%(number)d month after", "%(number)d months after", number)
        case Unit.YEARS:
            return ngettext("%(number)d year after", "%(number)d years after", number)


def _before(unit: Unit, number: int) -> str:
    match unit:
        case Unit.DAYS:
            return ngettext("%(number)d calendar day before", "%(number)d calendar days before", number)
        case Unit.WORKING_DAYS:
            return ngettext("%(number)d working day before", "%(number)d working days before", number)
        case Unit.WEEKS:
            return ngettext("%(number)d week before", "%(number)d weeks before", number)
        case Unit.MONTHS:
            return ngettext("%(number)d month before", "%(number)d months before", number)
        case Unit.YEARS:
            return ngettext("%(number)d year before", "%(number)d years before", number)


def _weekday(day: date) -> str:
    return weekday_names(reader_language())[day.weekday()]


def _day(day: date) -> str:
    return format_date(day, reader_language())
