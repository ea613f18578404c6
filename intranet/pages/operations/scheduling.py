"""What is scheduled goes public at its time; what lacks something is held back, and its people are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, Revision

from intranet.core import audit
from intranet.core.refusals import Refusal
from intranet.notices.kinds import NoticeDraft
from intranet.notices.operations import tell
from intranet.pages.publishing import gate
from intranet.pages.tellings import HELD_BACK
from intranet.people.queries import person_of


@dataclass
class Done:
    """How many pages a run has published, taken down and held back."""

    published: int = 0
    expired: int = 0
    held_back: int = 0


def publish_what_is_due(*, at: datetime) -> Done:
    """Publish what is scheduled for now and take down what has expired, each page by itself."""
    done = Done()
    for page in Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at").specific():
        done.expired += _expire(page, at)
    due = Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at", "pk")
    for revision in list(due):
        if not due.filter(pk=revision.pk).exists():
            continue  # it went out with the text in another language
        if _publish(revision, at):
            done.published += 1
        else:
            done.held_back += 1
    return done


def _publish(revision: Revision, at: datetime) -> bool:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except (Refusal, ValidationError) as refusal:
        _hold_back(revision, at, refusal)
        return False
    return True


@transaction.atomic
def _hold_back(revision: Revision, at: datetime, refusal: Refusal | ValidationError) -> None:
    """Take the revision off the schedule, so that it is not tried each minute, and tell who keeps the page."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    page = revision.content_object
    people = {person_of(account) for account in (revision.user, getattr(page, "owner", None)) if account is not None}
    tell(
        [
            NoticeDraft(
                f"pages.held_back:{revision.pk}",
                HELD_BACK,
                person.pk,
                {"title": str(page)[:200]},
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if isinstance(page, Page) else "",
                about=f"page:{page.pk}",
            )
            for person in people
            if person is not None
        ],
        at=at,
    )
    audit.record("pages.held_back", at=at, subject=page, refusal=type(refusal).__name__)


def _expire(page: Page, at: datetime) -> int:
    """Take a page down whose time is over; what has editions stays, and its time is forgotten."""
    try:
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except gate.RemovalRefused:
        Page.objects.filter(pk=page.pk).update(expire_at=None)
        audit.record("pages.expiry_refused", at=at, subject=page)
        return 0
    return 1
