"""Importing certificates: twenty clean rows, dirty ones, the same again, historical ones, and the command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.registry.models import Certificate, ImportBatch
from intranet.registry.operations import annulling
from intranet.registry.operations.annulling import CannotWithdraw
from intranet.registry.operations.importing import CannotImport, Outcome, import_rows
from tests.factories import registry as make

pytestmark = pytest.mark.django_db
HEADING = ["Прізвище", "Ім'я", "По батькові", "Форма", "Вид", "Тема", "Години", "Дата видачі", "Результати навчання"]
ROW = ["Гнатюк", "Олена", "Василівна", "дистанційна", "тренінг", "Цифрові інструменти", "30", "14.02.2026", "Добирає."]


def table(*rows: list[str], heading: list[str] | None = None) -> bytes:
    lines = [heading or HEADING, *rows]
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode()


def row(**changes: str) -> list[str]:
    columns = ("surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "issue_date", "outcomes")
    return [changes.get(column, cell) for column, cell in zip(columns, ROW, strict=True)]


def run(data: bytes, **options: Any) -> Outcome:
    return import_rows(data=data, file_name="сертифікати.csv", at=make.ISSUED_AT, **options)


@pytest.fixture(autouse=True)
def _signatory(db: None) -> None:
    make.SignatoryFactory()


def findings(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    return [(each.row, each.column, each.value, each.proposed) for each in outcome.rejected]


def test_twenty_rows_become_twenty_certificates_with_consecutive_numbers() -> None:
    outcome = run(table(*(row(topic=f"Тема {number}") for number in range(20))))
    assert (outcome.rows, outcome.accepted, outcome.already_there, outcome.rejected) == (20, 20, 0, [])
    rows = Certificate.objects.order_by("id")
    assert [each.record_number for each in rows] == [f"ПК-2026-{number:05}" for number in range(1, 21)]
    assert {each.public_name for each in rows} == {"Гнатюк О. В."}
    assert len({each.code for each in rows}) == 20
    batch = ImportBatch.objects.get()
    assert (batch.rows, batch.accepted, batch.rejected) == (20, 20, 0)


def test_the_same_file_again_adds_nothing() -> None:
    data = table(row(), row(), row(topic="Інша"))
    assert run(data).accepted == 3
    again = run(data)
    assert (again.accepted, again.already_there) == (0, 3)
    assert Certificate.objects.count() == 3


def test_a_dry_run_checks_everything_and_writes_nothing() -> None:
    outcome = run(table(row(), row(topic="")), dry_run=True)
    assert (outcome.rows, outcome.accepted, outcome.rejected_rows) == (2, 1, 1)
    assert not Certificate.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_imported_certificate_equals_one_issued_by_hand() -> None:
    run(table(row()))
    by_hand = make.certificate(surname="Гнатюк", topic="Цифрові інструменти", kind="training", outcomes="Добирає.")
    imported = Certificate.objects.get(batch__isnull=False)
    own = {"id", "record_number", "number_key", "code", "batch_id", "source_key", "late_reason"}
    for field in Certificate._meta.concrete_fields:
        if field.attname not in own:
            assert getattr(imported, field.attname) == getattr(by_hand, field.attname), field.attname


@pytest.mark.parametrize(
    ("changes", "column", "proposed"),
    [
        ({"surname": "ГНАТЮК"}, "surname", "Гнатюк"),
        ({"surname": "Гнaтюк"}, "surname", "Гнатюк"),
        ({"given_name": "Олена  Марія"}, "given_name", "Олена Марія"),
        ({"given_name": "О."}, "given_name", ""),
        ({"surname": "Гнатюк Олена, Коваль Іван", "given_name": "", "patronymic": ""}, "surname", ""),
        ({"form": "дистанцiйно"}, "form", "дистанційна"),
        ({"kind": "танці"}, "kind", ""),
        ({"hours": "багато"}, "hours", ""),
        ({"hours": "30 кредитів"}, "hours", ""),
        ({"hours": ""}, "hours", ""),
        ({"issue_date": "31.02.2026"}, "issue_date", ""),
        ({"issue_date": "14.02.2027"}, "issue_date", ""),
        ({"topic": ""}, "topic", ""),
        ({"topic": "а" * 1001}, "topic", ""),
        ({"outcomes": ""}, "outcomes", ""),
        ({"topic": "а\x01б"}, "topic", ""),
    ],
)
def test_a_dirty_cell_is_rejected_by_row_and_column_with_its_cure(
    changes: dict[str, str], column: str, proposed: str
) -> None:
    outcome = run(table(row(topic="Чиста"), row(**changes)))
    assert outcome.accepted == 1
    assert [(each.row, each.column, each.proposed) for each in outcome.rejected] == [(3, column, proposed)]
    assert outcome.rejected[0].message


@pytest.mark.parametrize("surname", ["ГНАТЮК", "Гнaтюк", "Нечуй  Левицький"])
def test_mend_takes_the_cures_and_says_so(surname: str) -> None:
    outcome = run(table(row(surname=surname)), mend=True)
    assert outcome.accepted == 1
    [mended] = outcome.mended
    assert mended.value == surname
    assert Certificate.objects.get().surname == mended.proposed


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`"])
def test_every_apostrophe_is_stored_as_one(apostrophe: str) -> None:
    assert run(table(row(surname=f"Стеф{apostrophe}юк"))).accepted == 1
    assert Certificate.objects.get().public_name == "Стеф’юк О. В."


def test_a_past_date_needs_no_reason_of_its_own() -> None:
    run(table(row(issue_date="01.09.2024")))
    certificate = Certificate.objects.get()
    assert "сертифікати.csv" in certificate.late_reason
    assert certificate.record_number == "ПК-2024-00001"


def test_values_common_to_the_file_fill_missing_columns_only() -> None:
    data = table(row()[:3], heading=HEADING[:3])
    common = {
        "form": "очна",
        "kind": "семінар",
        "topic": "Спільна",
        "hours": "6",
        "issue_date": "14.02.2026",
        "outcomes": "Є",
    }
    assert run(data, common=common).accepted == 1
    assert Certificate.objects.get().topic == "Спільна"
    with pytest.raises(CannotImport):
        run(data, common={"surname": "Хтось"})
    with pytest.raises(CannotImport):
        run(data, common={"nosuch": "1"})


def test_given_numbers_are_kept_and_ours_go_on_above_them() -> None:
    heading = [*HEADING, "Номер"]
    data = table([*row(topic="А"), "ПК-2026-00041"], [*row(topic="Б"), ""], [*row(topic="В"), "77/С"], heading=heading)
    assert run(data).accepted == 3
    assert list(Certificate.objects.order_by("id").values_list("record_number", flat=True)) == [
        "ПК-2026-00041", "ПК-2026-00042", "77/С",
    ]  # fmt: skip
    assert make.certificate().record_number == "ПК-2026-00043"


def test_a_number_that_is_anothers_is_refused() -> None:
    heading = [*HEADING, "Номер"]
    run(table([*row(), "1/А"], heading=heading))
    outcome = run(
        table(
            [*row(surname="Коваль"), "1/А"], [*row(surname="Лис"), "2/А"], [*row(surname="Тур"), "2/А"], heading=heading
        )
    )
    assert outcome.accepted == 1
    assert findings(outcome) == [(2, "record_number", "1/А", ""), (4, "record_number", "2/А", "")]
    moved = run(table([*row(topic="Виправлена тема"), "1/А"], heading=heading))
    assert (moved.accepted, moved.already_there) == (0, 1)


def test_historical_documents_may_lack_what_was_not_recorded() -> None:
    heading = ["Номер", "ПІБ", "Форма", "Вид", "Тема", "Години", "Дата видачі", "Підписант"]
    data = table(
        ["17", "Шевченко Т. Г.", "очна", "стажування", "Основи", "72", "05.05.2014", "Колишня К. К."], heading=heading
    )
    assert run(data).accepted == 0
    outcome = run(data, is_historical=True)
    assert outcome.accepted == 1
    certificate = Certificate.objects.get()
    assert certificate.public_name == "Шевченко Т. Г."
    assert certificate.signatory_name == "Колишня К. К."
    assert certificate.not_recorded == ["given_name", "outcomes"]
    assert certificate.is_historical


def test_a_withdrawn_import_can_be_imported_again() -> None:
    data = table([*row(), "1/А"], heading=[*HEADING, "Номер"])
    [batch] = run(data).batches
    assert annulling.withdraw_batch(batch=batch, reason="не той файл", at=make.ISSUED_AT) == 1
    assert run(data).accepted == 1
    with pytest.raises(CannotWithdraw):
        annulling.withdraw_batch(batch=ImportBatch.objects.last(), reason="пізно", at=make.PUBLIC_AT)


def test_xlsx_cells_are_read_as_they_are() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Перелік документів"])
    sheet.append([])
    sheet.append(HEADING)
    sheet.append([*ROW[:6], 30, date(2026, 2, 14), "Добирає."])
    sheet.append([*ROW[:5], "Інша", 7.5, 46067, "Добирає."])
    file = io.BytesIO()
    book.save(file)
    outcome = run(file.getvalue())
    assert outcome.rejected == []
    assert set(Certificate.objects.values_list("issue_date", flat=True)) == {date(2026, 2, 14)}
    assert outcome.titles == ["Перелік документів"]


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_what_cannot_be_read_is_refused_whole_with_a_sentence(data: bytes) -> None:
    with pytest.raises(CannotImport) as refusal:
        run(data)
    assert str(refusal.value).endswith(".")
    assert not ImportBatch.objects.exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=30), min_size=9, max_size=9), max_size=4))
def test_no_cells_break_the_import(rows: list[list[str]]) -> None:
    cells = [[cell.replace('"', "'").replace("\r", " ") for cell in line] for line in rows]
    written = "\n".join(";".join(f'"{cell}"' for cell in line) for line in [HEADING, ROW, *cells])
    outcome = import_rows(data=written.encode("utf-8", "replace"), file_name="x.csv", at=make.ISSUED_AT, dry_run=True)
    assert outcome.rows == outcome.accepted + outcome.already_there + outcome.rejected_rows
    assert outcome.accepted >= 1


# --- The command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, dict[str, Any]]]:
    def call(data: bytes, *arguments: str) -> tuple[int, dict[str, Any]]:
        file = tmp_path / "сертифікати.csv"
        file.write_bytes(data)
        code = 0
        try:
            call_command("import_certificates", str(file), "--json", *arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return call


def test_the_command_prints_one_object_and_ends_well(command: Callable[..., tuple[int, dict[str, Any]]]) -> None:
    code, told = command(table(row()))
    assert code == 0
    assert told == {"rows": 1, "accepted": 1, "already_there": 0, "mended": [], "rejected": []}


def test_the_command_says_what_was_refused_and_what_was_kept(
    command: Callable[..., tuple[int, dict[str, Any]]],
) -> None:
    code, told = command(table(row(), row(surname="КОВАЛЬ")), "--language", "en")
    assert code == 1
    assert told["error"] == "1 row was rejected; 1 of 2 were accepted or are there already."
    assert told["rejected"] == [
        {
            "row": 3,
            "column": "surname",
            "value": "КОВАЛЬ",
            "message": "The name is written in capitals or in small letters.",
            "proposed": "Коваль",
        }
    ]


def test_the_command_refuses_a_file_that_it_cannot_read(command: Callable[..., tuple[int, dict[str, Any]]]) -> None:
    code, told = command(b"")
    assert code == 1
    assert set(told) == {"error"}


@pytest.mark.parametrize("json_too", [["--json"], []])
def test_a_set_without_an_equals_sign_is_wrong_usage(json_too: list[str], tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(table(row()))
    with pytest.raises(CommandError) as refusal:
        call_command("import_certificates", str(file), "--set", "hours", *json_too)
    assert refusal.value.returncode == 2
    assert not Certificate.objects.exists()


def test_the_command_without_json_tells_the_same_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(table(row()))
    call_command("import_certificates", str(file), "--language", "en")
    assert "Accepted: 1." in capsys.readouterr().out
    file.write_bytes(table(row(surname="КОВАЛЬ")))
    with pytest.raises(SystemExit) as rejected:
        call_command("import_certificates", str(file), "--language", "en")
    assert rejected.value.code == 1
    told = capsys.readouterr()
    assert "→ Коваль" in told.out
    assert "1 row was rejected" in told.err
    with pytest.raises(CommandError) as refused:
        call_command("import_certificates", str(tmp_path / "nosuch.csv"))
    assert refused.value.returncode == 1


def test_the_command_sets_common_values(command: Callable[..., tuple[int, dict[str, Any]]]) -> None:
    data = table(row()[:6], heading=HEADING[:6])
    code, told = command(data, "--set", "hours=30", "issue_date=14.02.2026", "--set", "outcomes=Добирає.")
    assert (code, told["accepted"]) == (0, 1)
