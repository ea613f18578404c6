"""Who chairs and who writes, when a body meets next, what it adopted."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from intranet.governance.enums import BodyKind, MembershipRole
from intranet.governance.models import Body, Meeting, Membership
from intranet.people.models import Person


def _holder(body: Body, role: MembershipRole, on_date: date) -> Person | None:
    seat = (
        Membership.objects.on(on_date).filter(body=body, role=role).select_related("person").order_by("-since").first()
    )
    return seat.person if seat else None


def chair_of(body: Body, on_date: date) -> Person | None:
    """Return who chairs a body on a date."""
    return _holder(body, MembershipRole.CHAIR, on_date)


def secretary_of(body: Body, on_date: date) -> Person | None:
    """Return who writes a body's minutes on a date."""
    return _holder(body, MembershipRole.SECRETARY, on_date)


def members_of(body: Body, on_date: date) -> QuerySet[Membership]:
    """Return who sits on a body on a date, chair and secretary included."""
    return Membership.objects.on(on_date).filter(body=body).select_related("person").order_by("person__sort_key", "pk")


def next_meeting(body: Body, on_date: date) -> Meeting | None:
    """Return the first meeting of a body on a date or later."""
    return Meeting.objects.filter(body=body, on_date__gte=on_date).order_by("on_date", "pk").first()


def body_of_kind(kind: BodyKind) -> Body | None:
    """Return the institution's body of a kind, the first made where it has several."""
    return Body.objects.filter(kind=kind).order_by("pk").first()
