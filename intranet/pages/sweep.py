"""Wagtail's scheduled publishing, as a step of the sweep."""

from __future__ import annotations

from datetime import date, datetime

from django.core.management import call_command
from wagtail.models import Revision

ORDER = 10


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Publish and unpublish what is scheduled for now."""
    due = Revision.objects.filter(approved_go_live_at__lt=at).count()
    call_command("publish_scheduled", verbosity=0)
    return {"pages_published": due}
