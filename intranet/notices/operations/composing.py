"""Writing letters from notices: one digest a person a day; what is urgent or statutory apart from it.

A letter is written when it may go out and not before: what becomes known in quiet hours or on days off goes into one
letter, and what is taken back meanwhile was never in any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from intranet.core import institution
from intranet.core.models import Institution
from intranet.notices.letters import Written, write
from intranet.notices.models import Letter, Notice, PostSettings, Preference
from intranet.notices.operations.holding import Hours, hours_of_letters
from intranet.notices.queries import addresses_of, post_settings
from intranet.notices.rules import letter_languages
from intranet.people.models import Person

PEOPLE_AT_ONCE = 200


def compose(*, at: datetime, on_date: date) -> int:
    """Put the notices that wait for a letter into letters; return how many letters were written.

    Safe in parallel: the people are locked, one composer works for a person, the digest of a day is unique.
    """
    site, frame, written = institution.current(), post_settings(), 0
    hours = hours_of_letters(site)
    waiting = iter(_people_to_write_to(hours, at=at, on_date=on_date))
    while people := list(islice(waiting, PEOPLE_AT_ONCE)):
        with transaction.atomic():
            written += _compose_for(people, site, frame, hours, at=at, on_date=on_date)
    return written


def _people_to_write_to(hours: Hours, *, at: datetime, on_date: date) -> list[int]:
    """Return those with something apart, or with something for a digest and none yet on ``on_date``."""
    had_digest = Letter.objects.filter(recipient=OuterRef("recipient_id"), digest_on=on_date)
    ready = Notice.objects.waiting_for_a_letter().filter(
        hours.may_be_open(at, on_date, reader="recipient", due_on="due_on"), Q(apart=True) | ~Exists(had_digest)
    )
    return list(ready.values_list("recipient_id", flat=True).order_by("recipient_id").distinct())


def _compose_for(
    people: list[int], site: Institution, frame: PostSettings, hours: Hours, *, at: datetime, on_date: date
) -> int:
    people_of_ours = Person.objects.select_related("preference", "account").filter(pk__in=people)
    locked = people_of_ours.select_for_update(skip_locked=True, no_key=True, of=("self",))
    recipients = {person.pk: person for person in locked.order_by("pk")}
    had_digest = set(
        Letter.objects.filter(recipient__in=recipients, digest_on=on_date).values_list("recipient_id", flat=True)
    )
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.waiting_for_a_letter().filter(recipient__in=recipients).order_by("due_on", "pk"):
        waiting[notice.recipient_id].append(notice)
    addresses = addresses_of(waiting)
    made: list[tuple[Letter, list[Notice]]] = [
        (_letter(recipients[pk], addresses[pk], notices, site, frame, at=at, digest_on=digest_on), notices)
        for pk, all_notices in waiting.items()
        if pk in addresses
        for digest_on, notices in _bundles(all_notices, None if pk in had_digest else on_date)
        if _may_go(recipients[pk], notices, hours, at=at, on_date=on_date, is_digest=digest_on is not None)
    ]
    Letter.objects.bulk_create([letter for letter, _notices in made])
    for letter, notices in made:
        for notice in notices:
            notice.letter = letter
    Notice.objects.bulk_update([n for _letter, notices in made for n in notices], ["letter"], batch_size=500)
    return len(made)


def _bundles(notices: list[Notice], digest_on: date | None) -> Iterator[tuple[date | None, list[Notice]]]:
    """Yield each letter's notices: a statutory one alone, urgent ones by kind, the rest as the day's digest."""
    urgent: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.statutory:
            yield None, [notice]
        elif notice.apart:
            urgent[notice.kind_key].append(notice)
    for bundle in urgent.values():
        yield None, bundle
    rest = [notice for notice in notices if not notice.apart]
    if rest and digest_on is not None:
        yield digest_on, rest


def _may_go(
    person: Person, notices: list[Notice], hours: Hours, *, at: datetime, on_date: date, is_digest: bool
) -> bool:
    """Return whether a letter with these notices may go out now; the nearest of their last days hurries it."""
    asked: Preference | None = getattr(person, "preference", None)
    opening = hours.go_out_at(
        at,
        zone=asked.time_zone if asked else "",
        due_on=min((each.due_on for each in notices if each.due_on and each.due_on >= on_date), default=None),
        digest_hour=asked.digest_hour if asked and is_digest else None,
    )
    return opening <= at


def _letter(
    person: Person,
    address: str,
    notices: list[Notice],
    site: Institution,
    frame: PostSettings,
    *,
    at: datetime,
    digest_on: date | None,
) -> Letter:
    languages = letter_languages(
        person.language, site.languages, unknown_means_both=site.profile.unknown_preference_means_both
    )
    signs_in = person.account is not None and person.account.is_active
    written: Written = write(
        notices, languages=languages, site=site, frame=frame, digest_on=digest_on, has_inbox=signs_in
    )
    return Letter(
        recipient=person,
        languages="+".join(languages),
        address=address,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=written.message_id,
        digest_on=digest_on,
        is_optional=signs_in and not any(notice.statutory for notice in notices),
        next_attempt_at=at,
        created_at=at,
    )
