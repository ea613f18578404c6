"""Owners, reviews, approvals not recorded: the deadlines and the report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile
from intranet.documents import queries
from intranet.documents.enums import DocumentKind, ReviewOutcome
from intranet.documents.models import Review
from intranet.documents.operations import caring
from intranet.documents.operations.publishing import Approval, Text, freeze_edition
from intranet.documents.rules.texts import FrozenBlock
from tests.factories.governance import MinutesFactory
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
KEY = "5b1c9a54-8f0e-4a51-9a70-0c3c4d3a6f11"


def publish(text="Текст.", *, day=date(2026, 3, 1), at=AT, kind=DocumentKind.REGULATION, language="uk"):
    blocks = [FrozenBlock("b1", "clause", {"number": "1.1", "text": text})]
    frozen = Text(key=KEY, kind=kind, language=language, title="Положення", blocks=blocks, correction_reason="Описка.")
    approval = Approval(day, minutes=MinutesFactory() if day else None)
    return freeze_edition(text=frozen, approval=approval, at=at, on_date=at.date())


def care(document, **values):
    values = {"owner": None, "review_months": 12, "review_by": date(2026, 6, 1), **values}
    return caring.set_care(document=document, **values, at=AT, on_date=TODAY)


def deadline(rule, at=AT):
    reconcile(at=at, on_date=at.date(), rule_key=rule)
    return Deadline.objects.filter(rule_key=rule).order_by("-pk").first()


def test_a_checked_document_is_to_be_checked_again_an_interval_later():
    document = publish().document
    care(document)
    actor = AccountFactory()
    row = caring.record_review(
        review=document.reviews.get(), note="За новим законом.", at=AT, on_date=TODAY, actor=actor
    )

    assert (row.done_on, row.done_by, row.outcome, row.note) == (
        TODAY, actor, ReviewOutcome.CHECKED, "За новим законом.",
    )  # fmt: skip
    assert document.reviews.get(done_on=None).due_on == date(2027, 3, 2)
    with pytest.raises(caring.CannotCare):
        caring.record_review(review=row, at=AT, on_date=TODAY, actor=actor)


def test_without_a_day_of_its_own_the_first_review_is_one_interval_away():
    document = publish().document
    care(document, review_by=None, review_months=6)
    assert document.reviews.get().due_on == date(2026, 9, 2)


def test_without_an_interval_a_document_is_reviewed_once():
    document = publish().document
    care(document, review_months=None)
    caring.record_review(review=document.reviews.get(), at=AT, on_date=TODAY, actor=AccountFactory())
    assert not document.reviews.filter(done_on=None).exists()


@pytest.mark.parametrize("months", [0, 121])
def test_an_interval_that_is_none_is_refused(months):
    with pytest.raises(caring.CannotCare):
        care(publish().document, review_months=months)


def test_a_new_edition_closes_the_open_review_and_a_correction_or_a_translation_does_not():
    document = publish().document
    care(document)
    publish("Виправлене.", at=AT + timedelta(days=1))
    publish("Translated.", at=AT + timedelta(days=2), language="en")
    assert document.reviews.get().done_on is None

    publish("Нова редакція.", day=date(2026, 4, 1), at=AT + timedelta(days=3))
    publish("New edition.", day=date(2026, 4, 1), at=AT + timedelta(days=4), language="en")
    done = document.reviews.get(done_on__isnull=False)
    assert (done.outcome, done.done_on) == (ReviewOutcome.NEW_EDITION, date(2026, 3, 5))
    assert document.reviews.get(done_on=None).due_on == date(2027, 3, 5)


def test_the_owner_answers_for_the_review_and_it_is_met_by_the_check():
    owner = PersonFactory()
    document = publish().document
    care(document, owner=owner)
    row = deadline("doc.review")
    assert (row.due_on, row.responsible) == (date(2026, 6, 1), owner)

    late = datetime(2026, 6, 4, 8, tzinfo=UTC)
    caring.record_review(review=document.reviews.get(), at=late, on_date=late.date(), actor=AccountFactory())
    deadline("doc.review", late)
    row.refresh_from_db()
    assert (row.met_on, row.state_on(late.date())) == (date(2026, 6, 4), DeadlineState.MET_LATE)
    assert Deadline.objects.get(rule_key="doc.review", met_on=None).due_on == date(2027, 6, 4)


def test_a_moved_review_moves_its_deadline_and_one_taken_away_ends_it():
    document = publish().document
    care(document)
    row = deadline("doc.review")
    care(document, review_by=date(2026, 7, 1))
    assert deadline("doc.review").due_on == date(2026, 7, 1)
    care(document, review_by=None, review_months=None)
    deadline("doc.review")
    row.refresh_from_db()
    assert row.lapsed_on == TODAY


def test_a_programme_published_without_approval_is_overdue_from_the_next_day_until_it_has_one():
    publish(day=None, kind=DocumentKind.PROGRAMME)
    row = deadline("prg.approval")
    assert (row.anchor, row.due_on, row.met_on) == (TODAY, TODAY, None)

    later = AT + timedelta(days=4)
    publish(kind=DocumentKind.PROGRAMME, at=later)
    assert deadline("prg.approval", later).met_on == date(2026, 3, 6)


def test_a_programme_published_with_its_approval_and_a_regulation_want_none():
    publish(kind=DocumentKind.PROGRAMME)
    assert deadline("prg.approval") is None


def test_the_label_of_a_deadline_is_the_title_in_the_readers_language():
    from intranet.deadlines.register import rules

    document = publish().document
    english = Text(
        key=KEY, kind=DocumentKind.REGULATION, language="en", title="Regulation",
        blocks=[FrozenBlock("b1", "clause", {"number": "1.1", "text": "Text."})],
    )  # fmt: skip
    freeze_edition(text=english, approval=Approval(date(2026, 3, 1), minutes=MinutesFactory()), at=AT, on_date=TODAY)
    care(document)
    review = Review.objects.get()
    label_of = rules()["doc.review"].label_of
    assert label_of([review.pk], "en") == {review.pk: "Regulation"}
    assert label_of([review.pk], "uk") == {review.pk: "Положення"}
    assert label_of([review.pk], "cy") == {review.pk: "Положення"}


@pytest.mark.parametrize("what", ["owner", "no_review", "review", "approval"])
def test_the_report_finds_what_nobody_has_seen_to(what):
    neglected = publish(day=None if what == "approval" else date(2026, 3, 1)).document
    if what == "review":
        care(neglected, review_by=date(2026, 3, 1), owner=PersonFactory())
    assert [each.pk for each in queries.neglected(what, TODAY)] == [neglected.pk]

    care(neglected, owner=PersonFactory(), review_by=date(2026, 3, 2))
    if what == "approval":
        publish(at=AT + timedelta(days=1))
    assert not queries.neglected(what, TODAY).exists()
