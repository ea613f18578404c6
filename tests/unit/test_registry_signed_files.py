"""What a signed file is, by its bytes and by its name."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.registry.rules.signed_files import Container, part, read_signed, safe_name, stems

CMS = bytes.fromhex("3082010006092a864886f70d010702") + bytes(200)
UNSIGNED = b"%PDF-1.7\n" + b"x" * 400
SIGNED = b"%PDF-1.7\n/Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 20 60 300]" + b"x" * 400


def asic(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, UNSIGNED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "container", "is_signed"),
    [
        (SIGNED, Container.PDF, True),
        (UNSIGNED, Container.PDF, False),
        (UNSIGNED + b"/SubFilter/ETSI.CAdES.detached/ByteRange[0 0 0 0]", Container.PDF, False),
        (UNSIGNED + b"/SubFilter/ETSI.CAdES.detached/ByteRange[0 20 60 9000]", Container.PDF, False),
        (UNSIGNED + b"/ByteRange[0 20 60 300]", Container.PDF, False),
        (CMS, Container.CMS, True),
        (base64.b64encode(CMS), Container.CMS, True),
        (b"-----BEGIN PKCS7-----\n" + base64.encodebytes(CMS) + b"-----END PKCS7-----\n", Container.CMS, True),
        (asic("mimetype", "a.pdf", "META-INF/signatures001.p7s"), Container.ASIC, True),
    ],
)
def test_what_a_file_is(data: bytes, container: Container, is_signed: bool) -> None:
    found = read_signed(data)
    assert found is not None
    assert (found.container, found.is_signed) == (container, is_signed)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x30\x80", asic("a.pdf"), asic("META-INF/manifest.xml"), b"PK\x03\x04"]
)
def test_what_is_none_of_them(data: bytes) -> None:
    assert read_signed(data) is None


def test_the_pdf_inside_is_found() -> None:
    inside = read_signed(asic("mimetype", "a.pdf", "META-INF/signatures.xml"))
    wrapped = read_signed(CMS + UNSIGNED + b"%%EOF" + bytes(40))
    assert inside is not None
    assert wrapped is not None
    assert (inside.pdf, wrapped.pdf) == (UNSIGNED, UNSIGNED + b"%%EOF")


def test_more_is_not_unpacked_than_may_be() -> None:
    with zipfile.ZipFile(io.BytesIO(asic("a.pdf"))) as archive:
        entry = archive.infolist()[0]
        assert part(archive, entry, most=10) is None
        entry.file_size = 5  # a heading that lies
        with pytest.raises(zipfile.BadZipFile):
            part(archive, entry, most=10)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ПК-2026-00001.pdf", ["ПК-2026-00001"]),
        ("out/ПК-2026-00001.pdf.p7s", ["ПК-2026-00001"]),
        ("C:\\out\\ПК-2026-00001_signed.pdf", ["ПК-2026-00001_signed", "ПК-2026-00001"]),
        ("ПК-2026-00001 (1).pdf", ["ПК-2026-00001 (1)", "ПК-2026-00001"]),
        ("ПК-2026-00001.ASICE", ["ПК-2026-00001"]),
        (".pdf", []),
    ],
)
def test_the_number_in_a_name(name: str, found: list[str]) -> None:
    assert stems(name) == found


@given(st.text(max_size=200))
def test_a_safe_name_is_one_that_every_system_takes(number: str) -> None:
    name = safe_name(number)
    assert 0 < len(name) <= 100
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith(".")


@given(st.binary(max_size=500))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    read_signed(data)
    read_signed(b"PK\x03\x04" + data)
    read_signed(b"\x30" + data)
    read_signed(b"%PDF-" + data)
