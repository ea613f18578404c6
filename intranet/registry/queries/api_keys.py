"""Whose key is this?"""

from __future__ import annotations

import hmac
from datetime import date

from intranet.registry.models import ApiKey
from intranet.registry.rules import secrets


def standing_key(written: str, *, on_date: date) -> ApiKey | None:
    """Return the key that stands on the day, its account with it; None where there is none, in one query."""
    prefix = secrets.prefix_of(written)
    if prefix is None:
        return None
    key = ApiKey.objects.select_related("account").filter(prefix=prefix).first()
    if key is None or not hmac.compare_digest(key.hashed, secrets.hashed(written)):
        return None
    stands = key.revoked_at is None and (key.expires_on is None or on_date <= key.expires_on)
    return key if stands and key.account.is_active else None
