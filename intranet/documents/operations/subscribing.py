"""Subscribing to a document by letter: asked for, confirmed by the address itself, ended by one click."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.refusals import Refusal
from intranet.documents.links import CONFIRM, LEAVE, link
from intranet.documents.models import Document, Subscription
from intranet.documents.queries.subscriptions import (
    asked_since,
    asking_key,
    matter_of,
    repeal_matter_of,
    times_asked,
    told_of_repeal,
)
from intranet.documents.rendering import page_address
from intranet.documents.tellings import REPEAL_TAKEN_BACK, SUBSCRIBE
from intranet.notices.kinds import LetterDraft
from intranet.notices.models import FailingAddress
from intranet.notices.operations import cancel, works_again, write_to_addresses

PAUSE = timedelta(minutes=15)  # between two letters that ask for one confirmation: the first may only be slow
A_DAY, MOST_A_DAY = timedelta(days=1), 5  # letters that ask one address: who is written to did not perhaps ask


class CannotSubscribe(Refusal):
    """The subscription is not there any more; the message says why."""


@transaction.atomic
def ask_to_subscribe(*, document: Document, title: str, address: str, language: str, at: datetime) -> None:
    """Take down that an address wants letters about a document, and ask it to confirm; again after a pause.

    Nothing is said of whether the address was there already: nobody finds out this way who reads what. An address
    from which letters came back is asked all the same: its answer shows that it works again.
    """
    row, _created = Subscription.objects.select_for_update().get_or_create(
        document=document, address=address.casefold(), language=language, defaults={"asked_at": at}
    )
    if row.confirmed_at is not None and not _failing(row.address):
        return
    if asked_since(row.pk, at - PAUSE) or times_asked(row.address, at - A_DAY) >= MOST_A_DAY:
        return
    if row.confirmed_at is None:
        row.asked_at = at
        row.save(update_fields=["asked_at"])
    letter = LetterDraft(
        key=asking_key(row.pk, at),
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
    failing = _failing(row.address)
    if failing is not None:
        works_again(address=failing, at=at, actor=None)
    return row


@transaction.atomic
def unsubscribe(*, pk: int, at: datetime) -> None:
    """End a subscription: the row goes, and what was written and not sent stays here. A second time changes nothing."""
    row = Subscription.objects.select_for_update(of=("self",)).select_related("document").filter(pk=pk).first()
    if row is None:
        return
    cancel(about=[matter_of(pk), repeal_matter_of(pk)], at=at)
    row.delete()
    audit.record("documents.unsubscribed", at=at, subject=row.document)


def keep_back_repeal(*, document: Document, at: datetime) -> None:
    """Send no letter about a repeal that has not gone out yet: what it says holds no more."""
    rows = Subscription.objects.filter(document=document).values_list("pk", flat=True)
    cancel(about=[repeal_matter_of(pk) for pk in rows], at=at)


def tell_that_it_stays(*, document: Document, was: date, at: datetime) -> None:
    """Tell those whom a letter told of a repeal from the day ``was`` that it has been taken back."""
    titles: dict[str, str] = {}
    letters = []
    for row in told_of_repeal(document):
        if row.language not in titles:
            titled = Document.objects.filter(pk=document.pk).titled(row.language).first()
            titles[row.language] = (titled and titled.title) or ""
        letters.append(
            LetterDraft(
                key=f"{repeal_matter_of(row.pk)}:taken-back:{at.isoformat()}",
                kind=REPEAL_TAKEN_BACK,
                address=row.address,
                language=row.language,
                context={"title": titles[row.language], "day": was.isoformat()},
                url=page_address(document.key, row.language),
                about=repeal_matter_of(row.pk),
                unsubscribe=link(LEAVE, row.pk),
            )
        )
    write_to_addresses(letters, at=at)


def _failing(address: str) -> FailingAddress | None:
    return FailingAddress.objects.filter(address=address.lower()).first()
