"""What a deadline rule is, what an institution sets about it, and the days on which it speaks. Pure."""

from intranet.deadlines.rules.declaring import Escalation, Rule
from intranet.deadlines.rules.parameters import Parameters, declared, with_parameters
from intranet.deadlines.rules.speaking import (
    LAST_DAYS,
    Moment,
    due_dates,
    is_apart,
    moments,
    next_moment,
    speaking_now,
)

__all__ = [
    "LAST_DAYS",
    "Escalation",
    "Moment",
    "Parameters",
    "Rule",
    "declared",
    "due_dates",
    "is_apart",
    "moments",
    "next_moment",
    "speaking_now",
    "with_parameters",
]
