"""After a restore nothing is issued until the register has been compared with its published copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from intranet.core.models import AuditEntry, Institution
from intranet.core.rights import ADMINISTRATOR, INSPECTOR, REGISTRAR, sync_groups
from intranet.registry.models import Certificate
from intranet.registry.operations import issuing
from intranet.registry.operations.importing import import_rows
from intranet.registry.operations.numbering import IssuingLocked
from intranet.registry.operations.unlocking import Differs, NothingToCompare, NotLocked, UnknownNumber, unlock
from intranet.registry.queries.comparing import CannotCompare
from tests.factories import registry as make
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db
LATER = make.PUBLIC_AT


@pytest.fixture(autouse=True)
def _signatory(db: None) -> None:
    make.SignatoryFactory()


@pytest.fixture
def locked(institution: Institution) -> Institution:
    Institution.objects.update(issuing_locked_since=make.ISSUED_AT)
    return institution


@pytest.fixture
def copy(client: Client) -> Callable[..., bytes]:
    """Return a function that downloads the public list."""

    def download(extension: str = "csv", language: str = "uk") -> bytes:
        answer = client.get(f"/{language}/certificates/export.{extension}")
        return b"".join(answer.streaming_content)  # type: ignore[arg-type]

    return download


def is_locked() -> bool:
    return Institution.objects.exclude(issuing_locked_since=None).exists()


@pytest.mark.sqlite
def test_while_locked_nothing_is_issued_or_imported_and_the_sentence_says_what_to_do(locked: Institution) -> None:
    draft = make.draft()
    with pytest.raises(IssuingLocked, match=r"\.$"):
        issuing.issue(draft=draft, at=LATER)
    with pytest.raises(IssuingLocked):
        import_rows(data=b"x", file_name="x.csv", at=LATER)
    assert not Certificate.objects.exists()


def lose(certificate: Certificate) -> None:
    """Take a certificate out of the register with all that belongs to it, as an older backup does."""
    certificate.leaves.all().delete()
    certificate.delete()


@pytest.mark.sqlite
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["uk", "en", "cy"])
def test_a_copy_that_agrees_unlocks(copy: Callable[..., bytes], extension: str, language: str) -> None:
    make.certificate(topic="=1+1; «Основи»", hours=None, ects=Decimal("1.5"))
    make.certificate(topic="Робота  з кількома\nрядками", surname="Стеф’юк")
    annulled = make.certificate()
    make.annulled(annulled, basis="наказ 1", at=LATER)
    published = copy(extension, language)
    Institution.objects.update(issuing_locked_since=LATER)
    done = unlock(published=published, at=LATER)
    assert (done.comparison.rows, done.comparison.missing, done.comparison.differing) == (3, [], [])
    assert not is_locked()
    assert make.certificate().record_number == "ПК-2026-00004"


@pytest.mark.sqlite
def test_a_certificate_that_only_the_copy_has_keeps_issuing_locked_until_it_is_accepted(
    copy: Callable[..., bytes],
) -> None:
    make.certificate()
    lost = make.certificate(topic="Втрачена")
    published = copy()
    lose(lost)
    Institution.objects.update(issuing_locked_since=LATER)
    with pytest.raises(Differs) as refusal:
        unlock(published=published, at=LATER)
    [missing] = refusal.value.comparison.missing
    assert (missing.record_number, missing.topic) == ("ПК-2026-00002", "Втрачена")
    assert is_locked()
    assert not AuditEntry.objects.filter(action="registry.issuing_unlocked").exists()
    unlock(published=published, reason="рада знає", at=LATER)
    entry = AuditEntry.objects.get(action="registry.issuing_unlocked")
    assert (entry.data["missing"], entry.data["reason"]) == (["ПК-2026-00002"], "рада знає")
    assert make.certificate().record_number == "ПК-2026-00003"


def test_the_counters_go_above_the_highest_number_of_the_copy_and_of_the_register(
    copy: Callable[..., bytes], locked: Institution
) -> None:
    head = "record_number,name,issue_date,url\n"
    rows = "".join(f"ПК-2026-{number:05},Хтось Х.,2026-02-14,https://a/uk/verify/{number}/\n" for number in (7, 41))
    done = unlock(published=(head + rows).encode(), reason="є на папері", at=LATER)
    assert [(str(each.series), each.year, each.last) for each in done.counters] == [("ПК", 2026, 41)]
    assert make.certificate().record_number == "ПК-2026-00042"


def test_a_number_known_from_paper_counts_too(locked: Institution) -> None:
    with pytest.raises(UnknownNumber):
        unlock(published=None, reason="немає", issued=["77/С"], at=LATER)
    assert is_locked()
    unlock(published=None, reason="немає", issued=["ПК-2026-00009"], at=LATER)
    assert make.certificate().record_number == "ПК-2026-00010"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("annulled_on", None),
        ("restricted_on", "2026-02-20"),
        ("topic", "Інша тема"),
        ("hours", Decimal(60)),
        ("issue_date", "2026-02-13"),
        ("public_name", "Гнатюк І. В."),
    ],
)
def test_every_public_field_is_compared(copy: Callable[..., bytes], field: str, value: object) -> None:
    certificate = make.certificate()
    make.annulled(certificate, basis="наказ 1", at=LATER)
    published = copy()
    changes = {field: value, **({"annulment_basis": ""} if field == "annulled_on" else {})}
    if field == "restricted_on":
        changes |= {"restriction": "court", "restriction_reason": "рішення суду"}
    Certificate.objects.update(**changes)
    Institution.objects.update(issuing_locked_since=LATER)
    with pytest.raises(Differs) as refusal:
        unlock(published=published, at=LATER)
    named = {each.field for each in refusal.value.comparison.differing}
    shown = {"annulled_on": "status", "restricted_on": "name", "public_name": "name"}.get(field, field)
    assert shown in named
    assert {each.record_number for each in refusal.value.comparison.differing} == {certificate.record_number}


def test_without_a_copy_a_reason_is_asked_and_recorded(locked: Institution) -> None:
    with pytest.raises(NothingToCompare):
        unlock(published=None, reason="  ", at=LATER)
    unlock(published=None, reason="переліку не ведемо", at=LATER)
    assert AuditEntry.objects.get(action="registry.issuing_unlocked").data["reason"] == "переліку не ведемо"
    with pytest.raises(NotLocked):
        unlock(published=None, reason="ще раз", at=LATER)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"name;topic\n1;2\n", b"\xff\xfe\x00"])
def test_what_is_no_copy_is_refused(locked: Institution, data: bytes) -> None:
    with pytest.raises(CannotCompare, match=r"\.$"):
        unlock(published=data, reason="байдуже", at=LATER)
    assert is_locked()


# --- The command ---------------------------------------------------------------------------------------------------


def test_the_command_lists_what_is_missing_with_exit_1_and_unlocks_when_it_is_accepted(
    copy: Callable[..., bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = make.certificate()
    file = tmp_path / "list.csv"
    file.write_bytes(copy())
    lose(lost)
    Institution.objects.update(issuing_locked_since=LATER)

    def call(*arguments: str) -> tuple[int, dict[str, Any]]:
        try:
            call_command("unlock_issuing", "--json", "--published", str(file), *arguments)
        except SystemExit as end:
            return int(end.code or 0), json.loads(capsys.readouterr().out)
        return 0, json.loads(capsys.readouterr().out)

    code, told = call("--language", "en")
    assert (code, told["unlocked"], told["rows"]) == (1, False, 1)
    assert [each["record_number"] for each in told["missing"]] == ["ПК-2026-00001"]
    assert told["error"].startswith("Issuing stays locked. 1 certificate of the copy is not in the register.")
    code, told = call("--accept", "known", "--issued", "ПК-2026-00005")
    assert (code, told["unlocked"]) == (0, True)
    assert told["counters"] == [{"series": "ПК", "year": 2026, "last": 5}]
    code, told = call()
    assert (code, set(told)) == (1, {"error"})


def test_the_command_without_json_says_the_same(locked: Institution, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("unlock_issuing", "--language", "en")
    assert refusal.value.returncode == 1
    call_command("unlock_issuing", "--accept", "no list is kept", "--language", "en")
    assert "Issuing is unlocked." in capsys.readouterr().out


# --- The admin -----------------------------------------------------------------------------------------------------


def sign_in(client: Client, group: str) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[group]))


def test_a_registrar_is_warned_at_home_and_unlocks_with_the_downloaded_list(
    client: Client, copy: Callable[..., bytes]
) -> None:
    lost = make.certificate()
    published = copy()
    lose(lost)
    Institution.objects.update(issuing_locked_since=LATER)
    sign_in(client, REGISTRAR)
    assert "/admin/unlocking/" in client.get("/admin/").content.decode()
    different = client.post("/admin/unlocking/", {"published": SimpleUploadedFile("a.csv", published)})
    assert different.status_code == 200
    assert lost.record_number in different.content.decode()
    assert is_locked()
    sent = {"published": SimpleUploadedFile("a.csv", published), "reason": "відомо", "issued": ""}
    assert client.post("/admin/unlocking/", sent)["Location"] == "/admin/certificate/"
    assert not is_locked()
    assert "/admin/unlocking/" not in client.get("/admin/").content.decode()
    assert client.get("/admin/unlocking/").status_code == 302


@pytest.mark.parametrize(("group", "status"), [(REGISTRAR, 200), (ADMINISTRATOR, 200), (INSPECTOR, 302)])
def test_only_registrars_and_administrators_unlock(
    client: Client, locked: Institution, group: str, status: int
) -> None:
    sign_in(client, group)
    assert client.get("/admin/unlocking/").status_code == status


def test_a_locked_draft_stays_a_draft_and_its_screen_says_why(client: Client, locked: Institution) -> None:
    draft = make.draft(late_reason="архів")
    sign_in(client, REGISTRAR)
    answer = client.post(f"/admin/draft/issue/{draft.pk}/")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert client.get("/admin/importbatch/new/").status_code == 200
