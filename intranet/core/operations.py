"""What can be done to the institution's own row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, setup
from intranet.core.models import Account, Holiday, Institution
from intranet.core.profile import PROFILES
from intranet.core.refusals import Refusal


class HolidayRefused(Refusal):
    """The day cannot be kept so; the message says why."""


@transaction.atomic
def keep_holiday(*, holiday: Holiday, actor: Account | None, at: datetime) -> Holiday:
    """Keep a holiday or a moved working day, new or changed (LAW-07). Raises HolidayRefused where the day is taken.

    Working days are counted anew by the next reconciling of deadlines.
    """
    if Holiday.objects.filter(date=holiday.date).exclude(pk=holiday.pk).exists():
        raise HolidayRefused(_("This day is in the list already. Change its entry there."))
    holiday.save()
    audit.record(
        "core.holiday_kept",
        at=at,
        actor=actor,
        subject=holiday,
        date=holiday.date.isoformat(),
        working=holiday.is_working,
    )
    return holiday


@transaction.atomic
def change_institution(
    *, institution: Institution, values: dict[str, Any], actor: Account | None, at: datetime
) -> Institution:
    """Change the institution's data; a new profile brings its languages and its rule for the public list.

    Languages are added, never taken away: pages in them may have been published. What the rooms make for a language
    (home, sections) is made at once.
    """
    before = {name: getattr(institution, name) for name in values}
    for name, value in values.items():
        setattr(institution, name, value)
    if before.get("profile_key", institution.profile_key) != institution.profile_key:
        profile = PROFILES[institution.profile_key]
        kept = [code for code in institution.languages if code not in profile.languages]
        institution.languages = [*profile.languages, *kept]
        institution.public_list = profile.public_list
        institution.list_basis = dict(profile.list_basis)
        institution.time_zone = profile.time_zone
    institution.full_clean()
    institution.save()
    setup.prepare(institution, at)
    changed = sorted(name for name, value in before.items() if getattr(institution, name) != value)
    audit.record("core.institution_changed", at=at, actor=actor, subject=institution, changed=changed)
    return institution
