"""How a person wishes to be told: asked for, recorded with its moment, changed by themselves or by HR for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.languages import CODES
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices import queries
from intranet.notices.models import PostSettings, Preference, SwitchedOff
from intranet.people.models import Person

HOURS_OF_DAY = range(24)


class PreferenceRefused(Refusal):
    """The wish cannot be kept; the message says why."""


@transaction.atomic
def record_language(*, person: Person, language: str, at: datetime, actor: Account) -> Preference:
    """Record in which language a person wishes to be written to, and when they said so; empty: any of the site's.

    Raises PreferenceRefused for a language that the house does not speak.
    """
    preference = _preference_to_change(person)
    before = person.language
    _keep_language(person, preference, language, at)
    preference.changed_at = at
    preference.save()
    audit.record(
        "notices.language_recorded", at=at, actor=actor, subject=person, language=language, changed=before != language
    )
    return preference


@transaction.atomic
def change_preferences(
    *,
    person: Person,
    language: str,
    time_zone: str,
    digest_hour: int | None,
    statutory_on_paper: bool,
    switched_off: Collection[str],
    at: datetime,
    actor: Account,
) -> Preference:
    """Change how a person is told. Raises PreferenceRefused for a kind that the law demands, and for what is unknown.

    The inbox has everything in any case; letters already written go out as they are.
    """
    if time_zone and time_zone not in available_timezones():
        raise PreferenceRefused(_("There is no time zone “%(zone)s”. Choose one of the list.") % {"zone": time_zone})
    if digest_hour is not None and digest_hour not in HOURS_OF_DAY:
        raise PreferenceRefused(_("There is no such hour. Choose one of the list."))
    preference = _preference_to_change(person)
    _keep_language(person, preference, language, at)
    preference.time_zone, preference.digest_hour = time_zone, digest_hour
    preference.statutory_on_paper, preference.changed_at = statutory_on_paper, at
    preference.save()
    off = _switch_off(person, switched_off)
    audit.record(
        "notices.preferences_changed",
        at=at,
        actor=actor,
        subject=person,
        language=language,
        on_paper=statutory_on_paper,
        switched_off=sorted(off),
    )
    return preference


@transaction.atomic
def change_post_settings(*, values: dict[str, Any], at: datetime, actor: Account) -> PostSettings:
    """Change when letters go out and what stands around their words. Raises PreferenceRefused for odd quiet hours."""
    row = queries.post_settings()
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    if row.quiet_from < row.quiet_until:
        raise PreferenceRefused(
            _("Quiet hours begin in the evening and end in the morning. For none, give the same time twice.")
        )
    if row.quiet_until > time(12) and row.quiet_from != row.quiet_until:
        raise PreferenceRefused(_("Quiet hours must end by noon, or letters would have no time to go out."))
    row.save()
    changed = sorted(name for name, value in before.items() if getattr(row, name) != value)
    audit.record("notices.settings_changed", at=at, actor=actor, subject=row, changed=changed)
    return row


def _preference_to_change(person: Person) -> Preference:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return queries.preference_of(person)


def _keep_language(person: Person, preference: Preference, language: str, at: datetime) -> None:
    if language and language not in CODES:
        raise PreferenceRefused(_("There is no language “%(language)s” here.") % {"language": language})
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
        preference.language_recorded_at = at
    elif preference.language_recorded_at is None:
        preference.language_recorded_at = at


def _switch_off(person: Person, kinds: Collection[str]) -> set[str]:
    offered = {kind.key for kind in queries.kinds_to_choose()}
    wanted = set(kinds)
    if wanted - offered:
        raise PreferenceRefused(_("Letters that the law demands cannot be switched off."))
    SwitchedOff.objects.filter(person=person).exclude(kind_key__in=wanted).delete()
    SwitchedOff.objects.bulk_create(
        [SwitchedOff(person=person, kind_key=key) for key in sorted(wanted)], ignore_conflicts=True
    )
    return wanted
