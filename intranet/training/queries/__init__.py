"""What others read from this room."""

from intranet.training.queries.internships import own_internship, own_internships
from intranet.training.queries.runs import (
    RunFilter,
    coming,
    own_sign_ups,
    presence,
    programme_titles,
    run_for,
    sign_up,
    sign_up_of,
)
from intranet.training.queries.words import clause_of, offered_competences

__all__ = [
    "RunFilter",
    "clause_of",
    "coming",
    "offered_competences",
    "own_internship",
    "own_internships",
    "own_sign_ups",
    "presence",
    "programme_titles",
    "run_for",
    "sign_up",
    "sign_up_of",
]
