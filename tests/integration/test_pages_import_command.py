"""``manage.py import_document`` on real regulations: pages, receipts, approval (the contract of the design)."""

from __future__ import annotations

import json
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from intranet.documents.models import Edition, SourceFile
from intranet.pages.models import RegulationPage
from intranet.pages.publishing import wanting

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SIX_SECTIONS = [
    *(f"1.{n}" for n in range(1, 8)),
    *(f"2.{n}" for n in range(1, 3)),
    *(f"3.{n}" for n in range(1, 4)),
    *(f"4.{n}" for n in range(1, 4)),
    *(f"5.{n}" for n in range(1, 3)),
    *(f"6.{n}" for n in range(1, 8)),
]


def import_document(path: Path, *options: str, code: int = 0) -> dict[str, Any]:
    out = StringIO()
    refused = pytest.raises(SystemExit) if code else nullcontext()
    with refused as end:
        call_command("import_document", str(path), *options, "--json", stdout=out)
    assert end is None or end.value.code == code
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def source(seeds: Path, number: str) -> Path:
    return next(seeds.glob(f"{number}_*.txt"))


def test_a_regulation_without_approval_is_public_with_its_own_numbers(client, seeds):
    receipt = import_document(source(seeds, "003"), "--kind", "regulation", "--language", "uk", "--publish")

    assert receipt["unplaced"] == []
    assert receipt["accounted"] == receipt["lines"]
    assert receipt["clauses"] == SIX_SECTIONS
    assert len(receipt["annexes"]) == 5
    assert receipt["approval"]["order_number"] == ""
    response = client.get(receipt["page"])
    assert response.context["state"] == "not_recorded"
    assert 'id="3.3"' in response.content.decode()


def test_with_minutes_and_order_it_is_in_force(client, seeds):
    receipt = import_document(
        source(seeds, "003"),
        *("--kind", "regulation", "--language", "uk", "--publish"),
        *("--protocol", "3,2021-02-25", "--order", "17-к,2021-03-01", "--in-force-from", "2021-03-02"),
    )

    response = client.get(receipt["page"])
    assert response.context["state"] == "in_force"
    assert any("17-к" in line for line in response.context["stamp_lines"])
    assert RegulationPage.objects.get().in_force_from.isoformat() == "2021-03-02"


def test_a_file_that_carries_its_own_stamp_is_approved_by_it(client, seeds):
    receipt = import_document(source(seeds, "004"), "--kind", "regulation", "--language", "ru", "--publish")

    assert receipt["unplaced"] == []
    assert (receipt["approval"]["order_number"], receipt["approval"]["order_date"]) == ("1/71", "2023-09-01")
    assert client.get(receipt["page"]).context["state"] == "in_force"


@pytest.mark.parametrize(
    ("number", "kind", "language"),
    [("001", "job-description", "ru"), ("002", "regulation", "uk")],
)
def test_the_other_sources_import_with_every_line_accounted_for(seeds, number, kind, language):
    receipt = import_document(source(seeds, number), "--kind", kind, "--language", language, "--publish")

    assert receipt["unplaced"] == []
    assert receipt["accounted"] == receipt["lines"]
    assert Edition.objects.filter(language=language).exists()


def test_a_description_in_which_something_is_wanting_is_kept_as_a_draft(seeds):
    options = ("--kind", "job-description", "--language", "cy", "--publish")
    receipt = import_document(source(seeds, "000"), *options, code=1)

    assert receipt["unplaced"] == []
    assert receipt["accounted"] == receipt["lines"]
    assert receipt["error"]
    assert receipt["gaps"]
    assert receipt["page"]
    assert not Edition.objects.filter(language="cy").exists()


def test_the_original_file_is_kept_with_its_checksum(tmp_path):
    path = tmp_path / "rules.txt"
    path.write_text("ПРАВИЛА\n\n1. ЗАГАЛЬНІ ПОЛОЖЕННЯ\n\n1.1. Ці правила діють у коледжі.\n", encoding="utf-8")
    import_document(path, "--kind", "regulation", "--language", "uk")

    kept = SourceFile.objects.get()
    assert kept.file.read() == path.read_bytes()
    assert len(kept.sha256) == 64


def test_an_unreadable_file_is_refused_in_the_language_asked_for_and_leaves_nothing(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")

    receipt = import_document(path, "--kind", "regulation", "--language", "uk", "--publish", code=1)

    assert receipt["error"]
    assert not RegulationPage.objects.exists()


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    receipt = import_document(tmp_path / "none.txt", "--kind", "regulation", "--language", "uk", code=1)

    assert "error" in receipt


def test_what_may_not_be_published_stays_a_draft_and_the_error_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(wanting, "CHECKS", [lambda page, *, on_date: [wanting.Wanting("Бракує.")]])
    path = tmp_path / "rules.txt"
    path.write_text("ПРАВИЛА\n\n1. ЗАГАЛЬНІ ПОЛОЖЕННЯ\n\n1.1. Ці правила діють у коледжі.\n", encoding="utf-8")

    receipt = import_document(path, "--kind", "regulation", "--language", "uk", "--publish", code=1)

    page = RegulationPage.objects.get()
    assert "Бракує." in receipt["error"]
    assert (receipt["page"], page.live) == (page.url, False)
    assert not Edition.objects.exists()
