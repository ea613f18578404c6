"""The list as files: the same rows and the same words, whichever way they are written (law 8, REG-05)."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from intranet.registry.disclosure import FIELDS
from intranet.registry.models import Certificate
from intranet.registry.queries import exporting, listing
from intranet.registry.queries.filters import asked
from tests.factories.registry import certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

AT = datetime(2026, 6, 1, tzinfo=UTC)
ORIGIN = "https://register.example.org"
AWKWARD = (
    "=1+1", "+380", "-5", "@here", "plain", 'with "quotes"', "a, b; c", "back\\slash", "two\nlines", "tab\there",
    "100 % of it", "апостроф ’ тут", "{braces}", "emoji 🎓", "'quoted'", "no\x01 key \x0bfor\x1f this", "\\v \\\\v",
)  # fmt: skip


@pytest.fixture
def rows() -> list[Certificate]:
    made = [certificate(topic=topic, surname="Ковальська" + "а" * place) for place, topic in enumerate(AWKWARD)]
    Certificate.objects.update(publish_after=datetime(2026, 2, 17, tzinfo=UTC))
    first, second, third, fourth, *_rest = made
    Certificate.objects.filter(pk=first.pk).update(
        restricted_on=date(2026, 3, 1), restriction="court", restriction_reason="Decision 1"
    )
    Certificate.objects.filter(pk=second.pk).update(annulled_on=date(2026, 3, 2), annulment_basis="Order 1")
    Certificate.objects.filter(pk=third.pk).update(hours=None, ects=Decimal("1.50"))
    Certificate.objects.filter(pk=fourth.pk).update(hours=Decimal("100.00"), ects=None)
    return made


def words(function: Any) -> str:
    """Return what PostgreSQL writes of everything listed, or what Python does elsewhere."""
    return b"".join(begun(function)).decode()


def begun(function: Any) -> Any:
    question = asked({})
    known = listing.furniture("list")
    matching = listing.in_order(question, listing.matches(question, known, at=AT))
    return function(
        matching, known.vocabulary, origin=ORIGIN,
        entries=lambda: listing.every_entry(question, known, at=AT, origin=ORIGIN),
    )  # fmt: skip


def through_the_door() -> list[Any]:
    question = asked({})
    known = listing.furniture("list")
    return list(listing.every_entry(question, known, at=AT, origin=ORIGIN))


@pytest.mark.usefixtures("rows")
def test_the_csv_file_says_what_the_one_door_says():
    written = list(csv.reader(io.StringIO(words(exporting.as_csv).removeprefix(exporting.BOM), newline="")))
    assert written[0] == list(FIELDS)
    expected = "".join(block.decode() for block in exporting._csv_lines(through_the_door()))
    assert written[1:] == list(csv.reader(io.StringIO(expected, newline="")))
    assert len(written) == len(AWKWARD) + 1


@pytest.mark.usefixtures("rows")
def test_the_json_file_says_what_the_one_door_says():
    expected = json.loads("[" + "".join(block.decode() for block in exporting._json_lines(through_the_door())) + "]")
    assert json.loads(words(exporting.as_json)) == expected


def test_an_empty_list_is_a_whole_file():
    assert json.loads(words(exporting.as_json)) == []
    assert words(exporting.as_csv) == exporting.BOM + ",".join(FIELDS) + "\n"


@pytest.mark.usefixtures("rows")
def test_no_cell_of_the_csv_file_is_a_formula():
    cells = [cell for row in csv.reader(io.StringIO(words(exporting.as_csv))) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'=1+1" in cells


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("function", [exporting.as_csv, exporting.as_json])
def test_a_reader_who_goes_away_leaves_the_database_free(function: Any):
    blocks = begun(function)
    next(blocks)
    next(blocks)
    blocks.close()
    assert Certificate.objects.count() == len(AWKWARD)


@pytest.mark.usefixtures("rows")
def test_a_name_that_is_withheld_is_in_no_file(client: Client):
    for extension in ("csv", "json"):
        body = b"".join(client.get(f"/uk/certificates/export.{extension}").streaming_content).decode()
        assert "Ковальська О." not in body
        assert "Ковальськаа О." in body
