"""Subscribing to a document by letter: asked for, confirmed by the address itself, ended by one click."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.refusals import Refusal
from intranet.documents.links import CONFIRM, link
from intranet.documents.models import Document, Subscription
from intranet.documents.tellings import SUBSCRIBE
from intranet.notices.kinds import LetterDraft
from intranet.notices.operations import cancel, write_to_addresses


class CannotSubscribe(Refusal):
    """The subscription is not there any more; the message says why."""


@transaction.atomic
def ask_to_subscribe(
    *, document: Document, title: str, address: str, language: str, at: datetime, on_date: date
) -> None:
    """Take down that an address wants letters about a document, and ask it to confirm: one letter a day at most.

    Nothing is said of whether the address was there already: nobody finds out this way who reads what.
    """
    row, _created = Subscription.objects.select_for_update().get_or_create(
        document=document, address=address.casefold(), language=language, defaults={"asked_at": at}
    )
    if row.confirmed_at is not None:
        return
    row.asked_at = at
    row.save(update_fields=["asked_at"])
    letter = LetterDraft(
        key=f"subscribe:{row.pk}:{on_date}",
        kind=SUBSCRIBE,
        address=row.address,
        language=language,
        context={"title": title},
        url=link(CONFIRM, row.pk),
        about=matter_of(row.pk),
    )
    if write_to_addresses([letter], at=at):
        audit.record("documents.asked_to_confirm", at=at, subject=document)


@transaction.atomic
def confirm_subscription(*, pk: int, at: datetime) -> Subscription:
    """Confirm a subscription from the address that it named. A second time changes nothing. Raises CannotSubscribe."""
    row = Subscription.objects.select_for_update(of=("self",)).select_related("document").filter(pk=pk).first()
    if row is None:
        raise CannotSubscribe(_("This request is not kept any more. Subscribe once more on the page of the document."))
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
        audit.record("documents.subscribed", at=at, subject=row.document)
    return row


@transaction.atomic
def unsubscribe(*, pk: int, at: datetime) -> None:
    """End a subscription: the row goes, and what was written and not sent stays here. A second time changes nothing."""
    row = Subscription.objects.select_for_update(of=("self",)).select_related("document").filter(pk=pk).first()
    if row is None:
        return
    cancel(about=[matter_of(pk)], at=at)
    row.delete()
    audit.record("documents.unsubscribed", at=at, subject=row.document)


def matter_of(subscription_id: int) -> str:
    """Return by what name the letters to a subscriber go together."""
    return f"subscription:{subscription_id}"
