"""The approval under which an imported text is published: what the person states, else what the file's stamp says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import institution
from intranet.core.models import Account
from intranet.core.profile import ApprovalScheme
from intranet.core.refusals import Refusal
from intranet.governance import operations as governance
from intranet.governance.enums import BodyKind
from intranet.governance.models import Body
from intranet.governance.queries import body_of_kind

if TYPE_CHECKING:
    from intranet.documents.reading import Draft

ADOPTING = {
    ApprovalScheme.COUNCIL_AND_ORDER: BodyKind.PEDAGOGICAL_COUNCIL,
    ApprovalScheme.CABINET_OR_DELEGATED: BodyKind.CABINET,
    ApprovalScheme.ORDER: BodyKind.OTHER,
}


class ImportRefused(Refusal):
    """Nothing was saved; the message says what is wrong and the way out."""


@dataclass(frozen=True)
class Instrument:
    """A minutes' or an order's number and date."""

    number: str
    date: date


@dataclass(frozen=True)
class GivenApproval:
    """The approval as the person who imports states it; what is left out is taken from the file's own stamp."""

    protocol: Instrument | None = None
    order: Instrument | None = None
    in_force_from: date | None = None
    is_whole: bool = False  # the person has looked at the stamp: what they left out is left out


@dataclass(frozen=True)
class RecordedApproval:
    """The page's fields that state its approval, and whether its date of force was taken from it."""

    fields: dict[str, Any]
    date_was_assumed: bool


def record_approval(
    *, draft: Draft, given: GivenApproval, at: datetime, actor: Account | None = None
) -> RecordedApproval:
    """Record the minutes and the order that approve a text, and say from when it is in force.

    Raises ImportRefused for a date of force that no approval stands behind.
    """
    stamp = draft.approval
    protocol, order = given.protocol, given.order
    if not given.is_whole:
        protocol = protocol or _instrument(stamp.protocol_number, stamp.protocol_date)
        order = order or _instrument(stamp.order_number, stamp.order_date)
    if given.in_force_from and not (protocol or order):
        raise ImportRefused(
            _("A text is in force by an approval: give the minutes or the order beside the date of force.")
        )
    fields: dict[str, Any] = {"minutes": None, "order": None, "in_force_from": given.in_force_from}
    if protocol:
        body = _approving_body(at, actor)
        fields["minutes"] = governance.record_minutes(
            body=body, number=protocol.number, date=protocol.date, at=at, actor=actor
        )
    if order:
        fields["order"] = governance.record_order(
            number=order.number, date=order.date, subject=draft.title[:300], at=at, actor=actor
        )
    approved = order or protocol
    assumed = approved is not None and given.in_force_from is None
    if approved and assumed:
        fields["in_force_from"] = approved.date
    return RecordedApproval(fields, assumed)


def _instrument(number: str, day: date | None) -> Instrument | None:
    return Instrument(number, day) if number and day else None


def _approving_body(at: datetime, actor: Account | None) -> Body:
    """Return the body that adopts documents by the profile's scheme, made under its usual name where there is none."""
    kind = ADOPTING[institution.current().profile.approval]
    existing = body_of_kind(kind)
    if existing is not None:
        return existing
    names = {}
    for code in institution.current().languages:
        with translation.override(code):
            names[code] = str(kind.label).capitalize()
    return governance.add_body(names=names, kind=kind, at=at, actor=actor)
