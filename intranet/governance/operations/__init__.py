"""What is done to bodies, memberships, meetings, minutes and orders."""

from intranet.governance.operations.membership import (
    add_body,
    add_member,
    change_body,
    change_membership,
    end_membership,
    make_keys_again,
)
from intranet.governance.operations.recording import (
    RecordRefused,
    add_meeting,
    change_meeting,
    change_minutes,
    change_order,
    record_minutes,
    record_order,
)

__all__ = [
    "RecordRefused",
    "add_body",
    "add_meeting",
    "add_member",
    "change_body",
    "change_meeting",
    "change_membership",
    "change_minutes",
    "change_order",
    "end_membership",
    "make_keys_again",
    "record_minutes",
    "record_order",
]
