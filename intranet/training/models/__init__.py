"""Runs of programmes, internships, and the words that programmes are described with."""

from intranet.training.models.internships import Internship, InternshipContract
from intranet.training.models.runs import (
    HOLDS_A_PLACE,
    RUN,
    WAITS,
    Attendance,
    ProgrammeRun,
    Session,
    SignUp,
)
from intranet.training.models.words import Competence, Direction

__all__ = [
    "HOLDS_A_PLACE",
    "RUN",
    "WAITS",
    "Attendance",
    "Competence",
    "Direction",
    "Internship",
    "InternshipContract",
    "ProgrammeRun",
    "Session",
    "SignUp",
]
