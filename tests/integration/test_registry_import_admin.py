"""Importing in the admin: columns mapped and remembered, proposals taken, rejected rows brought back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intranet.core import jobs
from intranet.core.models import Account, Job
from intranet.registry.models import Certificate, ColumnMapping, ImportBatch, Upload
from intranet.registry.operations import uploading
from intranet.registry.operations.importing import import_rows
from tests.factories import registry as make
from tests.integration.test_registry_import import HEADING, row, table

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def registrar(client: Client) -> Client:
    make.SignatoryFactory()
    client.force_login(Account.objects.create_superuser("importer", "i@example.org", "x"))
    return client


def upload(client: Client, data: bytes, **options: Any) -> str:
    response = client.post(reverse("importbatch:add"), {"file": SimpleUploadedFile("група.csv", data), **options})
    assert response.status_code == 302
    return str(response.url)


def columns_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 302
    return str(response.url)


STRANGE = ["Хто", "Як звуть", "Чий", "Яка форма", "Який вид", "Про що", "Скільки", "Коли", "Що вміє"]
NAMED = ["surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "issue_date", "outcomes"]


def test_headings_that_nobody_knows_are_mapped_once_and_remembered(registrar: Client) -> None:
    address = columns_of(registrar, upload(registrar, table(row(), heading=STRANGE)))
    assert registrar.get(address).status_code == 200
    typed = {f"column_{place}": name for place, name in enumerate(NAMED)}
    refused = registrar.post(address, {"column_0": "surname", "column_1": "surname"})
    assert refused.status_code == 200
    preview = registrar.post(address, {**typed, "remember": "on"})
    assert registrar.get(preview.url).context["outcome"].accepted == 1
    assert registrar.post(preview.url).status_code == 302
    assert Certificate.objects.get().surname == "Гнатюк"
    again = upload(registrar, table(row(topic="Інша"), heading=STRANGE))
    assert registrar.get(again).context["outcome"].accepted == 1
    mapping = ColumnMapping.objects.get()
    assert registrar.get(reverse("columnmapping:index")).status_code == 200
    registrar.post(reverse("columnmapping:delete", args=[mapping.pk]))
    assert not ColumnMapping.objects.exists()


def test_a_heading_in_two_rows_is_mapped_by_a_person(registrar: Client) -> None:
    two = table(["", "", "", "", "", "", "Години", "Дата", "Результати навчання"], row(), heading=HEADING)
    address = columns_of(registrar, upload(registrar, two))
    typed = {f"column_{place}": name for place, name in enumerate(NAMED)}
    preview = registrar.post(f"{address}?heading=1-2", typed)
    outcome = registrar.get(preview.url).context["outcome"]
    assert (outcome.rows, outcome.accepted) == (1, 1)
    assert not ColumnMapping.objects.exists()


def test_a_title_above_the_heading_becomes_a_value_of_all_rows(registrar: Client) -> None:
    data = table(HEADING[:5] + HEADING[6:], [*row()[:5], *row()[6:]], heading=["Тема: Цифрова грамотність"])
    address = upload(registrar, data).replace("preview", "columns")
    names = [name for name in NAMED if name != "topic"]
    typed = {f"column_{place}": name for place, name in enumerate(names)}
    preview = registrar.post(address, {**typed, "title_0": "topic"})
    registrar.post(preview.url)
    assert Certificate.objects.get().topic == "Цифрова грамотність"


def test_proposals_are_taken_one_by_one_or_all(registrar: Client) -> None:
    address = upload(registrar, table(row(surname="ГНАТЮК"), row(surname="КОВАЛЬ"), row(form="дистанцiйно")))
    registrar.post(address, {"cure": "1", "cell": "2:surname:"})
    outcome = registrar.get(address).context["outcome"]
    assert (outcome.accepted, [each.row for each in outcome.rejected]) == (1, [3, 4])
    registrar.post(address, {"cure_all": "1"})
    assert registrar.get(address).context["outcome"].accepted == 3
    registrar.post(address)
    assert set(Certificate.objects.values_list("surname", flat=True)) == {"Гнатюк", "Коваль"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rejected_rows_come_as_a_file_that_is_corrected_and_imported(registrar: Client, kind: str) -> None:
    address = upload(registrar, table(row(), row(topic="=A1"), row(surname="КОВАЛЬ", topic="Друга")))
    registrar.post(address)
    file = registrar.get(f"{address}?rejected={kind}").content
    outcome = import_rows(data=file, file_name="rejected", at=make.ISSUED_AT, mend=True)
    assert (outcome.rows, outcome.accepted, outcome.rejected_rows) == (2, 1, 1)
    assert import_rows(data=file, file_name="rejected", at=make.ISSUED_AT, mend=True).already_there == 1
    if kind == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.values)
        assert rows[1][5] == "'=A1"


def test_a_second_click_changes_nothing(registrar: Client) -> None:
    address = upload(registrar, table(row()))
    registrar.post(address)
    assert registrar.post(address).status_code == 302
    assert ImportBatch.objects.count() == Certificate.objects.count() == 1


def test_late_certificates_have_one_reason_for_the_batch(registrar: Client) -> None:
    address = upload(registrar, table(row(issue_date="01.09.2024"), row(issue_date="02.09.2024")))
    assert registrar.get(address).context["outcome"].late == 2
    registrar.post(address, {"reason": "Журнал знайдено в архіві"})
    assert set(Certificate.objects.values_list("late_reason", flat=True)) == {"Журнал знайдено в архіві"}


def test_a_large_file_is_a_job_with_its_progress_and_a_dead_worker_leaves_it_to_the_next(
    registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intranet.registry.viewsets.importing.MOST_AT_ONCE", 1)
    address = upload(registrar, table(row(), row(topic="Інша")))
    registrar.post(address)
    registrar.post(address)
    job = Job.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(uploading, "_import_once", _die)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(job.pk, at=make.ISSUED_AT)
    assert not Certificate.objects.exists()
    job.refresh_from_db()
    assert (job.done, job.total) == (2, 2)
    assert jobs.run(job.pk, at=make.ISSUED_AT + jobs.STALE_AFTER * 400_000) is True
    assert Certificate.objects.count() == 2
    assert uploading.do_import(job, make.ISSUED_AT)["accepted"] == 2
    assert ImportBatch.objects.count() == 1


def _die(*_what: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "asked", ["?sheet=99", "?sheet=x", "?heading=0", "?heading=9-9-9", "?heading=%00", "?heading=²"]
)
def test_odd_questions_about_columns_get_an_answer(registrar: Client, asked: str) -> None:
    upload(registrar, table(row()))
    address = reverse("importbatch:columns", args=[Upload.objects.get().pk])
    assert registrar.get(f"{address}{asked}").status_code == 200


def test_somebody_elses_upload_is_not_there(registrar: Client) -> None:
    upload(registrar, table(row()))
    registrar.force_login(Account.objects.create_superuser("other", "o@example.org", "x"))
    for name in ("columns", "preview"):
        assert (
            registrar.get(reverse(f"importbatch:{name}", args=[Upload.objects.get().pk]), follow=True).status_code
            == 404
        )
