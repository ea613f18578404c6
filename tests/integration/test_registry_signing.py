"""Signing: runs, what came back signed, and that nothing reaches the holder before (DOC-07)."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from intranet.core import jobs
from intranet.core.models import Job
from intranet.core.rights import DIRECTOR, HR, INSPECTOR, REGISTRAR, sync_groups
from intranet.registry import printing
from intranet.registry.enums import HolderCause, Signing
from intranet.registry.models import Certificate, HolderTelling, PrintRun, Series, Signature, SignedBatch
from intranet.registry.operations import annulling
from intranet.registry.operations.returning import keep_returned, take_over
from intranet.registry.operations.signing import CannotSign, keep_scan, make_run, record_signed
from intranet.registry.queries.signing import Wanted, is_ready, unsigned
from intranet.registry.queries.verifying import by_checksum
from intranet.registry.retention import purge_run_files
from tests.factories.people import AccountFactory
from tests.factories.registry import certificate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

AT = datetime(2026, 2, 17, 9, 0, tzinfo=UTC)
SIGNED_ON = date(2026, 2, 16)


def signed_pdf(pdf: bytes) -> bytes:
    """Return the PDF with a filled signature field, as a signing program leaves it; the mark in it is no signature."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
            ByteRange=pikepdf.Array([0, 100, 200, 300]),
            Contents=pikepdf.String("\x30\x80"),
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Signature1"), V=document.make_indirect(mark))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(field)]), SigFlags=3)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


def detached(_pdf: bytes) -> bytes:
    return bytes.fromhex("3082010006092a864886f70d010702") + bytes(300)


def asice(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
        archive.writestr("document.pdf", pdf)
        archive.writestr("META-INF/signatures.xml", "<signatures/>")
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def returned(*files: tuple[str, bytes], signed_on: date = SIGNED_ON) -> list[tuple[str, str]]:
    """Return what became of files that came back."""
    batch = keep_returned(files=[(name, io.BytesIO(data)) for name, data in files], signed_on=signed_on, at=AT)
    return [(each["file"], each["outcome"]) for each in take_over(batch=batch, at=AT).outcomes]


@pytest.fixture
def qualified() -> Series:
    series = Series.objects.get(is_default=True)
    series.signing = Signing.QUALIFIED
    series.save()
    return series


def run_of(signing: Signing = Signing.PAPER, **wanted: Any) -> PrintRun:
    run = make_run(signing=signing, wanted=Wanted(**wanted), at=AT)
    assert jobs.run(run.job_id, at=AT), Job.objects.get(pk=run.job_id).error
    run.refresh_from_db()
    return run


# --- Runs ----------------------------------------------------------------------------------------------------------


def test_a_print_run_is_one_file_of_all_sheets_in_order() -> None:
    rows = [certificate(issue_date=date(2026, 2, day)) for day in (14, 12, 13)]
    run = run_of()
    with pikepdf.open(run.file.open("rb")) as whole:
        assert len(whole.pages) == 3
    assert list(run.signatures.values_list("signed_on", flat=True)) == [None] * 3
    assert not any(is_ready(row) for row in rows)


def test_a_run_for_the_key_is_a_zip_named_by_record_numbers(qualified: Series) -> None:
    rows = [certificate() for _each in range(2)]
    run = run_of(Signing.QUALIFIED)
    with zipfile.ZipFile(run.file.open("rb")) as archive:
        assert archive.namelist() == [f"{row.record_number}.pdf" for row in rows]
        assert archive.read(archive.namelist()[0]) == printing.pdf(rows[0])
    assert all(run.signatures.values_list("original_sha256", flat=True))


def test_what_was_given_out_and_is_unsigned_goes_over_to_the_next_run_and_what_is_signed_stays() -> None:
    first, second = certificate(), certificate()
    old = make_run(signing=Signing.PAPER, wanted=Wanted(), at=AT)
    record_signed(certificates=[first.pk], signed_on=SIGNED_ON, at=AT)
    new = make_run(signing=Signing.PAPER, wanted=Wanted(), at=AT)
    assert [each.certificate_id for each in old.signatures.all()] == [first.pk]
    assert [each.certificate_id for each in new.signatures.all()] == [second.pk]


def test_what_does_not_stand_or_is_signed_another_way_does_not_wait(qualified: Series) -> None:
    kept, gone = certificate(), certificate()
    annulling.withdraw(certificate=gone, reason="помилка", at=AT)
    assert list(unsigned(Signing.QUALIFIED, Wanted())) == [kept]
    assert not unsigned(Signing.PAPER, Wanted()).exists()
    with pytest.raises(CannotSign):
        make_run(signing=Signing.PAPER, wanted=Wanted(), at=AT)


def test_the_file_of_a_run_is_made_again_after_a_crash_under_the_same_name_and_leaves_none_behind() -> None:
    certificate()
    run = run_of()
    before, name = run.file.open("rb").read(), run.file.name
    Job.objects.filter(pk=run.job_id).update(state="running", heartbeat_at=AT - timedelta(hours=1))
    assert jobs.run(run.job_id, at=AT)
    run.refresh_from_db()
    assert run.file.name == name
    assert len(before) > 1000
    folder = run.file.storage.listdir("signing")[1]
    assert folder.count(name.partition("/")[2]) == 1


def test_the_file_of_a_run_goes_after_its_time_and_can_be_made_again() -> None:
    certificate()
    run = run_of()
    name = run.file.name
    assert purge_run_files(AT + timedelta(days=1)) == 1
    run.refresh_from_db()
    assert not run.file
    assert not run.file.storage.exists(name)


# --- On paper ------------------------------------------------------------------------------------------------------


def test_recording_a_signature_makes_the_certificate_ready_and_has_the_holder_told_once() -> None:
    row = certificate(email="outsider@example.org")
    assert record_signed(certificates=[row.pk], signed_on=SIGNED_ON, at=AT) == 1
    assert record_signed(certificates=[row.pk], signed_on=SIGNED_ON, at=AT) == 0
    assert is_ready(row)
    assert HolderTelling.objects.filter(cause=HolderCause.READY).count() == 1


@pytest.mark.parametrize("day", [date(2026, 2, 18), date(2026, 2, 13)], ids=["to come", "before its issue"])
def test_a_day_that_cannot_be_is_refused(day: date) -> None:
    row = certificate()
    with pytest.raises(CannotSign):
        record_signed(certificates=[row.pk], signed_on=day, at=AT)
    assert not is_ready(row)


def test_a_scan_is_kept_once_for_what_was_signed() -> None:
    row = certificate()
    with pytest.raises(CannotSign):
        keep_scan(certificate=row, data=b"%PDF-1.7 scan", name="scan.pdf", at=AT)
    record_signed(certificates=[row.pk], signed_on=SIGNED_ON, at=AT)
    with pytest.raises(CannotSign):
        keep_scan(certificate=row, data=b"GIF89a", name="scan.gif", at=AT)
    keep_scan(certificate=row, data=b"%PDF-1.7 scan", name="scan.pdf", at=AT)
    with pytest.raises(CannotSign):
        keep_scan(certificate=row, data=b"%PDF-1.7 other", name="scan.pdf", at=AT)


# --- With a key ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "ending"), [(signed_pdf, "pdf"), (detached, "pdf.p7s"), (asice, "asice")], ids=["PAdES", "CAdES", "ASiC-E"]
)
def test_a_signed_file_is_matched_by_the_number_in_its_name(qualified: Series, made: Any, ending: str) -> None:
    row = certificate()
    data = made(printing.pdf(row))
    assert returned((f"{row.record_number}.{ending}", data)) == [(f"{row.record_number}.{ending}", "matched")]
    assert is_ready(row)
    signature = Signature.objects.get()
    assert signature.signing == Signing.QUALIFIED
    assert row.record_number not in signature.file.name
    found = by_checksum(signature.sha256)
    assert found is not None
    assert found.code == row.code


@pytest.mark.parametrize("made", [signed_pdf, asice], ids=["PAdES", "ASiC-E"])
def test_a_signed_file_of_any_name_is_matched_by_what_is_inside(qualified: Series, made: Any) -> None:
    certificate()
    row = certificate()
    assert returned(("scan0001.bin", made(printing.pdf(row)))) == [("scan0001.bin", "matched")]
    assert is_ready(row)


def test_a_zip_of_signed_files_is_taken_apart_and_each_outcome_named(qualified: Series) -> None:
    rows = [certificate() for _each in range(4)]
    pdfs = [printing.pdf(row) for row in rows]
    numbers = [row.record_number for row in rows]
    annulling.withdraw(certificate=rows[3], reason="помилка", at=AT)
    files = {
        f"signed/{numbers[0]}_signed.pdf": signed_pdf(pdfs[0]),
        f"signed/{numbers[1]}.pdf": pdfs[1],
        f"{numbers[2]}.pdf": signed_pdf(pdfs[0]) + b"%",
        f"{numbers[3]}.pdf": signed_pdf(pdfs[3]),
        "other.pdf.p7s": detached(b""),
        "readme.txt": b"hello",
        "__MACOSX/x": b"x",
    }
    outcomes = [outcome for _name, outcome in returned(("all.zip", zipped(files)))]
    assert outcomes == ["matched", "not_signed", "misnamed", "not_standing", "unknown", "unreadable"]
    assert [is_ready(row) for row in rows] == [True, False, False, False]


def test_the_same_file_again_is_there_already_and_another_replaces_nothing(qualified: Series) -> None:
    row = certificate()
    pdf = printing.pdf(row)
    name, data = f"{row.record_number}.pdf", signed_pdf(pdf)
    assert returned((name, data), (name, data), (name, data + b"\n%")) == [
        (name, "matched"), (name, "already_there"), (name, "other_file"),
    ]  # fmt: skip
    assert HolderTelling.objects.filter(cause=HolderCause.READY).count() == 1


def test_a_file_that_unpacks_to_too_much_is_refused_by_name(qualified: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    row = certificate()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{row.record_number}.pdf", bytes(21_000_000))
    assert returned(("bomb.zip", out.getvalue())) == [(f"{row.record_number}.pdf", "too_large")]
    monkeypatch.setattr("intranet.registry.operations.returning.LARGEST_WHOLE", 1_000_000)
    with pytest.raises(CannotSign):
        returned(("bomb.zip", out.getvalue()))
    assert SignedBatch.objects.count() == 1


def test_taking_over_goes_on_after_a_crash_with_the_files_that_are_left(
    qualified: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intranet.registry.operations.returning.FILES_AT_ONCE", 1)
    rows = [certificate() for _each in range(3)]
    files = [(f"{row.record_number}.pdf", io.BytesIO(signed_pdf(printing.pdf(row)))) for row in rows]
    batch = keep_returned(files=files, signed_on=SIGNED_ON, at=AT)
    taken = []

    def dies(*_args: Any, **_more: Any) -> Any:
        taken.append(1)
        if len(taken) == 2:
            raise RuntimeError
        return original(*_args, **_more)

    from intranet.registry.operations import returning

    original = returning._take
    monkeypatch.setattr(returning, "_take", dies)
    with pytest.raises(RuntimeError):
        take_over(batch=batch, at=AT)
    again = SignedBatch.objects.get()
    assert [is_ready(row) for row in rows] == [True, False, False]
    take_over(batch=again, at=AT)
    assert [each["outcome"] for each in again.outcomes] == ["matched"] * 3
    assert not again.file


# --- In the admin --------------------------------------------------------------------------------------------------


@pytest.fixture
def registrar(client: Client) -> Client:
    sync_groups()
    client.force_login(AccountFactory(groups=[REGISTRAR]))
    return client


def test_the_registrar_makes_a_run_records_it_and_returns_files(registrar: Client, qualified: Series) -> None:
    row = certificate()
    response = registrar.get("/admin/signing/")
    assert row.record_number in response.content.decode()
    response = registrar.post("/admin/signing/", {"signing": "qualified"}, follow=True)
    run = PrintRun.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"/run/{run.pk}/")
    assert registrar.get(f"/admin/signing/run/{run.pk}/file/").status_code != 200
    jobs.run(run.job_id, at=AT)
    assert registrar.get(f"/admin/signing/run/{run.pk}/file/").status_code == 200
    data = signed_pdf(printing.pdf(row))
    upload = ContentFile(data, name=f"{row.record_number}.pdf")
    response = registrar.post("/admin/signing/return/", {"signed": [upload], "signed_on": "2026-02-16"}, follow=True)
    assert row.record_number in response.content.decode()
    assert is_ready(row)
    page = registrar.get(f"/admin/signing/certificate/{row.pk}/").content.decode()
    assert f"/admin/signing/certificate/{row.pk}/file/" in page
    assert registrar.get(f"/admin/signing/certificate/{row.pk}/file/").status_code == 200


def test_a_run_on_paper_is_recorded_in_whole_or_in_part(registrar: Client) -> None:
    rows = [certificate() for _each in range(3)]
    run = make_run(signing=Signing.PAPER, wanted=Wanted(), at=AT)
    address = f"/admin/signing/run/{run.pk}/"
    registrar.post(address, {"ticked": "1", "certificate": [rows[1].pk, "x", "9" * 30], "signed_on": "2026-02-16"})
    assert [is_ready(row) for row in rows] == [False, True, False]
    assert registrar.post(address, {"ticked": "1", "signed_on": "2026-02-16"}).status_code == 200
    registrar.post(address, {"all": "1", "signed_on": "2026-02-16"})
    assert all(is_ready(row) for row in rows)


def test_the_certificates_own_page_records_keeps_the_scan_and_resets_the_link(registrar: Client) -> None:
    row = certificate()
    address = f"/admin/signing/certificate/{row.pk}/"
    assert registrar.post(address, {"signed": "1", "signed_on": "nonsense"}).status_code == 200
    registrar.post(address, {"signed": "1", "signed_on": "2026-02-16"})
    assert is_ready(row)
    registrar.post(address, {"scan": ["1", ContentFile(b"%PDF-1.7 scan", name="s.pdf")]})
    assert Signature.objects.get().file_name == "s.pdf"
    registrar.post(address, {"link": "1"})
    assert "/holder/" in registrar.get(address).content.decode()
    registrar.post(address, {"revoke": "1"})
    assert "/holder/" not in registrar.get(address).content.decode()


@pytest.mark.parametrize("role", [HR, DIRECTOR, INSPECTOR])
def test_others_do_not_sign(client: Client, role: str) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[role]))
    row = certificate()
    for address in ("/admin/signing/", "/admin/signing/return/", f"/admin/signing/certificate/{row.pk}/"):
        response = client.get(address)
        assert response.status_code in {302, 403}
        assert row.record_number not in response.content.decode()
    assert Certificate.objects.filter(signature__signed_on__isnull=False).count() == 0
