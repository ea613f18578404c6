"""What was told about a deadline."""

from __future__ import annotations

from django.db.models import QuerySet

from intranet.deadlines.models import Deadline
from intranet.notices.enums import Channel
from intranet.notices.models import Notice


def told_about(deadline: Deadline) -> QuerySet[Notice]:
    """Return who was told what about a deadline, the latest first."""
    told = Notice.objects.filter(about=deadline.matter, channel=Channel.INBOX, cancelled_at=None)
    return told.select_related("recipient").order_by("-created_at", "-pk")
