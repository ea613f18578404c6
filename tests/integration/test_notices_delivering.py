"""How letters are taken, begun and ended (law 12): one commit each, and no more at risk than the one being sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from intranet.notices.enums import LetterState
from intranet.notices.models import Letter
from intranet.notices.operations import deliver, due, marking
from intranet.notices.operations.marking import LEASE, take, turn_over

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NOW = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)


def queue(count: int) -> list[Letter]:
    return [
        Letter.objects.create(
            key=f"k{number}", languages="en", address=f"p{number}@example.org", subject="Told", text="Told.",
            message_id=f"<{number}@example.org>", next_attempt_at=NOW, created_at=NOW,
        )
        for number in range(count)
    ]  # fmt: skip


def test_what_one_has_taken_no_other_takes_until_the_lease_is_over() -> None:
    letters = queue(3)
    assert take(at=NOW, size=2) == [letters[0].pk, letters[1].pk]
    assert take(at=NOW, size=2) == [letters[2].pk]
    assert take(at=NOW + LEASE - timedelta(seconds=1), size=2) == []
    assert len(take(at=NOW + LEASE, size=5)) == 3


def test_an_arrival_and_the_next_beginning_are_one_statement(django_assert_num_queries: Any) -> None:
    first, second = queue(2)
    assert turn_over(sent=None, following=first, at=NOW)
    with django_assert_num_queries(1):
        assert turn_over(sent=first, following=second, at=NOW)
    rows = list(Letter.objects.order_by("pk").values_list("state", "attempts", "sent_at", "sending_since"))
    assert rows == [(LetterState.SENT, 1, NOW, NOW), (LetterState.SENDING, 1, None, NOW)]


@pytest.mark.parametrize("state", [LetterState.CANCELLED, LetterState.SENDING, LetterState.SENT])
def test_a_letter_that_somebody_else_began_or_cancelled_is_not_begun_again(state: str) -> None:
    first, second = queue(2)
    turn_over(sent=None, following=first, at=NOW)
    Letter.objects.filter(pk=second.pk).update(state=state, sending_since=NOW, sent_at=NOW)
    assert not turn_over(sent=first, following=second, at=NOW)
    assert Letter.objects.get(pk=first.pk).state == LetterState.SENT
    assert Letter.objects.get(pk=second.pk).state == state


def test_a_letter_that_a_person_queued_again_meanwhile_does_not_become_sent() -> None:
    (letter,) = queue(1)
    turn_over(sent=None, following=letter, at=NOW)
    Letter.objects.update(state=LetterState.QUEUED, attempts=0)
    turn_over(sent=letter, following=None, at=NOW)
    assert Letter.objects.get().state == LetterState.QUEUED


def test_a_delivery_whose_time_is_over_puts_back_what_it_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    queue(4)
    ticks = iter(range(100))
    monkeypatch.setattr("intranet.notices.operations.delivering.time.monotonic", lambda: float(next(ticks)))
    delivery = deliver(at=NOW, seconds=3.5)
    assert 0 < delivery.sent < 4
    assert delivery.more
    assert due(at=NOW, most=10) == 4 - delivery.sent
    monkeypatch.undo()
    assert deliver(at=NOW).sent == 4 - delivery.sent
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == len(mail.outbox) == 4


def test_a_delivery_that_reached_its_number_says_that_there_may_be_more() -> None:
    queue(3)
    assert deliver(at=NOW, limit=2).more
    assert not deliver(at=NOW, limit=2).more


@pytest.mark.django_db(transaction=True)
def test_letters_are_never_taken_inside_somebody_elses_transaction() -> None:
    queue(1)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        marking.take(at=NOW, size=1)
