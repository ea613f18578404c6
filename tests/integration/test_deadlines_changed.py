"""A tick looks only at what changed (``Rule.changed``), and leaves nothing that a look at everything would find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import Counts, reconcile
from intranet.deadlines.register import rules
from intranet.documents.deadlines import READ
from intranet.documents.enums import AcknowledgementProof as Proof
from intranet.documents.models import Acknowledgement, Edition
from intranet.documents.operations import acknowledging, signing
from intranet.documents.operations.publishing import Approval, Text, freeze_edition
from intranet.documents.rules.texts import FrozenBlock
from intranet.people.models import Person
from intranet.registry.deadlines import PUBLISH
from intranet.registry.models import Certificate
from intranet.registry.operations import annulling, correcting, publishing
from tests.factories import registry as make
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ISSUED_ON = make.ISSUED_AT.date()
AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MONDAY = AT.date()


def tick(rule: str, at: datetime, on_date: date, *, full: bool = False) -> Counts:
    return reconcile(rule_key=rule, at=at, on_date=on_date, full=full)


def nothing_is_left(rule: str, at: datetime, on_date: date) -> bool:
    return tick(rule, at, on_date, full=True) == Counts()


# --- Certificates --------------------------------------------------------------------------------------------------


def issue(_certificate: Certificate) -> None:
    make.certificate(surname="Друга")


def withdraw(certificate: Certificate) -> None:
    annulling.withdraw(certificate=certificate, reason="помилка", at=make.ISSUED_AT)


def publish(certificate: Certificate) -> None:
    publishing.publish_at_once(certificate=certificate, at=make.ISSUED_AT)
    publishing.record_first_publication(at=make.ISSUED_AT + timedelta(minutes=1))


def correct(certificate: Certificate) -> None:
    values = make.ValuesFactory(topic="Інша")
    correcting.correct(certificate=certificate, values=values, reason="описка", at=make.ISSUED_AT)


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (issue, Counts(opened=1)),
        (withdraw, Counts(lapsed=1)),
        (publish, Counts(met=1)),
        (correct, Counts(opened=1, lapsed=1)),
    ],
)
def test_a_tick_takes_up_what_happened_to_a_certificate(event: Callable[[Certificate], None], counts: Counts) -> None:
    certificate = make.certificate()
    tick(PUBLISH, make.ISSUED_AT, ISSUED_ON)
    event(certificate)
    later = make.ISSUED_AT + timedelta(hours=1)
    assert tick(PUBLISH, later, ISSUED_ON) == counts
    assert nothing_is_left(PUBLISH, later, ISSUED_ON)


def test_a_certificate_whose_issue_took_long_is_taken_up_too() -> None:
    """A file of a hundred thousand rows is registered at the moment at which its import began."""
    tick(PUBLISH, make.ISSUED_AT + timedelta(hours=2), ISSUED_ON)
    make.certificate()
    assert tick(PUBLISH, make.ISSUED_AT + timedelta(hours=3), ISSUED_ON) == Counts(opened=1)


def test_a_certificate_that_waits_as_before_is_not_looked_at() -> None:
    make.certificate()
    tick(PUBLISH, make.ISSUED_AT, ISSUED_ON)
    changed = rules()[PUBLISH].changed
    assert changed is not None
    assert not changed(make.ISSUED_AT).exists()


# --- Questions to read ---------------------------------------------------------------------------------------------


def edition(text: str = "перший", key: str = "5b1c9a54-8f0e-4a51-9a70-0c3c4d3a6f11") -> Edition:
    blocks = [FrozenBlock("b1", "clause", {"number": "1.1", "text": text})]
    words = Text(key=key, kind="regulation", language="uk", title="Інструкція", blocks=blocks)
    return freeze_edition(text=words, approval=Approval(None), at=AT, on_date=MONDAY)


def ask(person: Person, asked: Edition, on_date: date = MONDAY) -> Acknowledgement:
    acknowledging.ask(edition=asked, people=[person], at=AT, on_date=on_date)
    return Acknowledgement.objects.get(person=person, edition=asked)


def ask_another(row: Acknowledgement) -> None:
    ask(PersonFactory(), row.edition)


def confirm(row: Acknowledgement) -> None:
    acknowledging.confirm(
        acknowledgement=row, read=row.edition, actor=row.person.account, at=AT + timedelta(hours=1), on_date=MONDAY
    )


def ask_another_who_confirms(row: Acknowledgement) -> None:
    confirm(ask(PersonFactory(account=AccountFactory()), row.edition))


def sign(row: Acknowledgement) -> None:
    signing.record_signatures(
        document=row.edition.document, kind=Proof.PAPER, signed_on=MONDAY, rows=[row], place="справа 02-05",
        at=AT + timedelta(hours=1), on_date=MONDAY, actor=AccountFactory(),
    )  # fmt: skip


def take_back(row: Acknowledgement) -> None:
    Acknowledgement.objects.filter(pk=row.pk).update(withdrawn_at=AT)


def put_again_on_a_later_day(row: Acknowledgement) -> None:
    take_back(row)
    ask(row.person, row.edition, MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (ask_another, Counts(opened=1)),
        (ask_another_who_confirms, Counts(opened=1)),
        (confirm, Counts(met=1)),
        (sign, Counts(met=1)),
        (take_back, Counts(lapsed=1)),
        (put_again_on_a_later_day, Counts(moved=1)),
    ],
)
def test_a_tick_takes_up_what_happened_to_a_question(event: Callable[[Acknowledgement], None], counts: Counts) -> None:
    row = ask(PersonFactory(account=AccountFactory()), edition())
    tick(READ, AT, MONDAY)
    event(row)
    later = AT + timedelta(hours=2)
    assert tick(READ, later, MONDAY) == counts
    assert nothing_is_left(READ, later, MONDAY)


def test_a_question_of_an_earlier_day_is_not_looked_at() -> None:
    row = ask(PersonFactory(), edition())
    tick(READ, AT, MONDAY)
    changed = rules()[READ].changed
    assert changed is not None
    assert list(Deadline.objects.values_list("subject_id", flat=True)) == [row.pk]
    assert not changed(AT + timedelta(days=1)).exists()
