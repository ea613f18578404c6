"""Issue, freezing, numbering, holding back, withdrawing, annulling."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from intranet.core.models import AuditEntry, Institution
from intranet.people.models import Person
from intranet.registry import queries
from intranet.registry.enums import State
from intranet.registry.models import Certificate, Counter, Draft, Form, Kind, Series
from intranet.registry.operations import annulling, issuing, publishing, vocabularies
from intranet.registry.operations.annulling import CannotAnnul, CannotRestrict, CannotWithdraw
from intranet.registry.operations.issuing import AlreadyIssued, Incomplete
from intranet.registry.operations.numbering import NoSeries
from intranet.registry.operations.publishing import CannotHold, CannotRelease
from intranet.registry.operations.vocabularies import BadSeries, CannotRename
from tests.factories import registry as make
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_new_site_has_forms_kinds_and_a_series(institution: Institution) -> None:
    assert Series.objects.get().is_default
    assert {"in_person", "distance"} <= set(Form.objects.values_list("code", flat=True))
    assert {"programme", "internship"} <= set(Kind.objects.values_list("code", flat=True))
    assert all(set(entry.names) == {"uk", "en", "cy", "ru"} for entry in [*Form.objects.all(), *Kind.objects.all()])


def test_an_incomplete_certificate_is_refused_and_names_what_is_missing() -> None:
    make.SignatoryFactory()
    draft = make.draft(outcomes="", topic="")
    with pytest.raises(Incomplete) as refusal:
        issuing.issue(draft=draft, at=make.ISSUED_AT)
    assert [(each.field, each.rule) for each in refusal.value.missing] == [("topic", "DOC-02"), ("outcomes", "DOC-05")]
    with override("en"):
        assert "Describe the learning outcomes" in str(Incomplete(refusal.value.missing))
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Certificate.objects.exists()
    assert not Counter.objects.exists()


def test_issue_numbers_codes_freezes_and_leaves_a_trace() -> None:
    certificate = make.certificate(surname="Шевченко", given_name="Тарас", patronymic="Григорович")
    assert certificate.record_number == "ПК-2026-00001"
    assert certificate.public_name == "Шевченко Т. Г."
    assert certificate.signatory_name == "Ярмоленко О. П."
    assert certificate.provider_name == "Приозерний фаховий коледж"
    assert len(certificate.code) == 24
    assert not Draft.objects.exists()
    entry = AuditEntry.objects.get(action="registry.issued")
    assert entry.data["record_number"] == certificate.record_number


def test_what_was_issued_stays_when_names_around_it_change(institution: Institution) -> None:
    signatory = make.SignatoryFactory()
    person = PersonFactory(surname="Шевченко", given_name="Ганна")
    certificate = make.certificate(surname="Шевченко", given_name="Ганна", patronymic="", person_id=person.pk)
    before = Certificate.objects.values().get(pk=certificate.pk)

    vocabularies.change_signatory(
        signatory=signatory, name="Інша Г. Г.", post="ректор", since=signatory.since, at=make.PUBLIC_AT
    )
    Person.objects.filter(pk=person.pk).update(surname="Коваленко")
    institution.names = {"uk": "Нова назва"}
    institution.save()

    assert Certificate.objects.values().get(pk=certificate.pk) == before


def test_a_draft_is_issued_once() -> None:
    make.SignatoryFactory()
    draft = make.draft()
    issuing.issue(draft=draft, at=make.ISSUED_AT)
    with pytest.raises(AlreadyIssued):
        issuing.issue(draft=Draft(pk=1, series=None), at=make.ISSUED_AT)
    assert Certificate.objects.count() == 1


def test_numbers_follow_one_another_and_begin_anew_with_the_year() -> None:
    numbers = [make.certificate(issue_date=day, late_reason="архів").record_number for day in
               (date(2025, 12, 30), date(2026, 1, 10), date(2025, 12, 31), date(2026, 1, 11))]  # fmt: skip
    assert numbers == ["ПК-2025-00001", "ПК-2026-00001", "ПК-2025-00002", "ПК-2026-00002"]


def test_a_refused_issue_takes_no_number() -> None:
    make.certificate()
    with pytest.raises(Incomplete):
        make.certificate(topic="")
    assert make.certificate().record_number == "ПК-2026-00002"


def test_issue_without_a_series_says_so() -> None:
    Series.objects.all().delete()
    with pytest.raises(NoSeries):
        make.certificate()


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        (date(2026, 2, 14), None, False),
        (date(2026, 2, 15), None, True),
        (date(2020, 1, 1), date(2026, 2, 14), True),
        (date(2020, 1, 1), date(2026, 2, 15), False),
    ],
)
def test_only_a_signatory_of_the_issue_date_signs(since: date, until: date | None, refused: bool) -> None:
    signatory = make.SignatoryFactory(since=since, until=until)
    draft = make.draft(signatory_id=signatory.pk)
    found = [each.code for each in issuing.missing(draft, at=make.ISSUED_AT)]
    assert found == (["signatory_not_on_that_day"] if refused else [])


def test_the_latest_signatory_of_the_day_signs_where_none_is_named() -> None:
    make.SignatoryFactory(name="Давня А. А.", since=date(2010, 1, 1))
    make.SignatoryFactory(name="Нова Б. Б.", since=date(2026, 2, 1))
    make.SignatoryFactory(name="Майбутня В. В.", since=date(2026, 3, 1))
    assert make.certificate().signatory_name == "Нова Б. Б."


# --- The database --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"surname": ""}, {"topic": ""}, {"public_name": ""}, {"provider_name": ""}, {"record_number": ""}, {"code": ""},
        {"outcomes": ""}, {"signatory_name": ""}, {"hours": None}, {"hours": Decimal(0)}, {"hours": Decimal(-1)},
        {"ects": Decimal(0)}, {"held_reason": "без дати"}, {"annulled_on": date(2026, 2, 20)},
        {"annulment_basis": "наказ"}, {"withdrawal_reason": "помилка"}, {"form_id": None}, {"issue_date": None},
        {"period_from": date(2026, 2, 2), "period_to": date(2026, 2, 1)},
    ],
)  # fmt: skip
def test_the_database_refuses_a_certificate_that_must_not_be(changes: dict[str, object]) -> None:
    certificate = make.certificate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**changes)


@pytest.mark.parametrize("column", ["record_number", "code"])
def test_the_database_refuses_a_number_or_code_twice(column: str) -> None:
    one, other = make.certificate(), make.certificate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=other.pk).update(**{column: getattr(one, column)})


# --- Publication ---------------------------------------------------------------------------------------------------


def test_the_grace_period_ends_in_publication_whether_or_not_a_sweep_runs() -> None:
    certificate = make.certificate()
    almost = certificate.publish_after - timedelta(seconds=1)
    assert certificate.state_at(almost) == State.WAITING
    assert not Certificate.objects.public_at(almost).exists()
    assert certificate.state_at(certificate.publish_after) == State.PUBLIC
    assert Certificate.objects.public_at(certificate.publish_after).exists()


def test_first_publication_is_recorded_once_with_the_moment_that_the_list_began_to_show_it() -> None:
    certificate = make.certificate()
    assert publishing.record_first_publication(at=make.ISSUED_AT) == 0
    assert publishing.record_first_publication(at=make.PUBLIC_AT) == 1
    assert publishing.record_first_publication(at=make.PUBLIC_AT + timedelta(days=1)) == 0
    certificate.refresh_from_db()
    assert certificate.first_published_at == certificate.publish_after
    assert AuditEntry.objects.get(action="registry.published").data == {"count": 1}


def test_what_is_held_back_is_not_published_until_it_is_released() -> None:
    certificate = make.certificate()
    publishing.hold(certificate=certificate, reason="уточнюємо прізвище", at=make.ISSUED_AT)
    assert publishing.record_first_publication(at=make.PUBLIC_AT) == 0
    assert list(queries.held_back()) == [certificate]
    released = publishing.release(certificate=certificate, at=make.PUBLIC_AT)
    assert released.publish_after == make.PUBLIC_AT
    assert publishing.record_first_publication(at=make.PUBLIC_AT) == 1
    assert queries.work_counts() == queries.WorkCounts(drafts=0, unpublished=0, held_back=0)


def test_what_is_public_can_be_held_back_no_more_even_where_no_sweep_has_run() -> None:
    certificate = make.certificate()
    with pytest.raises(CannotHold):
        publishing.hold(certificate=certificate, reason="пізно", at=make.PUBLIC_AT)
    with pytest.raises(CannotHold):
        publishing.hold(certificate=certificate, reason="  ", at=make.ISSUED_AT)
    with pytest.raises(CannotRelease):
        publishing.release(certificate=certificate, at=make.ISSUED_AT)


def test_a_certificate_is_withdrawn_before_it_is_public_and_its_number_stays_taken() -> None:
    certificate = make.certificate()
    annulling.withdraw(certificate=certificate, reason="помилка в темі", at=make.ISSUED_AT)
    assert publishing.record_first_publication(at=make.PUBLIC_AT) == 0
    assert not Certificate.objects.public_at(make.PUBLIC_AT).exists()
    assert make.certificate().record_number == "ПК-2026-00002"
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(record_number="ПК-2026-00002").update(record_number=certificate.record_number)


def test_what_is_public_is_annulled_not_withdrawn() -> None:
    certificate = make.certificate()
    with pytest.raises(CannotWithdraw):
        annulling.withdraw(certificate=certificate, reason="пізно", at=make.PUBLIC_AT)
    annulled = make.annulled(certificate)
    assert annulled.annulled_on == date(2026, 2, 18)
    assert annulled.state_at(make.PUBLIC_AT) == State.ANNULLED
    assert Certificate.objects.public_at(make.PUBLIC_AT).exists()
    with pytest.raises(CannotAnnul):
        make.annulled(certificate, basis="ще раз")


def test_annulment_needs_a_basis_and_restriction_a_reason() -> None:
    certificate = make.certificate()
    with pytest.raises(CannotAnnul):
        make.annulled(certificate, basis=" ")
    with pytest.raises(CannotRestrict):
        make.restricted(certificate, reason="")


def test_every_state_finds_its_certificates_and_no_others() -> None:
    rows = {state: make.certificate() for state in State if state != State.SUPERSEDED}
    annulling.withdraw(certificate=rows[State.WITHDRAWN], reason="р", at=make.ISSUED_AT)
    make.annulled(rows[State.ANNULLED], at=make.ISSUED_AT)
    make.restricted(rows[State.RESTRICTED], at=make.ISSUED_AT)
    publishing.hold(certificate=rows[State.HELD], reason="р", at=make.ISSUED_AT)
    publishing.publish_at_once(certificate=rows[State.PUBLIC], at=make.ISSUED_AT)
    for state, certificate in rows.items():
        assert list(Certificate.objects.in_state(state, at=make.ISSUED_AT)) == [certificate]
        certificate.refresh_from_db()
        assert certificate.state_at(make.ISSUED_AT) == state


# --- Words ---------------------------------------------------------------------------------------------------------


def test_a_name_that_stands_on_certificates_stays_but_a_language_can_be_added() -> None:
    make.certificate(form="distance")
    form = Form.objects.get(code="distance")
    with pytest.raises(CannotRename):
        vocabularies.save_entry(entry=form, names={**form.names, "uk": "онлайн"}, at=make.PUBLIC_AT)
    names = {language: text for language, text in form.names.items() if language != "cy"}
    Form.objects.filter(pk=form.pk).update(names=names)
    saved = vocabularies.save_entry(entry=form, names={**names, "cy": "o bell"}, at=make.PUBLIC_AT)
    assert saved.names["cy"] == "o bell"


def test_an_unused_name_can_be_changed() -> None:
    form = Form.objects.get(code="dual")
    vocabularies.save_entry(entry=form, names={"uk": "дуальна форма"}, at=make.PUBLIC_AT)
    form.refresh_from_db()
    assert form.names["uk"] == "дуальна форма"
    assert form.names["en"] == "dual"


def test_a_series_whose_numbers_would_repeat_is_refused() -> None:
    with pytest.raises(BadSeries):
        vocabularies.save_series(series=Series(code="А", pattern="А-{seq}", restart="yearly"), at=make.PUBLIC_AT)
    with pytest.raises(BadSeries):
        vocabularies.save_series(series=Series(code="Б", pattern=Series.objects.get().pattern), at=make.PUBLIC_AT)


def test_a_new_default_series_takes_the_place_of_the_old_one() -> None:
    vocabularies.save_series(series=Series(code="ДП", pattern="ДП-{yy}-{seq:03}", is_default=True), at=make.PUBLIC_AT)
    assert Series.objects.get(is_default=True).code == "ДП"
    assert make.certificate().record_number == "ДП-26-001"


# --- Holders -------------------------------------------------------------------------------------------------------


def test_hours_by_year_count_the_authored_unit_and_leave_annulled_ones_out() -> None:
    person = PersonFactory()
    make.certificate(person_id=person.pk, hours=Decimal(24), ects=Decimal(1))
    make.certificate(person_id=person.pk, hours=None, ects=Decimal("1.5"))
    make.certificate(person_id=person.pk, hours=Decimal(6), issue_date=date(2025, 5, 5), late_reason="архів")
    annulled = make.certificate(person_id=person.pk, hours=Decimal(90))
    make.annulled(annulled)
    assert queries.hours_by_year(person) == [
        queries.HoursOfYear(2026, Decimal(69), Decimal("2.3"), 2),
        queries.HoursOfYear(2025, Decimal(6), Decimal("0.2"), 1),
    ]
    assert queries.of_person(person).count() == 4


# --- The deadline --------------------------------------------------------------------------------------------------


def test_publication_is_a_deadline_that_opens_with_issue_and_is_met_by_publication() -> None:
    from intranet.deadlines.models import Deadline
    from intranet.deadlines.operations import reconcile

    certificate, held = make.certificate(), make.certificate()
    withdrawn = make.certificate()
    publishing.hold(certificate=held, reason="уточнюємо", at=make.ISSUED_AT)
    reconcile(at=make.ISSUED_AT, on_date=date(2026, 2, 16))
    rows = {row.subject_id: row for row in Deadline.objects.filter(rule_key="reg.publish")}
    assert set(rows) == {certificate.pk, held.pk, withdrawn.pk}
    assert rows[held.pk].due_on == date(2026, 3, 1)
    assert rows[held.pk].label == held.record_number

    annulling.withdraw(certificate=withdrawn, reason="помилка", at=make.ISSUED_AT)
    later = datetime(2026, 2, 18, 10, tzinfo=UTC)
    publishing.record_first_publication(at=later)
    reconcile(at=later, on_date=date(2026, 2, 18))
    rows = {row.subject_id: row for row in Deadline.objects.filter(rule_key="reg.publish")}
    assert rows[certificate.pk].met_on == date(2026, 2, 17)
    assert rows[held.pk].met_on is None
    assert rows[withdrawn.pk].lapsed_on is not None
