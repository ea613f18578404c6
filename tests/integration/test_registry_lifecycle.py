"""What happens to a certificate after issue: corrected, annulled by two, duplicated, withheld, told to the state."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from wagtail.documents import get_document_model

from intranet.core.models import AuditEntry
from intranet.core.refusals import Refusal
from intranet.documents.models import Document, Edition
from intranet.governance.models import Order
from intranet.registry.enums import LeafEvent, Restriction, State, StateSystem
from intranet.registry.models import (
    AnnulmentRequest,
    Certificate,
    Draft,
    Duplicate,
    ImportBatch,
    Leaf,
    Series,
    Signatory,
    StateRecord,
)
from intranet.registry.operations import (
    annulling,
    correcting,
    duplicating,
    issuing,
    issuing_several,
    log,
    publishing,
    state_system,
)
from intranet.registry.operations.annulling import CannotAnnul, CannotRestrict, CannotWithdraw
from intranet.registry.operations.correcting import CannotCorrect
from intranet.registry.operations.duplicating import CannotDuplicate
from intranet.registry.operations.issuing import Incomplete
from intranet.registry.operations.state_system import CannotRecord
from intranet.registry.queries import register, verifying
from intranet.registry.queries.history import history
from intranet.registry.queries.versions import differences, versions
from intranet.registry.rules.handling import Step, possible
from intranet.registry.viewsets.handling import standing_of
from tests.factories import registry as make
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LATER = make.PUBLIC_AT + timedelta(days=30)


def corrected(certificate: Certificate, *, at: datetime = LATER, reason: str = "одрук", **changes: Any) -> Certificate:
    values = certificate.values().but(**changes)
    return correcting.correct(certificate=certificate, values=values, reason=reason, at=at)


def order(*, on_date: date = date(2026, 2, 17), scanned: bool = True, number: str = "5") -> Order:
    scan = None
    if scanned:
        scan = get_document_model().objects.create(title="наказ", file=ContentFile(b"%PDF-1.7", name="order.pdf"))
    return Order.objects.create(number=number, date=on_date, scan=scan)


def published_programme(title: str = "Оцінювання без стресу", in_force_from: date = date(2026, 1, 1)) -> Document:
    document = Document.objects.create(key=uuid4(), kind="programme")
    Edition.objects.create(
        document=document, language="uk", title=title, in_force_from=in_force_from, content_hash="0" * 64,
        published_at=make.ISSUED_AT,
    )  # fmt: skip
    return document


# --- Issue ---------------------------------------------------------------------------------------------------------


def test_a_certificate_of_an_unpublished_programme_needs_a_reason() -> None:
    published_programme()
    with pytest.raises(Incomplete):
        make.certificate(programme="Невідома програма")
    assert (
        make.certificate(programme="Невідома програма", programme_reason="погоджено радою").programme_document is None
    )
    named = make.certificate(programme="оцінювання  БЕЗ стресу")
    assert named.programme_document is not None


def test_a_programme_chosen_gives_its_title_and_must_be_in_force_on_the_issue_date() -> None:
    document = published_programme(in_force_from=date(2026, 2, 14))
    make.SignatoryFactory()
    chosen = make.certificate(programme_document_id=document.pk, programme_reason="зайва")
    assert (chosen.programme, chosen.programme_reason) == ("Оцінювання без стресу", "")
    with pytest.raises(Incomplete):
        make.certificate(programme_document_id=document.pk, issue_date=date(2026, 2, 13))
    Document.objects.update(repealed_on=date(2026, 2, 14))
    with pytest.raises(Incomplete):
        make.certificate(programme_document_id=document.pk)


def test_what_is_typed_is_frozen_with_the_certificate() -> None:
    certificate = make.certificate(
        topics={"uk": "зайве", "en": "Assessment"}, public_name_given="Гнатюк О.", public_name_reason="так просить"
    )
    certificate.refresh_from_db()
    assert certificate.topics == {"en": "Assessment"}
    assert certificate.public_name == "Гнатюк О."
    assert certificate.name_key.startswith("гнатюк")


def test_many_are_issued_in_the_order_given_with_consecutive_numbers() -> None:
    make.SignatoryFactory()
    values = [make.ValuesFactory(), make.ValuesFactory(topic=""), make.ValuesFactory()]
    looked = issuing.issue_many(values=values, at=make.ISSUED_AT, dry_run=True)
    assert [bool(each) for each in looked] == [False, True, False]
    assert not Certificate.objects.exists()
    first, lacking, last = issuing.issue_many(values=values, at=make.ISSUED_AT)
    assert isinstance(first, Certificate)
    assert isinstance(last, Certificate)
    assert (first.record_number, last.record_number) == ("ПК-2026-00001", "ПК-2026-00002")
    assert [each.code for each in lacking] == ["topic_missing"]  # type: ignore[union-attr]
    assert Leaf.objects.filter(event=LeafEvent.ISSUED).count() == 2
    assert AuditEntry.objects.get(action="registry.issued_several").data["count"] == 2


def test_several_drafts_are_issued_once_and_incomplete_ones_stay() -> None:
    make.SignatoryFactory()
    other = Series.objects.create(code="Д", pattern="Д-{year}-{seq}")
    whole, lacking, mononym = make.draft(), make.draft(topic=""), make.draft(given_name="", one_name=True)
    late = make.draft(issue_date=date(2026, 1, 10))
    theirs = make.draft()
    Draft.objects.filter(pk=theirs.pk).update(series=other)
    keys = list(Draft.objects.values_list("pk", flat=True))
    outcome = issuing_several.issue_drafts(keys=keys, late_reason="", at=make.ISSUED_AT)
    assert [row.record_number for row in outcome.certificates] == ["ПК-2026-00001", "Д-2026-1"]
    assert {draft.pk for draft, _found in outcome.kept} == {lacking.pk, mononym.pk, late.pk}
    again = issuing_several.issue_drafts(keys=keys, late_reason="журнал знайшли", at=make.ISSUED_AT)
    assert [row.late_reason for row in again.certificates] == ["журнал знайшли"]
    assert set(Draft.objects.values_list("pk", flat=True)) == {lacking.pk, mononym.pk}
    assert not Draft.objects.filter(pk=whole.pk).exists()
    assert not issuing_several.issue_drafts(keys=keys, at=make.ISSUED_AT).certificates


# --- Corrections ---------------------------------------------------------------------------------------------------


def test_a_correction_keeps_number_date_and_first_publication_and_the_old_code_names_its_successor() -> None:
    old = make.certificate(topic="Тема з одруком")
    publishing.record_first_publication(at=make.PUBLIC_AT)
    new = corrected(old, topic="Тема без одруку")
    old.refresh_from_db()
    assert (new.version, new.record_number, new.issue_date) == (2, old.record_number, old.issue_date)
    assert (new.first_published_at, new.publish_after) == (old.first_published_at, old.publish_after)
    assert new.registered_at == old.registered_at
    assert new.code != old.code
    assert old.state_at(LATER) == State.SUPERSEDED
    assert list(Certificate.objects.public_at(LATER)) == [new]
    answer = verifying.by_code(old.code)
    assert answer is not None
    assert answer.successor.endswith(f"{new.code}/")
    assert Leaf.objects.filter(event=LeafEvent.CORRECTED, certificate=old).count() == 1


def test_the_difference_is_shown_field_by_field() -> None:
    old = make.certificate(surname="Гнатюк", topic="Тема")
    new = corrected(old, surname="Гнатюк-Чорна", hours=None, ects=Decimal(1))
    changed = {each.field: (each.old, each.new) for each in differences(old, new)}
    assert set(changed) == {"surname", "public_name", "hours", "ects"}
    assert changed["surname"] == ("Гнатюк", "Гнатюк-Чорна")
    assert [row.pk for row in versions(old)] == [old.pk, new.pk] == [row.pk for row in versions(new)]


def test_what_was_public_is_public_as_corrected_without_a_sweep_and_recorded_by_the_next() -> None:
    old = make.certificate()
    new = corrected(old, at=make.PUBLIC_AT, topic="Інша")
    assert list(Certificate.objects.public_at(make.PUBLIC_AT)) == [new]
    assert publishing.record_first_publication(at=LATER) == 1
    new.refresh_from_db()
    assert new.first_published_at == old.publish_after


def test_a_correction_changes_neither_signatory_nor_provider_that_were_renamed_since() -> None:
    old = make.certificate()
    Signatory.objects.update(name="Інша І. І.", until=date(2016, 1, 1))
    new = corrected(old, topic="Інша")
    assert (new.signatory_name, new.provider_name) == (old.signatory_name, old.provider_name)


@pytest.mark.parametrize("what", ["nothing", "no reason", "superseded", "annulled", "withdrawn", "incomplete"])
def test_a_correction_is_refused(what: str) -> None:
    certificate = make.certificate()
    if what == "superseded":
        corrected(certificate, topic="Інша")
    if what == "annulled":
        make.annulled(certificate)
    if what == "withdrawn":
        annulling.withdraw(certificate=certificate, reason="р", at=make.ISSUED_AT)
    changes: dict[str, object] = {} if what == "nothing" else {"topic": "" if what == "incomplete" else "Ще інша"}
    with pytest.raises(Incomplete if what == "incomplete" else CannotCorrect):
        corrected(certificate, reason=" " if what == "no reason" else "одрук", **changes)
    assert Certificate.objects.standing().count() <= 1


def test_a_correction_may_not_move_the_issue_date() -> None:
    old = make.certificate()
    assert corrected(old, topic="Інша", issue_date=date(2026, 2, 1)).issue_date == old.issue_date


def test_a_correction_of_a_late_registration_asks_for_no_new_reason() -> None:
    assert corrected(make.certificate(), at=LATER + timedelta(days=300), topic="Інша").late_reason == ""


def test_a_certificate_corrected_before_it_was_public_is_withdrawn_with_all_its_versions() -> None:
    old = make.certificate()
    new = corrected(old, at=make.ISSUED_AT, topic="Інша")
    annulling.withdraw(certificate=new, reason="не той захід", at=make.ISSUED_AT)
    assert not Certificate.objects.filter(withdrawn_at=None).exists()
    assert verifying.by_code(old.code) is None
    assert make.certificate().record_number == "ПК-2026-00002"


def test_an_imported_row_keeps_its_number_through_corrections() -> None:
    batch = ImportBatch.objects.create(file_name="a.csv", imported_at=make.ISSUED_AT)
    old = make.certificate()
    Certificate.objects.filter(pk=old.pk).update(batch=batch, series=None, record_number="17/А", number_key="17а")
    old.refresh_from_db()
    third = corrected(corrected(old, topic="Друга"), topic="Третя")
    assert (third.record_number, third.version, third.batch_id) == ("17/А", 3, batch.pk)


# --- Annulment -----------------------------------------------------------------------------------------------------


def test_one_asks_and_another_annuls() -> None:
    certificate, asker, decider = make.certificate(), AccountFactory(), AccountFactory()
    request = annulling.ask_annulment(certificate=certificate, basis="рішення ради", at=LATER, actor=asker)
    assert Certificate.objects.get().annulled_on is None
    with pytest.raises(CannotAnnul):
        annulling.approve_annulment(request=request, at=LATER, actor=asker)
    with pytest.raises(CannotAnnul):
        annulling.ask_annulment(certificate=certificate, basis="ще раз", at=LATER, actor=decider)
    annulled = annulling.approve_annulment(request=request, at=LATER, actor=decider)
    assert annulled.annulment_basis == "рішення ради"
    with pytest.raises(CannotAnnul):
        annulling.refuse_annulment(request=request, reason="пізно", at=LATER, actor=decider)
    assert Leaf.objects.filter(event=LeafEvent.ANNULLED).count() == 1


def test_a_refused_annulment_changes_nothing_and_can_be_asked_for_again() -> None:
    certificate, asker, decider = make.certificate(), AccountFactory(), AccountFactory()
    request = annulling.ask_annulment(certificate=certificate, basis="підозра", at=LATER, actor=asker)
    with pytest.raises(CannotAnnul):
        annulling.refuse_annulment(request=request, reason=" ", at=LATER, actor=decider)
    annulling.refuse_annulment(request=request, reason="не підтвердилося", at=LATER, actor=decider)
    assert Certificate.objects.get().annulled_on is None
    annulling.ask_annulment(certificate=certificate, basis="докази", at=LATER, actor=asker)


def test_the_database_refuses_that_one_person_asks_and_decides() -> None:
    certificate, asker = make.certificate(), AccountFactory()
    request = annulling.ask_annulment(certificate=certificate, basis="б", at=LATER, actor=asker)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnulmentRequest.objects.filter(pk=request.pk).update(decided_by=asker, decided_at=LATER, is_approved=True)


@pytest.mark.parametrize(
    ("on_date", "scanned", "refused"),
    [
        (date(2026, 2, 17), True, False),
        (date(2026, 2, 14), True, False),
        (date(2026, 2, 17), False, True),
        (date(2026, 2, 13), True, True),
        (date(2027, 1, 1), True, True),
    ],
)
def test_an_order_annuls_at_once_when_its_scan_is_on_file(on_date: date, scanned: bool, refused: bool) -> None:
    certificate, director = make.certificate(), AccountFactory()
    chosen = order(on_date=on_date, scanned=scanned)
    if refused:
        with pytest.raises(CannotAnnul):
            annulling.annul_by_order(certificate=certificate, order=chosen, at=LATER, actor=director)
        return
    annulled = annulling.annul_by_order(certificate=certificate, order=chosen, at=LATER, actor=director)
    assert annulled.annulment_order == chosen
    assert "5" in annulled.annulment_basis


@pytest.mark.parametrize("own", [True, False])
def test_an_order_settles_what_was_asked_for(own: bool) -> None:
    certificate, director = make.certificate(), AccountFactory()
    asker = director if own else AccountFactory()
    annulling.ask_annulment(certificate=certificate, basis="б", at=LATER, actor=asker)
    annulling.annul_by_order(certificate=certificate, order=order(), at=LATER, actor=director)
    assert not AnnulmentRequest.objects.filter(decided_at=None).exists()
    assert AnnulmentRequest.objects.filter(is_approved=True).count() == (0 if own else 1)


def test_a_request_follows_the_correction_of_its_certificate() -> None:
    certificate = make.certificate()
    request = annulling.ask_annulment(certificate=certificate, basis="б", at=LATER, actor=AccountFactory())
    new = corrected(certificate, topic="Інша")
    assert annulling.approve_annulment(request=request, at=LATER, actor=AccountFactory()) == new


# --- Names withheld, duplicates, withdrawal ------------------------------------------------------------------------


def test_a_name_is_withheld_from_every_version_and_shown_again() -> None:
    old = make.certificate()
    new = corrected(old, topic="Інша")
    with pytest.raises(CannotRestrict):
        make.restricted(old)
    make.restricted(new, reason="рішення суду")
    for code in (old.code, new.code):
        answer = verifying.by_code(code)
        assert answer is not None
        assert answer.entry.name == ""
    assert corrected(new, topic="Ще інша").restriction == Restriction.SAFETY
    current = Certificate.objects.standing().get()
    annulling.restore(certificate=current, reason="рішення скасовано", at=LATER)
    assert not Certificate.objects.exclude(restricted_on=None).exists()
    with pytest.raises(CannotRestrict):
        annulling.restore(certificate=current, reason="ще раз", at=LATER)
    events = list(Leaf.objects.order_by("pk").values_list("event", flat=True))
    assert events[-1] == LeafEvent.RESTORED


@pytest.mark.parametrize(
    "facts",
    [{"restricted_on": date(2026, 3, 1)}, {"restriction": "court"}, {"restriction_reason": "р"}, {"version": 2}],
)
def test_the_database_refuses_a_restriction_without_ground_and_a_correction_without_reason(
    facts: dict[str, object],
) -> None:
    make.certificate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(**facts)


def test_duplicates_count_on_over_corrections() -> None:
    certificate = make.certificate()
    first = duplicating.make_duplicate(
        certificate=certificate, issued_on=date(2026, 3, 1), reason="загублено", at=LATER
    )
    second = duplicating.make_duplicate(
        certificate=corrected(certificate, topic="Інша"), issued_on=date(2026, 3, 2), reason="зіпсовано", at=LATER
    )
    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize(
    ("issued_on", "reason"), [(date(2026, 2, 13), "р"), (date(2026, 12, 1), "р"), (date(2026, 3, 1), "  ")]
)
def test_a_duplicate_needs_a_reason_and_a_date_between_issue_and_today(issued_on: date, reason: str) -> None:
    with pytest.raises(CannotDuplicate):
        duplicating.make_duplicate(certificate=make.certificate(), issued_on=issued_on, reason=reason, at=LATER)
    assert not Duplicate.objects.exists()


PERFORM = {
    Step.HOLD: lambda row, at: publishing.hold(certificate=row, reason="р", at=at),
    Step.RELEASE: lambda row, at: publishing.release(certificate=row, at=at),
    Step.WITHDRAW: lambda row, at: annulling.withdraw(certificate=row, reason="р", at=at),
    Step.CORRECT: lambda row, at: corrected(row, at=at, topic="Зовсім інша"),
    Step.DUPLICATE: lambda row, at: duplicating.make_duplicate(
        certificate=row, issued_on=date(2026, 2, 16), reason="р", at=at
    ),
    Step.RESTRICT: lambda row, at: make.restricted(row, at=at),
    Step.RESTORE: lambda row, at: annulling.restore(certificate=row, reason="р", at=at),
    Step.ASK_ANNULMENT: lambda row, at: annulling.ask_annulment(
        certificate=row, basis="б", at=at, actor=AccountFactory()
    ),
    Step.ANNUL_BY_ORDER: lambda row, at: annulling.annul_by_order(
        certificate=row, order=order(on_date=date(2026, 2, 16)), at=at, actor=None
    ),
    Step.RECORD_STATE: lambda row, at: state_system.set_state(certificate=row, state=StateSystem.SENT, at=at),
    Step.ERASE_TRACES: lambda row, at: log.erase_salts(certificate=row, reason="р", at=at),
}
BEFORE = ("nothing", "held", "restricted", "annulled", "withdrawn", "superseded", "asked", "restricted late", "erased")


@pytest.mark.parametrize(("before", "is_public"), list(product(BEFORE, [False, True])))
def test_what_is_offered_is_accepted_and_what_is_not_offered_is_refused(before: str, is_public: bool) -> None:
    at = make.PUBLIC_AT if is_public else make.ISSUED_AT
    row = make.certificate()
    prepare = {
        "held": lambda: publishing.hold(certificate=row, reason="р", at=make.ISSUED_AT),
        "restricted": lambda: make.restricted(row, at=at),
        "restricted late": lambda: (publishing.record_first_publication(at=at), make.restricted(row, at=at)),
        "annulled": lambda: make.annulled(row, at=at),
        "withdrawn": lambda: annulling.withdraw(certificate=row, reason="р", at=make.ISSUED_AT),
        "superseded": lambda: corrected(row, at=at, topic="Інша"),
        "asked": lambda: annulling.ask_annulment(certificate=row, basis="б", at=at, actor=AccountFactory()),
        "erased": lambda: log.erase_salts(certificate=row, reason="р", at=at),
    }
    prepare.get(before, lambda: None)()
    row.refresh_from_db()
    offered = possible(standing_of(row, at=at))
    for step, perform in PERFORM.items():
        if step == Step.HOLD and step not in offered and (row.superseded_on or row.annulled_on):
            continue  # holding back what is not shown anyway does no harm
        if step in offered:
            with transaction.atomic():
                perform(row, at)
                transaction.set_rollback(True)
        else:
            with pytest.raises(Refusal), transaction.atomic():
                perform(row, at)


def test_a_whole_import_is_withdrawn_with_its_corrections() -> None:
    batch = ImportBatch.objects.create(file_name="a.csv", imported_at=make.ISSUED_AT)
    rows = [make.certificate() for _ in range(3)]
    Certificate.objects.update(batch=batch)
    corrected(Certificate.objects.get(pk=rows[0].pk), at=make.ISSUED_AT, topic="Інша")
    assert annulling.withdraw_batch(batch=batch, reason="не той файл", at=make.ISSUED_AT) == 4
    assert Leaf.objects.filter(event=LeafEvent.WITHDRAWN).count() == 4
    with pytest.raises(CannotWithdraw):
        annulling.withdraw_batch(batch=batch, reason="ще раз", at=make.ISSUED_AT)


# --- The state's system --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"state": StateSystem.SENT}, False),
        ({"state": StateSystem.ACCEPTED, "state_id": "A-1"}, False),
        ({"state": StateSystem.ACCEPTED}, True),
        ({"state": StateSystem.REFUSED, "refusal": "немає коду"}, False),
        ({"state": StateSystem.REFUSED, "refusal": " "}, True),
        ({"state": StateSystem.ACCEPTED, "state_id": "A" * 121}, True),
    ],
)
def test_the_state_there_is_recorded(facts: dict[str, str], refused: bool) -> None:
    certificate = make.certificate()
    if refused:
        with pytest.raises(CannotRecord):
            state_system.set_state(certificate=certificate, **facts, at=LATER)  # type: ignore[arg-type]
        return
    record = state_system.set_state(certificate=certificate, **facts, at=LATER)  # type: ignore[arg-type]
    assert record.state == facts["state"]


def test_a_returned_file_is_taken_in_row_by_row_and_again_changes_nothing() -> None:
    first, second, third = (make.certificate() for _ in range(3))
    data = (
        "record_number;state;id;why\n"
        f"{first.record_number};accepted;A-1;\n{second.record_number};refused;;no code\n"
        f"{third.record_number.lower().replace('-', ' ')};sent;;\nПК-1999-1;sent;;\n{third.record_number};maybe;;\n"
    ).encode()
    outcome = state_system.record_answers(data=data, file_name="a.csv", at=LATER)
    assert (outcome.changed, outcome.unchanged, [bad.row for bad in outcome.bad]) == (3, 0, [5, 6])
    states = dict(StateRecord.objects.values_list("certificate__record_number", "state"))
    assert states == {first.record_number: "accepted", second.record_number: "refused", third.record_number: "sent"}
    again = state_system.record_answers(data=data, file_name="a.csv", at=LATER)
    assert (again.changed, again.unchanged) == (0, 3)
    assert StateRecord.objects.get(certificate=first).state_id == "A-1"


@pytest.mark.parametrize("data", [b"", b"a;b\n", b"record_number;state\n", b"\x00\x01", b"PK\x03\x04"])
def test_a_returned_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(CannotRecord):
        state_system.record_answers(data=data, file_name="a.csv", at=LATER)


# --- Looking back --------------------------------------------------------------------------------------------------


def test_the_history_tells_what_was_done_by_whom_and_why() -> None:
    certificate, registrar = make.certificate(), AccountFactory()
    publishing.record_first_publication(at=make.PUBLIC_AT)
    new = correcting.correct(
        certificate=certificate,
        values=certificate.values().but(topic="Інша"),
        reason="одрук",
        at=LATER,
        actor=registrar,
    )
    duplicating.make_duplicate(
        certificate=new, issued_on=date(2026, 3, 1), reason="загублено", at=LATER + timedelta(days=1), actor=registrar
    )
    told = history(versions(new))
    assert [event.why for event in told] == ["№ 1 · загублено", "одрук", "", ""]
    assert [event.who for event in told[:2]] == [str(registrar)] * 2
    assert told[-1].at == make.ISSUED_AT


def test_the_register_is_walked_by_key_both_ways_and_meets_each_row_once() -> None:
    rows = [make.certificate(issue_date=date(2026, 2, 10 + number % 3)) for number in range(11)]
    everything = Certificate.objects.all()
    seen: list[list[int]] = []
    page = register.page(everything, register.NEWEST, size=4)
    while True:
        seen.append([row.pk for row in page.rows])
        if page.older is None:
            break
        page = register.page(everything, register.NEWEST, size=4, after=page.older)
    expected = [row.pk for row in sorted(rows, key=lambda row: (row.issue_date, row.pk), reverse=True)]
    assert [key for keys in seen for key in keys] == expected
    back = [[row.pk for row in page.rows]]
    while page.newer is not None:
        page = register.page(everything, register.NEWEST, size=4, before=page.newer)
        back.insert(0, [row.pk for row in page.rows])
    assert [key for keys in back for key in keys] == expected
    found, by_name = register.found(everything, "гнатюк")
    assert len(register.page(found, by_name, size=50).rows) == 11
    assert register.page(everything, register.NEWEST, size=4, after=10**30).newer is None
