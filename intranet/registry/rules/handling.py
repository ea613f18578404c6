"""What can be done with an issued certificate as it stands: what is offered is what the operations accept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Something that is done with an issued certificate."""

    HOLD = "hold"
    RELEASE = "release"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    DUPLICATE = "duplicate"
    RESTRICT = "restrict"
    RESTORE = "restore"
    ASK_ANNULMENT = "ask_annulment"
    ANNUL_BY_ORDER = "annul"
    RECORD_STATE = "state"
    ERASE_TRACES = "erase_traces"


@dataclass(frozen=True)
class Standing:
    """How a certificate stands at a moment.

    ``is_public``: the list shows it, recorded or not. ``has_traces``: somebody could still prove what the log said.
    """

    is_public: bool = False
    is_held: bool = False
    is_restricted: bool = False
    is_annulled: bool = False
    is_superseded: bool = False
    is_withdrawn: bool = False
    annulment_is_asked: bool = False
    has_traces: bool = False


def possible(standing: Standing) -> frozenset[Step]:
    """Return the steps that make sense, whoever may take them (REG-08, REG-09)."""
    always = {Step.ERASE_TRACES} if standing.has_traces else set()
    if standing.is_superseded or standing.is_withdrawn:
        return frozenset(always)
    steps = always | {Step.RECORD_STATE, Step.RESTORE if standing.is_restricted else Step.RESTRICT}
    if standing.is_held:
        steps |= {Step.RELEASE}
    elif not standing.is_public:
        steps |= {Step.HOLD, Step.PUBLISH}
    if standing.is_annulled:
        return frozenset(steps)
    steps |= {Step.CORRECT, Step.DUPLICATE, Step.ANNUL_BY_ORDER}
    if not standing.is_public:
        steps |= {Step.WITHDRAW}
    if not standing.annulment_is_asked:
        steps |= {Step.ASK_ANNULMENT}
    return frozenset(steps)
