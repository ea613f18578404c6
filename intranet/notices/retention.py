"""Letters lose their texts after two years; that they were sent, and the notices, are kept."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.notices.models import Letter

TWO_YEARS = 730


def empty_letters(before: datetime) -> int:
    """Empty the letters written before a moment; addresses that are nobody's here go with their texts."""
    old = Letter.objects.filter(created_at__lt=before).exclude(text="")
    return old.filter(recipient=None).update(text="", html="", address="") + old.update(text="", html="")


RULES = [Retention(key="notices.letters", name=_("Texts of letters"), keep_days_default=TWO_YEARS, purge=empty_letters)]
