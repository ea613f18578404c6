"""Bodies and who sits on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, institution
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.governance.enums import BodyKind, MembershipRole
from intranet.governance.models import Body, Membership
from intranet.people import keys
from intranet.people.models import Person

ONE_AT_A_TIME = (MembershipRole.CHAIR, MembershipRole.SECRETARY)


class MembershipRefused(Refusal):
    """The body or membership cannot be made so; the message says why."""


def _fill(body: Body, names: Mapping[str, str], kind: BodyKind) -> None:
    body.names = {language: name.strip() for language, name in names.items() if name and name.strip()}
    if not body.names:
        raise MembershipRefused(_("A name is missing. Give it in the default language of the site at least."))
    body.kind = kind
    body.sort_key = keys.texts_sort_key(body.names, institution.current().default_language)


@transaction.atomic
def add_body(
    *, names: Mapping[str, str], kind: BodyKind = BodyKind.OTHER, at: datetime, actor: Account | None = None
) -> Body:
    """Make a council, cabinet or commission. Raises MembershipRefused."""
    body = Body()
    _fill(body, names, kind)
    body.save()
    audit.record("governance.body_added", at=at, actor=actor, subject=body, names=body.names, kind=kind)
    return body


@transaction.atomic
def change_body(
    *, body: Body, names: Mapping[str, str], kind: BodyKind, at: datetime, actor: Account | None = None
) -> Body:
    """Rename a body or change its kind; editions keep the name they were approved under. Raises MembershipRefused."""
    before = Body.objects.select_for_update().get(pk=body.pk)
    _fill(body, names, kind)
    body.save()
    audit.record(
        "governance.body_changed",
        at=at,
        actor=actor,
        subject=body,
        before={"names": before.names, "kind": before.kind},
        after={"names": body.names, "kind": body.kind},
    )
    return body


@transaction.atomic
def make_keys_again(*, language: str, at: datetime, actor: Account | None = None) -> int:
    """Make the sort keys of all bodies by the alphabet of ``language``; return how many changed."""
    changed = []
    for body in Body.objects.all():
        before, body.sort_key = body.sort_key, keys.texts_sort_key(body.names, language)
        if before != body.sort_key:
            changed.append(body)
    Body.objects.bulk_update(changed, ["sort_key"])
    if changed:
        audit.record("governance.keys_made_again", at=at, actor=actor, count=len(changed), language=language)
    return len(changed)


def _refuse(seat: Membership) -> None:
    """Raise MembershipRefused where the period is empty, or the person or the role is taken in it."""
    if seat.until is not None and seat.until <= seat.since:
        raise MembershipRefused(
            _("The end must be later than the beginning: “until” is the first day on which it no longer holds.")
        )
    others = Membership.objects.filter(body=seat.body).exclude(pk=seat.pk).overlapping(seat.since, seat.until)
    if others.filter(person=seat.person).exists():
        raise MembershipRefused(
            _("%(person)s sits on this body in that period already. End the earlier membership first.")
            % {"person": seat.person}
        )
    if seat.role in ONE_AT_A_TIME:
        other = others.filter(role=seat.role).select_related("person").first()
        if other is not None:
            raise MembershipRefused(
                _("%(person)s is the %(role)s in that period. End that membership first.")
                % {"person": other.person, "role": other.get_role_display()}
            )


@transaction.atomic
def add_member(
    *,
    body: Body,
    person: Person,
    role: MembershipRole = MembershipRole.MEMBER,
    since: date,
    until: date | None = None,
    at: datetime,
    actor: Account | None = None,
) -> Membership:
    """Seat a person on a body; one chair and one secretary at a time. Raises MembershipRefused."""
    Body.objects.select_for_update().get(pk=body.pk)  # two clerks at once: the second sees the first's chair
    seat = Membership(body=body, person=person, role=role, since=since, until=until)
    _refuse(seat)
    seat.save()
    audit.record("governance.member_added", at=at, actor=actor, subject=seat, **_facts(seat))
    return seat


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    body: Body,
    person: Person,
    role: MembershipRole,
    since: date,
    until: date | None,
    at: datetime,
    actor: Account | None = None,
) -> Membership:
    """Correct a membership; the entry keeps what it was before. Raises MembershipRefused."""
    Body.objects.select_for_update().get(pk=body.pk)
    before = Membership.objects.get(pk=membership.pk)
    membership.body, membership.person, membership.role = body, person, role
    membership.since, membership.until = since, until
    _refuse(membership)
    membership.save()
    audit.record(
        "governance.membership_changed",
        at=at,
        actor=actor,
        subject=membership,
        before=_facts(before),
        after=_facts(membership),
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, until: date, at: datetime, actor: Account | None = None) -> Membership:
    """End a membership: ``until`` is the first day on which it no longer holds. Raises MembershipRefused."""
    membership.until = until
    _refuse(membership)
    membership.save(update_fields=["until"])
    audit.record("governance.membership_ended", at=at, actor=actor, subject=membership, **_facts(membership))
    return membership


def _facts(seat: Membership) -> dict[str, str | int]:
    return {
        "body": seat.body_id,
        "person": seat.person_id,
        "role": seat.role,
        "since": seat.since.isoformat(),
        "until": seat.until.isoformat() if seat.until else "",
    }
