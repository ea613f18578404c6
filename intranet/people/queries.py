"""Who is who on a date: posts held, heads, substitutes, members of groups, the directory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from intranet.people import keys
from intranet.people.enums import PostKind, StaffCategory
from intranet.people.models import Appointment, InspectorTerm, Person, Post, Substitution, Unit

HEADS = (PostKind.HEAD_OF_UNIT, PostKind.HEAD_OF_HR, PostKind.DIRECTOR)


LEADERS = (PostKind.DIRECTOR, PostKind.DEPUTY)
TEACHING = (StaffCategory.PEDAGOGICAL, StaffCategory.SCIENTIFIC_PEDAGOGICAL)
TWO_YEARS = timedelta(days=730)


def person_of(account: Any) -> Person | None:
    """Return the person whose account this is; None for a visitor and for an account that is nobody's."""
    if not getattr(account, "is_authenticated", False):
        return None
    return Person.objects.filter(account=account).first()


def staff(on_date: date) -> QuerySet[Person]:
    """Return the people who hold a post on a date."""
    return Person.objects.filter(Exists(Appointment.objects.on(on_date).filter(person=OuterRef("pk"))))


def holders(kind: PostKind, on_date: date) -> QuerySet[Person]:
    """Return the people who hold a post of ``kind`` on a date."""
    held = Appointment.objects.on(on_date).filter(person=OuterRef("pk"), post__kind=kind)
    return Person.objects.filter(Exists(held))


def head_of(unit: Unit, on_date: date) -> Person | None:
    """Return the head of a unit, else of the nearest unit above it that has one."""
    above: Unit | None = unit
    while above is not None:
        held = Appointment.objects.on(on_date).filter(post__unit=above, post__kind__in=HEADS)
        appointment = held.select_related("person").order_by("since", "pk").first()
        if appointment is not None:
            return appointment.person
        above = above.parent
    return None


def superior_of(person: Person, on_date: date) -> Person | None:
    """Return the head to whom a person answers: of their unit, or of the unit above where they are its head."""
    post = post_of(person, on_date)
    if post is None:
        return None
    head = head_of(post.unit, on_date)
    if head == person:
        return head_of(post.unit.parent, on_date) if post.unit.parent else None
    return head


def superiors_of(people: Collection[int], on_date: date) -> dict[int, int]:
    """Return the superior of each of many people who has one, in three queries: what ``superior_of`` says of one."""
    held = Appointment.objects.on(on_date).filter(person__in=people).order_by("-since", "-post_id")
    unit_of = dict(held.values_list("person_id", "post__unit_id"))
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    heading = Appointment.objects.on(on_date).filter(post__kind__in=HEADS).order_by("-since", "-pk")
    heads: dict[int | None, int] = dict(heading.values_list("post__unit_id", "person_id"))

    def head_from(unit: int | None) -> int | None:
        while unit is not None and unit not in heads:
            unit = parents[unit]
        return heads.get(unit)

    found = {person: head_from(unit) for person, unit in unit_of.items()}
    found |= {person: head_from(parents[unit_of[person]]) for person, head in found.items() if head == person}
    return {person: head for person, head in found.items() if head is not None}


def substitute_of(person: Person, on_date: date) -> Person | None:
    """Return who answers for an absent person on a date (JOB-09)."""
    substitution = (
        Substitution.objects.on(on_date).filter(absent=person).select_related("substitute").order_by("-since").first()
    )
    return substitution.substitute if substitution else None


def members_of(group: str) -> QuerySet[Person]:
    """Return the people whose account is in a group of the house."""
    return Person.objects.filter(account__groups__name=group, account__is_active=True)


def posts_of(person: Person, on_date: date) -> QuerySet[Post]:
    """Return the posts that a person holds on a date, the longest held first."""
    running = Appointment.objects.on(on_date)
    return (
        Post.objects.filter(appointments__in=running, appointments__person=person)
        .select_related("unit__parent")
        .order_by("appointments__since", "pk")
    )


def post_of(person: Person, on_date: date) -> Post | None:
    """Return the post that a person has held longest of those held on a date."""
    return posts_of(person, on_date).first()


def colleagues(q: str, on_date: date, *, unit: Unit | None = None) -> QuerySet[Person]:
    """Return the people who hold a post on a date, found by name, address, post or unit in any spelling.

    Every word of the query must begin some word of theirs. Each person carries ``appointments_now``.
    """
    running = Appointment.objects.on(on_date)
    held = running.filter(person=OuterRef("pk"))
    found = Person.objects.filter(Exists(held if unit is None else held.filter(post__unit=unit)))
    for word in keys.search_words(q):
        at_work = Q(post__search_key__contains=word) | Q(post__unit__search_key__contains=word)
        found = found.filter(Q(search_key__contains=word) | Exists(held.filter(at_work)))
    return with_posts(found, on_date)


def with_posts(people: QuerySet[Person], on_date: date) -> QuerySet[Person]:
    """Have each person carry ``appointments_now``: what they hold on a date, with post and unit."""
    running = Appointment.objects.on(on_date).select_related("post__unit").order_by("since", "pk")
    return people.prefetch_related(Prefetch("appointments", queryset=running, to_attr="appointments_now"))


def units_found(q: str) -> QuerySet[Unit]:
    """Return the units found by name or code, in the order of the tree."""
    found = Unit.objects.all()
    for word in keys.search_words(q):
        found = found.filter(search_key__contains=word)
    return found


def subtree(unit: Unit) -> list[Unit]:
    """Return a unit and all units below it."""
    children: dict[int, list[Unit]] = {}
    for below in Unit.objects.filter(tree_key__startswith=unit.tree_key):
        if below.parent_id is not None:
            children.setdefault(below.parent_id, []).append(below)
    found = [unit]
    for member in found:
        found.extend(children.get(member.pk, []))
    return found


def inspectors_in_term(account_ids: Iterable[int], on_date: date) -> set[int]:
    """Return which of the accounts may inspect on a date."""
    terms = InspectorTerm.objects.on(on_date).filter(account__in=account_ids)
    return set(terms.values_list("account_id", flat=True))


def first_leading_appointments() -> QuerySet[Appointment]:
    """Return the appointments that begin the two years in which a leader is trained for the post (CPD-08).

    Leading are the director, the deputies, and heads of units whose post is a teaching one; a later appointment of the
    same person to the same post begins nothing, and who left within the two years owes nothing.
    """
    leading = Q(post__kind__in=LEADERS) | Q(post__kind=PostKind.HEAD_OF_UNIT, post__category__in=TEACHING)
    earlier = Appointment.objects.filter(person=OuterRef("person"), post=OuterRef("post"), since__lt=OuterRef("since"))
    stays = Q(until=None) | Q(until__gt=F("since") + TWO_YEARS) | Q(training_for_post__isnull=False)
    return Appointment.objects.filter(leading, stays, ~Exists(earlier))
