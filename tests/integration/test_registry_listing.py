"""What may be asked of the public list, in which order it answers, and that each answer is read from an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import loading
from intranet.core import clock
from intranet.registry.enums import Restriction
from intranet.registry.models import Certificate, TopicWord
from intranet.registry.operations.topics import complete_words
from intranet.registry.queries import listing, patience, topics
from intranet.registry.queries.filters import SERVED, Asked, By, Status, asked, looks_like_a_number
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ROWS = 20_000


@pytest.fixture(autouse=True)
def _on_the_day_of_publication(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: make.PUBLIC_AT)
    return iter(())


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/uk/certificates/?{query}")
    assert response.status_code == 200, response.context["sentence"]
    return [entry.name.partition(" ")[0] for entry in response.context["page_of_list"].entries]


# --- Words of the topic --------------------------------------------------------------------------------------------

DIGITAL = "Цифрові інструменти на уроках математики"
EXCEL = "Таблиці в Excel 2019 для вчителів"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=цифрові", ["Коваль"]),
        ("q=матем цифр", ["Коваль"]),
        ("q=ІНСТРУМ", ["Коваль"]),
        ("q=excel 2019", ["Лисенко"]),
        ("q=в&by=topic", ["Лисенко"]),
        ("q=цифрові excel", []),
        ("q=цифрові&by=surname", []),
        ("q=коваль&by=topic", []),
        ("q=цифрові&year=2026&month=2", ["Коваль"]),
        ("q=цифрові&by=topic&year=2025", []),
        ("q=ка", []),
    ],
)
@pytest.mark.parametrize("most", [topics.MOST_TOPICS, 0])
def test_certificates_are_found_by_the_beginnings_of_words_of_the_topic(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str, found: list[str], most: int
) -> None:
    make.certificate(surname="Коваль", topic=DIGITAL)
    make.certificate(surname="Лисенко", topic=EXCEL)
    complete_words()
    if not most:  # as where the words lead to very many topics
        monkeypatch.setattr(listing, "MOST_TOPICS", 0)
    assert names(client, query) == found


def test_a_surname_is_taken_for_a_surname_where_a_topic_has_the_same_word(client: Client) -> None:
    make.certificate(surname="Коваль", topic=DIGITAL)
    make.certificate(surname="Лисенко", topic="Коваль і ковадло")
    complete_words()
    assert names(client, "q=коваль") == ["Коваль"]
    assert names(client, "q=коваль&by=topic") == ["Лисенко"]


def test_the_words_of_a_topic_are_written_when_the_issue_has_committed(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make.certificate(surname="Коваль", topic=DIGITAL)
    assert names(client, "q=інструменти") == ["Коваль"]


def test_the_sweep_completes_what_a_crash_has_left_out(client: Client) -> None:
    certificate = make.certificate(surname="Коваль", topic=DIGITAL)
    TopicWord.objects.all().delete()
    Certificate.objects.filter(pk=certificate.pk).update(topic_hash=None)
    assert complete_words() == 1
    assert names(client, "q=інструменти") == ["Коваль"]
    assert complete_words() == 0


def test_walking_the_hits_of_a_topic_meets_each_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    expected = {
        make.certificate(topic=f"{DIGITAL} {number % 3}", issue_date=date(2026, 2, 10 + number % 4)).record_number
        for number in range(11)
    }
    complete_words()
    met: list[str] = []
    address = "/uk/certificates/?q=цифр"
    while address:
        response = client.get(address)
        met += [entry.record_number for entry in response.context["page_of_list"].entries]
        address = response.context["next_url"]
    assert len(met) == len(expected)
    assert set(met) == expected


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("ПК-2026-00002", True), ("Серія АВ № 00123/26", True), ("7", True), ("пк 7", True), ("Excel 2019", False),
     ("НУШ 5 класу", False), ("Шевченко", False), ("", False)],
)  # fmt: skip
def test_a_text_with_figures_is_a_number_where_it_looks_like_one(text: str, is_number: bool) -> None:
    assert looks_like_a_number(text) is is_number


# --- Filters and orders --------------------------------------------------------------------------------------------


def test_month_and_status_narrow_the_list(client: Client) -> None:
    make.certificate(surname="Січнева", issue_date=date(2026, 1, 31), late_reason="архів")
    annulled = make.certificate(surname="Анульована")
    Certificate.objects.filter(pk=annulled.pk).update(annulled_on=date(2026, 2, 17), annulment_basis="наказ")
    assert names(client, "year=2026&month=1") == ["Січнева"]
    assert names(client, "status=annulled") == ["Анульована"]
    assert names(client, "status=valid&year=2026") == ["Січнева"]


def test_the_alphabet_is_that_of_the_institution_and_withheld_names_come_last(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for surname in ("Яценко", "Іваненко", "Ґалаґан", "Гриценко", "Єрмак"):
        make.certificate(surname=surname)
    hidden = make.certificate(surname="Абрамчук")
    Certificate.objects.filter(pk=hidden.pk).update(
        restricted_on=date(2026, 2, 17), restriction=Restriction.SAFETY, restriction_reason="—"
    )
    met: list[str] = []
    address = "/uk/certificates/?order=surname"
    while address:
        response = client.get(address)
        met += [entry.name.partition(" ")[0] for entry in response.context["page_of_list"].entries]
        address = response.context["next_url"]
    assert met == ["Гриценко", "Ґалаґан", "Єрмак", "Іваненко", "Яценко", ""]


@pytest.mark.parametrize(
    "query",
    ["month=3", "year=2026&month=13", "order=surname&year=2026", "order=surname&form=dual", "order=nosuch",
     "q=пк-2026&kind=training", "q=цифрові&by=topic&form=dual", "status=annulled&kind=training", "status=nosuch",
     "programme=1", "programme=0", "programme=" + "9" * 19, "by=nosuch", "q=коваль&status=annulled", "q=...&by=topic"],
)  # fmt: skip
def test_what_no_index_answers_is_refused_with_the_way_to_ask(client: Client, query: str) -> None:
    response = client.get(f"/en/certificates/?{query}")
    assert response.status_code == 400
    assert response.context["sentence"]


NASTY = [
    "\x00", "a\x00b", "\ud800", "\u202e\u202d", "9" * 400, "10" + "0" * 20, "-1", "1e9", "'", '"><script>', "%", "_",
    "a" * 10_000, "\U0010ffff", "null", "[]", "🙂", " ", "\r\n", "../..", "۲۰۲۶", "²",
]  # fmt: skip
PARAMETERS = ["q", "by", "year", "month", "form", "kind", "programme", "status", "order", "after", "print"]


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("value", NASTY)
def test_no_value_of_any_parameter_breaks_the_list(client: Client, name: str, value: str) -> None:
    written = quote(value.encode("utf-8", "surrogatepass"))
    for more in ("", "&q=коваль&by=topic", "&year=2026"):
        assert client.get(f"/uk/certificates/?{name}={written}{more}").status_code in {200, 400}


def _try_any(client: Client, parameters: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in parameters.items())
    assert client.get(f"/uk/certificates/?{query}").status_code in {200, 400}


ANYTHING = st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=40), max_size=4)
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=60, deadline=None, suppress_health_check=FIXTURES)
@given(parameters=ANYTHING)
def test_no_question_breaks_the_list(client: Client, parameters: dict[str, str]) -> None:
    _try_any(client, parameters)


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None, suppress_health_check=FIXTURES)
@given(parameters=ANYTHING)
def test_no_question_of_ten_thousand_breaks_the_list(client: Client, parameters: dict[str, str]) -> None:
    _try_any(client, parameters)


def test_what_somebody_has_written_is_escaped_in_the_rows(client: Client) -> None:
    make.certificate(topic="{labels} <script>alert(1)</script> %s")
    text = client.get("/en/certificates/").content.decode()
    assert "<script>alert" not in text
    assert "{labels} &lt;script&gt;" in text


def test_the_list_shows_what_is_due_though_no_sweep_has_run(client: Client) -> None:
    certificate = make.certificate(surname="Коваль")
    assert certificate.first_published_at is None
    assert names(client) == ["Коваль"]


def test_the_print_view_has_many_rows_on_one_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for _ in range(4):
        make.certificate()
    assert len(names(client)) == 2
    assert len(names(client, "print=1")) == 4


@pytest.mark.parametrize("query", ["", "q=гнат", "q=цифр&by=topic", "order=surname", "q=нічого", "q=пк-2026"])
def test_every_question_costs_three_queries(client: Client, django_assert_max_num_queries: Any, query: str) -> None:
    make.certificate()
    complete_words()
    client.get("/uk/certificates/")  # where the clause of the heading stands is remembered
    with django_assert_max_num_queries(3):
        client.get(f"/uk/certificates/?{query}")


# --- Every question has its index ----------------------------------------------------------------------------------

VALUES: dict[str, dict[str, Any]] = {
    "form": {"form": "distance"}, "kind": {"kind": "training"}, "alphabet": {"alphabetical": True},
    "status": {"status": Status.ANNULLED}, "surname": {"q": "Шевч", "by": By.SURNAME},
    "number": {"q": "БН-2020-0001", "by": By.NUMBER},
}  # fmt: skip


@pytest.mark.postgres
def test_every_question_that_is_served_reads_its_index_and_sorts_nothing() -> None:
    loading.load(ROWS)
    at = make.PUBLIC_AT + timedelta(days=400)
    Certificate.objects.filter(id__in=Certificate.objects.values("id")[:40]).update(
        annulled_on=date(2026, 2, 2), annulment_basis="—"
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_certificate")
        cursor.execute(patience.SET)
        cursor.execute("SET LOCAL statement_timeout = 0")  # what the test itself does may take its time
    known = listing.furniture("list")
    wrong = []
    for parts in SERVED.keys() - {frozenset({"topic"}), frozenset({"programme"})}:
        asked_for: dict[str, Any] = {}
        for part in parts:
            asked_for |= VALUES[part]
        for period in ({}, {"year": 2020}, {"year": 2020, "month": 3}) if "alphabet" not in parts else ({},):
            question = Asked(**asked_for, **period)
            rows = listing.in_order(question, listing.matches(question, known, at=at))[: listing.PAGE + 1]
            plan = rows.explain()
            # A name with filters and a month may be read by the filters: the few of that month are then sorted.
            few = "surname" in parts and len(parts) > 1 and period
            if "Seq Scan" in plan or "Bitmap" in plan or "certificates_" not in plan or ("Sort" in plan and not few):
                wrong.append((sorted(parts), period, plan))
    assert wrong == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_gets_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: Any, **_named: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(listing, "page", slow)
    response = client.get("/en/certificates/")
    assert response.status_code == 503
    assert "too long" in response.context["sentence"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_question_is_asked_again_by_its_address() -> None:
    from django.http import QueryDict

    question = Asked(q="цифр", by=By.TOPIC, year=2026, month=2)
    assert asked(QueryDict(question.address())) == question
