"""Was the list published in time? By month, honestly, with what proves it (REG-01)."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client

from intranet.core.models import AuditEntry
from intranet.core.rights import DIRECTOR, HR, REGISTRAR, STAFF
from intranet.registry.models import Certificate, DisclosureSettings
from intranet.registry.operations.disclosing import NoLegalBasis, decide
from intranet.registry.operations.publishing import hold, record_first_publication
from intranet.registry.queries import compliance, marks
from intranet.registry.rules.checkpoints import opened
from tests.factories.people import AccountFactory
from tests.factories.registry import certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
SINCE, UNTIL = date(2026, 1, 1), date(2026, 4, 10)


def published(issue_date: date, moment: datetime) -> Certificate:
    made = certificate(at=datetime(2026, 4, 9, tzinfo=UTC), issue_date=issue_date, late_reason="found late")
    Certificate.objects.filter(pk=made.pk).update(publish_after=moment, first_published_at=moment)
    return made


def month(start: date) -> compliance.Counts:
    found = compliance.by_month(since=SINCE, until=UNTIL, at=AT)
    return next(each.counts for each in found if each.start == start)


def test_the_fifteenth_day_is_in_time_to_its_last_minute_by_the_institutions_clock():
    published(date(2026, 2, 14), datetime(2026, 3, 1, 21, 59, tzinfo=UTC))  # 23:59 in Kyiv on day 15
    published(date(2026, 2, 14), datetime(2026, 3, 1, 22, 1, tzinfo=UTC))  # 00:01 on day 16
    counts = month(date(2026, 2, 1))
    assert (counts.in_time, counts.late, counts.most_days_late) == (1, 1, 1)
    assert counts.percent_in_time == 50


def test_what_the_list_shows_is_published_though_no_sweep_has_recorded_it():
    certificate(at=datetime(2026, 4, 1, 9, tzinfo=UTC), issue_date=date(2026, 4, 1))
    assert Certificate.objects.get().first_published_at is None
    assert month(date(2026, 4, 1)).in_time == 1


def test_what_still_waits_is_told_from_what_is_overdue():
    waiting = certificate(at=AT - timedelta(hours=1), issue_date=date(2026, 4, 9))
    overdue = certificate(at=datetime(2026, 3, 1, 9, tzinfo=UTC), issue_date=date(2026, 3, 1))
    for made in (waiting, overdue):
        hold(certificate=made, reason="a question about the name", at=made.registered_at)
    assert month(date(2026, 4, 1)).waiting == 1
    assert month(date(2026, 3, 1)).overdue == 1
    assert [row.pk for row in compliance.held_back()] == [overdue.pk, waiting.pk]


def test_a_hundred_per_cent_is_said_of_all_of_them_alone():
    almost = compliance.Counts(issued=1000, in_time=1999, late=1)
    assert almost.percent_in_time == 99.9
    assert compliance.Counts(issued=3, in_time=3).percent_in_time == 100
    assert compliance.Counts(issued=3, waiting=3).percent_in_time is None


def test_empty_months_are_shown_and_the_total_is_their_sum():
    published(date(2026, 1, 31), datetime(2026, 2, 1, 9, tzinfo=UTC))
    months = compliance.by_month(since=SINCE, until=UNTIL, at=AT)
    assert [each.start.month for each in months] == [4, 3, 2, 1]
    assert compliance.total(months).issued == 1


def test_documents_from_before_the_register_are_not_counted():
    published(date(2026, 2, 1), datetime(2026, 4, 9, tzinfo=UTC))
    Certificate.objects.update(is_historical=True)
    assert compliance.total(compliance.by_month(since=SINCE, until=UNTIL, at=AT)).issued == 0


def test_the_evidence_names_due_day_moment_and_lateness_and_no_withheld_name():
    late = published(date(2026, 2, 14), datetime(2026, 3, 5, 9, tzinfo=UTC))
    Certificate.objects.filter(pk=late.pk).update(
        restricted_on=UNTIL, restriction="court", restriction_reason="Decision 1"
    )
    [line] = compliance.evidence(since=SINCE, until=UNTIL, at=AT)
    assert (line.publish_due, line.days_late, line.name) == (date(2026, 3, 1), 4, "")


def test_the_public_page_is_there_only_by_choice_and_names_nobody(client: Client):
    cache.clear()
    made = certificate()
    record_first_publication(at=AT)
    assert client.get("/uk/certificates/in-time/").status_code == 404
    DisclosureSettings.objects.create(public_compliance=True)
    page = client.get("/uk/certificates/in-time/")
    assert page.status_code == 200
    assert made.record_number not in page.content.decode()
    assert made.public_name not in page.content.decode()
    cache.clear()


def test_open_data_cannot_be_switched_on_without_a_legal_basis():
    with pytest.raises(NoLegalBasis):
        decide(
            open_data_basis={"uk": " "}, is_open=True, public_compliance=False, badges=False, letters_per_hour=10, at=AT
        )
    assert not DisclosureSettings.objects.exists()


def archive_of(client: Client) -> zipfile.ZipFile:
    answer = client.post("/admin/compliance/", {"since": "2026-01-01", "until": "2026-04-10"})
    assert answer.status_code == 200, answer.status_code
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_evidence_holds_table_summary_and_a_control_mark_over_both(client: Client):
    late = published(date(2026, 2, 14), datetime(2026, 3, 5, 9, tzinfo=UTC))
    client.force_login(AccountFactory(groups=[REGISTRAR]))
    archive = archive_of(client)
    assert archive.namelist() == ["publication.csv", "summary.pdf", "control-mark.txt"]
    table = archive.read("publication.csv")
    [_heading, row] = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert row[0] == late.record_number
    assert row[6] == "4"
    note = archive.read("control-mark.txt").decode()
    text, verifier = opened(note, marks.ring().verifiers)
    assert f"publication.csv sha256:{hashlib.sha256(table).hexdigest()}" in text
    assert verifier.name in note
    pdf = pikepdf.open(io.BytesIO(archive.read("summary.pdf")))
    assert pdf.Root.MarkInfo.Marked
    assert AuditEntry.objects.filter(action="registry.evidence_taken").count() == 1


@pytest.mark.parametrize(("group", "sees", "takes"), [(STAFF, 403, 403), (HR, 200, 302), (REGISTRAR, 200, 200)])
def test_who_sees_compliance_and_who_takes_evidence(client: Client, group: str, sees: int, takes: int):
    client.force_login(AccountFactory(groups=[group]))
    assert client.get("/admin/compliance/").status_code == sees
    answer = client.post("/admin/compliance/", {"since": "2026-01-01", "until": "2026-04-10"})
    assert answer.status_code == takes


def test_a_period_that_runs_backwards_is_refused_at_its_field(client: Client):
    client.force_login(AccountFactory(groups=[REGISTRAR]))
    answer = client.post("/admin/compliance/", {"since": "2026-04-10", "until": "2026-01-01"})
    assert answer.status_code == 200
    assert "until" in answer.context["form"].errors


def test_the_director_decides_what_is_disclosed_and_a_basis_is_asked_at_its_field(client: Client):
    client.force_login(AccountFactory(groups=[DIRECTOR]))
    typed = {"is_open": "on", "letters_per_hour": "50", "open_data_basis_uk": "", "open_data_basis_en": ""}
    answer = client.post("/admin/disclosure/", typed)
    assert "open_data_basis" in answer.context["form"].errors
    assert client.post("/admin/disclosure/", {**typed, "is_open": ""}).status_code == 302
    assert DisclosureSettings.objects.get().letters_per_hour == 50
