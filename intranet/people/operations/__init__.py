"""What is done to units, posts, people, appointments, substitutions and accounts. Everything else asks this room."""

from intranet.people.operations.accounts import (
    admit_inspector,
    end_inspection,
    link_account,
    open_account,
    record_sign_in,
)
from intranet.people.operations.persons import add_person, change_person, make_keys_again
from intranet.people.operations.staffing import (
    appoint,
    change_appointment,
    change_substitution,
    end_appointment,
    end_substitution,
    record_training,
    substitute,
)
from intranet.people.operations.structure import add_post, add_unit, change_post, change_unit

__all__ = [
    "add_person",
    "add_post",
    "add_unit",
    "admit_inspector",
    "appoint",
    "change_appointment",
    "change_person",
    "change_post",
    "change_substitution",
    "change_unit",
    "end_appointment",
    "end_inspection",
    "end_substitution",
    "link_account",
    "make_keys_again",
    "open_account",
    "record_sign_in",
    "record_training",
    "substitute",
]
