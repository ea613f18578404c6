"""The public list, its exports and verification: exactly the public fields, whatever is asked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from intranet.core import clock
from intranet.core.models import Institution
from intranet.registry.disclosure import FIELDS
from intranet.registry.models import Certificate, Introduction
from intranet.registry.operations import annulling, publishing
from intranet.registry.queries.filters import Cursor
from tests.factories import registry as make

pytestmark = pytest.mark.django_db
PUBLIC_FIELDS = (
    "name",
    "form",
    "kind",
    "topic",
    "hours",
    "ects",
    "issue_date",
    "record_number",
    "status",
    "status_date",
    "url",
)
PRIVATE = {
    "given_name": "Приватнеім’я",
    "patronymic": "Приватнепобатькові",
    "outcomes": "приватні результати",
    "workplace": "приватне місце роботи",
    "email": "private@example.org",
    "name_latin": "Private Latin",
    "programme": "приватна програма",
    "programme_reason": "приватна причина",
}


@pytest.fixture(autouse=True)
def _on_the_day_of_publication(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: make.PUBLIC_AT)
    return iter(())


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8-sig")


def names_in_list(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/uk/certificates/{query}")
    assert response.status_code == 200
    return [entry.name for entry in response.context["page_of_list"].entries]


# --- What is shown -------------------------------------------------------------------------------------------------


def test_the_public_fields_are_those_of_the_rule() -> None:
    assert FIELDS == PUBLIC_FIELDS


@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
@pytest.mark.parametrize(
    "address", ["certificates/", "certificates/export.csv", "certificates/export.json", "verify/{code}/"]
)
def test_no_private_field_reaches_a_public_answer(client: Client, language: str, address: str) -> None:
    certificate = make.certificate(**PRIVATE)
    publishing.record_first_publication(at=make.PUBLIC_AT)
    response = client.get(f"/{language}/{address.format(code=certificate.code)}")
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    text = body(response)
    assert certificate.record_number in text
    for secret in (*PRIVATE.values(), certificate.signatory_name, "приватнеім’я"):
        assert secret not in text


def test_an_export_has_exactly_the_public_fields(client: Client) -> None:
    make.certificate(hours=Decimal(45))
    [row] = csv.DictReader(io.StringIO(body(client.get("/uk/certificates/export.csv"))))
    assert tuple(row) == PUBLIC_FIELDS
    assert (row["hours"], row["ects"], row["issue_date"], row["status"]) == ("45", "1.5", "2026-02-14", "valid")
    assert row["url"].startswith("http://testserver/uk/verify/")
    [entry] = json.loads(body(client.get("/uk/certificates/export.json")))
    assert tuple(entry) == PUBLIC_FIELDS
    assert (entry["hours"], entry["ects"]) == (45, 1.5)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/uk/certificates/export.xlsx").streaming_content)))
    heading, values = book.active.iter_rows(values_only=True)
    assert heading == PUBLIC_FIELDS
    assert values[7] == row["record_number"]


def test_the_list_says_how_much_a_workbook_holds_and_more_is_refused_with_the_way_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.certificate()
    make.certificate()
    monkeypatch.setattr("intranet.registry.views.exporting.MOST_XLSX_ROWS", 1)
    assert "XLSX (up to 100,000 rows)" in client.get("/en/certificates/").content.decode()
    refused = client.get("/en/certificates/export.xlsx")
    assert refused.status_code == 400
    assert "CSV" in refused.content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_an_export_is_a_formula(client: Client, start: str) -> None:
    make.certificate(topic=f"{start}HYPERLINK(1)")
    [row] = csv.DictReader(io.StringIO(body(client.get("/uk/certificates/export.csv"))))
    assert row["topic"] == f"'{start}HYPERLINK(1)"


def test_an_export_holds_the_same_rows_as_the_filter_on_the_page(client: Client) -> None:
    make.certificate(surname="Коваль", kind="seminar")
    make.certificate(surname="Лисенко", kind="training")
    rows = list(csv.DictReader(io.StringIO(body(client.get("/uk/certificates/export.csv?kind=training")))))
    assert [row["name"] for row in rows] == ["Лисенко О. В."]


def test_the_newest_come_first_and_what_is_not_yet_public_does_not_come(client: Client) -> None:
    make.certificate(surname="Давня", issue_date=date(2026, 2, 10))
    make.certificate(surname="Новітня", issue_date=date(2026, 2, 15))
    held = make.certificate(surname="Затримана")
    publishing.hold(certificate=held, reason="уточнюємо", at=make.ISSUED_AT)
    withdrawn = make.certificate(surname="Відкликана")
    annulling.withdraw(certificate=withdrawn, reason="помилка", at=make.ISSUED_AT)
    make.certificate(surname="Завтрашня", at=make.PUBLIC_AT - timedelta(hours=1))
    assert names_in_list(client) == ["Новітня О. В.", "Давня О. В."]


def test_an_annulled_certificate_stays_and_says_so_without_the_reason(client: Client) -> None:
    certificate = make.certificate()
    make.annulled(certificate, basis="таємна підстава", at=make.PUBLIC_AT)
    for address in ("/en/certificates/", f"/en/verify/{certificate.code}/"):
        text = body(client.get(address))
        assert "nnulled" in text
        assert "таємна підстава" not in text


def test_a_withheld_name_is_nowhere_and_cannot_be_searched_for(client: Client) -> None:
    certificate = make.certificate(surname="Прихована")
    make.restricted(certificate, reason="безпека", at=make.PUBLIC_AT)
    for address in (
        "certificates/",
        f"verify/{certificate.code}/",
        "certificates/export.csv",
        "certificates/export.json",
    ):
        text = body(client.get(f"/uk/{address}"))
        assert certificate.record_number in text
        assert "Прихована" not in text
        assert "безпека" not in text
    assert names_in_list(client, "?q=прихована") == []
    answer = client.get("/uk/verify/", {"number": certificate.record_number, "surname": "Прихована"})
    assert answer.status_code == 404


# --- Searching -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Стеф’юк", "стеф'юк", "СТЕФʼЮК", "Стеф`ю", "стефюк м", "Cтеф’юк М.І."])
def test_a_surname_is_found_in_any_spelling(client: Client, typed: str) -> None:
    make.certificate(surname="Стеф’юк", given_name="Марія", patronymic="Іванівна")
    make.certificate(surname="Степаненко")
    response = client.get("/uk/certificates/", {"q": typed})
    assert [entry.name for entry in response.context["page_of_list"].entries] == ["Стеф’юк М. І."]


@pytest.mark.parametrize("typed", ["ПК-2026-00002", "пк 2026 00002", "пк202600002"])
def test_a_record_number_is_found_with_or_without_its_punctuation(client: Client, typed: str) -> None:
    make.certificate(surname="Коваль")
    make.certificate(surname="Лисенко")
    response = client.get("/uk/certificates/", {"q": typed})
    assert [entry.name for entry in response.context["page_of_list"].entries] == ["Лисенко О. В."]


def test_a_given_name_cannot_be_searched_for(client: Client) -> None:
    make.certificate(surname="Коваль", given_name="Зореслава")
    assert names_in_list(client, "?q=Зореслава") == []


def test_year_form_and_kind_narrow_the_list(client: Client) -> None:
    make.certificate(surname="Коваль", issue_date=date(2025, 5, 5), late_reason="архів", form="dual")
    make.certificate(surname="Лисенко", kind="seminar")
    assert names_in_list(client, "?year=2025") == ["Коваль О. В."]
    assert names_in_list(client, "?form=dual&kind=programme") == ["Коваль О. В."]
    assert names_in_list(client, "?kind=seminar&year=2026") == ["Лисенко О. В."]


@pytest.mark.parametrize("query", ["", "q=гнат", "q=пк-2026", "year=2026", "kind=programme"])
def test_walking_the_pages_meets_each_row_once_while_rows_are_added(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr("intranet.registry.queries.listing.PAGE", 3)
    expected = {make.certificate(issue_date=date(2026, 2, 10 + number % 4)).record_number for number in range(10)}
    met: list[str] = []
    address = f"/uk/certificates/?{query}"
    while address:
        response = client.get(address)
        met += [entry.record_number for entry in response.context["page_of_list"].entries]
        address = response.context["next_url"]
        make.certificate(issue_date=date(2026, 2, 16), at=make.ISSUED_AT)
    assert len(met) == len(set(met))
    assert expected <= set(met)


def test_the_count_is_capped_honestly(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.registry.queries.listing.MOST_COUNTED", 2)
    for _ in range(3):
        make.certificate()
    page = client.get("/uk/certificates/").context["page_of_list"]
    assert (page.count, page.is_capped) == (2, True)


NASTY = [
    "\x00", "%00", "a\x00b", "\ud800", "\u202e\u202d", "\u200b",
    "9" * 400, "10" + "0" * 20, "-1", "1e9", "'", '"><script>',
    "%", "_", "a" * 10_000, "\U0010ffff", "null", "[]", "{}", "🙂", " ", "\r\n", "W10", "WzFd", "bnVsbA", "../..",
    "۲۰۲۶", "٢٠٢٦",
]  # fmt: skip


@pytest.mark.parametrize("name", ["q", "year", "form", "kind", "after"])
@pytest.mark.parametrize("value", NASTY)
def test_no_question_breaks_the_list(client: Client, name: str, value: str) -> None:
    from urllib.parse import quote

    written = quote(value.encode("utf-8", "surrogatepass"))
    for address in ("certificates/", "certificates/export.csv"):
        response = client.get(f"/uk/{address}?{name}={written}")
        assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    "question",
    ["q=%00", "year=100000000000000000000", "year=20", "form=немає", "form=nosuch", "kind=nosuch", "after=!!!", "q=...",
     "after=W10",
     "q=" + "a" * 101],
)  # fmt: skip
def test_what_cannot_be_asked_gets_a_sentence_in_the_readers_language(client: Client, question: str) -> None:
    response = client.get(f"/en/certificates/?{question}")
    assert response.status_code == 400
    assert response.context["sentence"]
    assert 'lang="en"' in body(response)


def test_a_cursor_is_read_back_as_it_was_written() -> None:
    from intranet.registry.queries.filters import asked

    cursor = Cursor(date(2026, 2, 14), 17, "стефюк м і")
    assert asked({"after": cursor.write()}).after == cursor


def test_the_list_is_absent_where_the_profile_keeps_it_off_and_verification_works(
    client: Client, institution: Institution
) -> None:
    certificate = make.certificate()
    institution.public_list = False
    institution.save()
    assert client.get("/uk/certificates/").status_code == 404
    assert client.get("/uk/certificates/export.csv").status_code == 404
    assert client.get(f"/uk/verify/{certificate.code}/").status_code == 200


def test_the_words_above_the_list_are_the_institutions(client: Client) -> None:
    Introduction.objects.create(slug="list", texts={"uk": "Вступні слова."})
    assert "Вступні слова." in body(client.get("/uk/certificates/"))


# --- Verifying -----------------------------------------------------------------------------------------------------


def test_a_certificate_is_verified_before_it_is_public_by_who_holds_it(client: Client) -> None:
    certificate = make.certificate(at=make.PUBLIC_AT - timedelta(hours=1))
    assert client.get(f"/uk/verify/{certificate.code}/").status_code == 200
    assert names_in_list(client) == []


@pytest.mark.parametrize("code", ["0" * 24, "z", "%00", "🙂", "a" * 5000, "..", "%2e%2e", "v" * 24 + "%00"])
def test_an_unknown_code_is_told_so(client: Client, code: str) -> None:
    response = client.get(f"/uk/verify/{code}/")
    assert response.status_code == 404


def test_a_withdrawn_certificate_is_no_record_of_the_register(client: Client) -> None:
    certificate = make.certificate()
    annulling.withdraw(certificate=certificate, reason="помилка", at=make.ISSUED_AT)
    assert client.get(f"/uk/verify/{certificate.code}/").status_code == 404


def test_a_typed_code_leads_to_its_certificate(client: Client) -> None:
    certificate = make.certificate()
    typed = f"{certificate.code[:8]}-{certificate.code[8:16]} {certificate.code[16:]}".upper()
    response = client.get("/uk/verify/", {"code": typed})
    assert response.status_code == 302
    assert response["Location"] == f"/uk/verify/{certificate.code}/"


@pytest.mark.parametrize(
    ("number", "surname", "status"),
    [
        ("ПК-2026-00001", "Шевченко", 200),
        ("пк 2026 00001", "шевченко т.г.", 200),
        ("ПК-2026-00001", "Шевчен", 404),
        ("ПК-2026-00001", "Коваль", 404),
        ("ПК-2026-00009", "Шевченко", 404),
        ("ПК-2026-00001", "", 400),
        ("", "Шевченко", 400),
        ("\x00", "Шевченко", 400),
        ("ПК", "🙂", 404),
    ],
)
def test_number_and_surname_verify_together(client: Client, number: str, surname: str, status: int) -> None:
    make.certificate(surname="Шевченко", given_name="Тарас", patronymic="Григорович")
    assert client.get("/uk/verify/", {"number": number, "surname": surname}).status_code == status


def test_what_is_held_back_cannot_be_guessed_by_its_number(client: Client) -> None:
    certificate = make.certificate(surname="Шевченко")
    publishing.hold(certificate=certificate, reason="уточнюємо", at=make.ISSUED_AT)
    answer = client.get("/uk/verify/", {"number": certificate.record_number, "surname": "Шевченко"})
    assert answer.status_code == 404


def test_a_superseded_certificate_leads_to_the_one_in_force_and_leaves_the_list(client: Client) -> None:
    old = make.certificate(surname="Помилкова")
    Certificate.objects.filter(pk=old.pk).update(superseded_on=date(2026, 2, 17))
    new = make.certificate(surname="Правильна")
    Certificate.objects.filter(pk=new.pk).update(record_number=old.record_number)
    Certificate.objects.filter(pk=old.pk).update(superseded_by=new)
    response = client.get(f"/uk/verify/{old.code}/")
    assert response.context["found"].successor == f"/uk/verify/{new.code}/"
    assert names_in_list(client) == ["Правильна О. В."]


# --- Budgets -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "budget"),
    [("certificates/", 4), ("certificates/?q=гнат&year=2026", 4), ("verify/", 3), ("verify/{code}/", 3)],
)
def test_a_public_page_keeps_its_query_budget(
    client: Client, django_assert_max_num_queries: Any, address: str, budget: int
) -> None:
    """Three queries for the list and two for verification, beyond the institution's one."""
    certificate = make.certificate()
    for _ in range(3):
        make.certificate()
    with django_assert_max_num_queries(budget):
        client.get(f"/uk/{address.format(code=certificate.code)}")


def test_an_export_asks_once_for_many_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(20):
        make.certificate()
    with django_assert_max_num_queries(6):  # a transaction's two ends and the planner's settings among them
        body(client.get("/uk/certificates/export.csv"))


@pytest.mark.parametrize("address", ["certificates/", "certificates/export.csv", "verify/", "verify/CODE/"])
def test_the_public_addresses_only_answer_questions(client: Client, address: str) -> None:
    address = f"/uk/{address.replace('CODE', make.certificate().code)}"
    assert client.head(address).status_code == 200
    assert client.post(address, {"q": "x"}).status_code == 405


@pytest.mark.parametrize(("hours", "ects"), [(Decimal(60), None), (None, Decimal(2))])
def test_the_staff_home_shows_both_units_whichever_is_stated(hours: Decimal | None, ects: Decimal | None) -> None:
    certificate = make.certificate(hours=hours, ects=ects)
    with translation.override("en"):
        shown = render_to_string("pages/staff_certificates.html", {"certificates": [certificate]})
    assert "60 hours · 2 ECTS" in shown
