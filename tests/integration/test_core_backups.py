"""A backup brings the whole site back into an empty place, and nothing else."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from intranet.core.backups import archive, operations, tables
from intranet.core.backups.archive import BackupRefused
from intranet.core.models import Holiday, Institution

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    """Return the folder of this site's files, with a picture and a key in it."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"
    (tmp_path / "var").mkdir()
    (tmp_path / "media" / "images").mkdir(parents=True)
    (tmp_path / "var" / "secret-key").write_text("a key")
    (tmp_path / "media" / "images" / "crest.png").write_bytes(b"\x89PNG")
    return tmp_path


@pytest.fixture
def kept(transactional_db: None, place: Path) -> Path:
    """Return a backup of a site that has one holiday."""
    Holiday.objects.create(date="2026-08-24", name="День Незалежності")
    target = place / "site.tar"
    operations.back_up(target=target, at=AT)
    return target


@pytest.fixture
def emptied(place: Path) -> Callable[[], None]:
    """Return a function that leaves this place as a new one: no site, no files."""

    def empty() -> None:
        Institution.objects.all().delete()
        Holiday.objects.all().delete()
        (place / "var" / "secret-key").unlink()
        (place / "media" / "images" / "crest.png").unlink()

    return empty


@pytest.mark.sqlite
def test_everything_comes_back_and_serves_with_issuing_locked(
    kept: Path, emptied: Callable[[], None], place: Path, client: Client
) -> None:
    emptied()
    operations.restore(source=kept, at=LATER)
    assert Institution.objects.get().issuing_locked_since == LATER
    assert Holiday.objects.get().name == "День Незалежності"
    assert (place / "var" / "secret-key").read_text() == "a key"
    assert (place / "media" / "images" / "crest.png").read_bytes() == b"\x89PNG"
    assert client.get("/uk/certificates/").status_code == 200


@pytest.mark.sqlite
def test_a_place_that_is_taken_is_left_alone(kept: Path) -> None:
    Institution.objects.update(code="changed since")
    with pytest.raises(BackupRefused):
        operations.restore(source=kept, at=LATER)
    assert Institution.objects.get().code == "changed since"


def test_a_backup_is_for_its_owner_alone_and_never_written_over(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupRefused):
        operations.back_up(target=kept, at=LATER)


@pytest.mark.parametrize("harm", ["cut short", "one byte", "no tar", "one file more"])
def test_a_damaged_backup_changes_nothing(kept: Path, emptied: Callable[[], None], place: Path, harm: str) -> None:
    emptied()
    content = kept.read_bytes()
    if harm == "cut short":
        kept.write_bytes(content[: len(content) // 2])
    elif harm == "one byte":
        kept.write_bytes(content.replace(b"\x89PNG", b"\x88PNG"))
    elif harm == "no tar":
        kept.write_bytes(b"hello")
    else:
        (place / "more").write_text("more")
        with tarfile.open(kept, "a") as tar:
            tar.add(place / "more", arcname="media/more")
    with pytest.raises(BackupRefused):
        operations.restore(source=kept, at=LATER)
    assert not Institution.objects.exists()
    assert not (place / "media" / "images" / "crest.png").exists()


def test_a_backup_of_another_kind_of_database_is_refused(kept: Path, emptied: Callable[[], None], place: Path) -> None:
    emptied()
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    foreign = place / "foreign.tar"
    (place / tables.NAMES[other]).write_text("")
    archive.write(
        foreign,
        made_at="2026-01-01",
        vendor=other,
        institution="A",
        files=[(tables.NAMES[other], place / tables.NAMES[other])],
    )
    with pytest.raises(BackupRefused, match=other):
        operations.restore(source=foreign, at=LATER)
