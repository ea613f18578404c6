"""What can be done to the institution's own row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from intranet.core import audit, setup
from intranet.core.models import Account, Institution
from intranet.core.profile import PROFILES


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
