"""The issue journal: every number of a period once, marked as it stands, for those who may print it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
import pytest
from django.test import Client

from intranet.core.rights import DIRECTOR, HR, INSPECTOR, REGISTRAR, STAFF, sync_groups
from intranet.registry.operations import annulling
from intranet.registry.operations.correcting import correct
from intranet.registry.operations.duplicating import make_duplicate
from intranet.registry.papers.journal import journal
from intranet.registry.queries.journal import Line, lines
from tests.factories.people import AccountFactory, InspectorTermFactory
from tests.factories.registry import annulled, certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

AT = datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "series": None}


def of_year() -> list[Line]:
    return list(lines(since=date(2026, 1, 1), until=date(2026, 12, 31)))


def text_of(pdf: bytes) -> list[str]:
    """Return the words of each page."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_each_number_stands_once_in_the_order_of_issue() -> None:
    late, early = certificate(issue_date=date(2026, 2, 14)), certificate(issue_date=date(2026, 2, 12))
    certificate(issue_date=date(2025, 12, 30), late_reason="пізно")
    corrected = certificate(issue_date=date(2026, 2, 15))
    correct(certificate=corrected, values=corrected.values().but(topic="Інша тема"), reason="помилка", at=AT)
    found = of_year()
    assert [line.number for line in found] == [early.record_number, late.record_number, corrected.record_number]
    assert found[2].topic == "Інша тема"
    assert "2" in found[2].note
    assert found[0].name == early.full_name()


def test_a_withdrawn_number_is_explained_without_a_name_and_an_annulled_one_counts_no_hours() -> None:
    gone, bad = certificate(), certificate()
    annulling.withdraw(certificate=gone, reason="двічі те саме", at=AT)
    annulled(bad, basis="наказ № 5")
    first, second = of_year()
    assert "двічі те саме" in first.note
    assert gone.surname not in first.name
    assert "наказ № 5" in second.note
    assert [first.hours, second.hours] == [Decimal(0), Decimal(0)]
    assert second.is_struck


def test_a_duplicate_is_a_line_of_its_own_at_its_own_date() -> None:
    row = certificate(issue_date=date(2026, 2, 12))
    certificate(issue_date=date(2026, 2, 14))
    make_duplicate(certificate=row, issued_on=date(2026, 2, 13), reason="втрачено", at=AT)
    make_duplicate(certificate=row, issued_on=date(2026, 2, 16), reason="знову втрачено", at=AT)
    found = of_year()
    assert [line.basis for line in found][1::2] == ["втрачено", "знову втрачено"]
    assert [line.hours for line in found] == [Decimal(30), Decimal(0), Decimal(30), Decimal(0)]


def test_the_journal_prints_with_totals_on_each_page_and_in_all() -> None:
    row = certificate(topic="Тема з #розміткою *і* [дужками] $x$")
    many = [of_year()[0]] * 70
    pages = text_of(journal(many, **YEAR))
    assert len(pages) > 2
    assert row.topic in pages[0].replace("\r\n", " ")
    assert row.record_number in pages[0]
    assert all(f"{number} " in page for number, page in enumerate(pages, start=1))
    assert "2100" in pages[-1].replace("\xa0", "")
    assert pypdfium2.PdfDocument(io.BytesIO(journal(many, **YEAR)))[0].get_width() > 800


def test_three_thousand_lines_are_printed() -> None:
    certificate()
    pages = text_of(journal([of_year()[0]] * 3000, **YEAR))
    assert "90000" in pages[-1].replace("\xa0", "").replace(" ", "")


@pytest.mark.parametrize(
    ("role", "may"), [(REGISTRAR, True), (DIRECTOR, True), (INSPECTOR, True), (HR, False), (STAFF, False)]
)
def test_who_may_print_it(client: Client, role: str, may: bool) -> None:
    sync_groups()
    account = AccountFactory(groups=[role])
    InspectorTermFactory(account=account, since=date(2000, 1, 1), until=date(3000, 1, 1))
    client.force_login(account)
    certificate()
    assert (client.get("/admin/journal/").status_code == 200) is may
    response = client.post("/admin/journal/", {"since": "2026-01-01", "until": "2026-12-31"})
    assert (response.headers.get("Content-Type") == "application/pdf") is may


@pytest.mark.parametrize("typed", [{}, {"since": "2026-02-01", "until": "2026-01-01"}, {"since": "x", "until": "\x00"}])
def test_a_period_that_is_none_is_refused_in_a_sentence(client: Client, typed: dict[str, str]) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[REGISTRAR]))
    response = client.post("/admin/journal/", typed)
    assert response.status_code == 200
    assert "application/pdf" not in response.headers["Content-Type"]
