"""Planning a run, signing up for it, and recording who completed it."""

from intranet.training.operations.completing import HandedOver, complete, hand_over, record_attendance
from intranet.training.operations.planning import RunRefused, add_run, cancel_run, change_run, set_sessions
from intranet.training.operations.signing_up import (
    CannotSignUp,
    Outsider,
    add_participant,
    confirm,
    sign_up_outsider,
    sign_up_person,
    withdraw,
)

__all__ = [
    "CannotSignUp",
    "HandedOver",
    "Outsider",
    "RunRefused",
    "add_participant",
    "add_run",
    "cancel_run",
    "change_run",
    "complete",
    "confirm",
    "hand_over",
    "record_attendance",
    "set_sessions",
    "sign_up_outsider",
    "sign_up_person",
    "withdraw",
]
