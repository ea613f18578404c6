"""What this room does: reconcile deadlines with the facts, remind, escalate, waive."""

from intranet.deadlines.operations.reconciling import Counts, reconcile
from intranet.deadlines.operations.reminding import remind
from intranet.deadlines.operations.ruling import CannotSetRule, check_rule, set_rule
from intranet.deadlines.operations.waiving import CannotWaive, unwaive, waive, waive_several

__all__ = [
    "CannotSetRule",
    "CannotWaive",
    "Counts",
    "check_rule",
    "reconcile",
    "remind",
    "set_rule",
    "unwaive",
    "waive",
    "waive_several",
]
