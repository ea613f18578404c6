"""Planning a run, signing up for it, recording who completed it; internships; the shared lists."""

from intranet.training.operations.completing import HandedOver, complete, hand_over, record_attendance
from intranet.training.operations.internships import (
    InternshipRefused,
    PreparedCertificate,
    add_internship,
    cancel_internship,
    change_internship,
    complete_internship,
    prepare_certificate,
    save_contract,
)
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
from intranet.training.operations.words import save_competence, save_word

__all__ = [
    "CannotSignUp",
    "HandedOver",
    "InternshipRefused",
    "Outsider",
    "PreparedCertificate",
    "RunRefused",
    "add_internship",
    "add_participant",
    "add_run",
    "cancel_internship",
    "cancel_run",
    "change_internship",
    "change_run",
    "complete",
    "complete_internship",
    "confirm",
    "hand_over",
    "prepare_certificate",
    "record_attendance",
    "save_competence",
    "save_contract",
    "save_word",
    "set_sessions",
    "sign_up_outsider",
    "sign_up_person",
    "withdraw",
]
