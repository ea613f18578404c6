"""Writing a backup and bringing one back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.backups import archive, tables
from intranet.core.backups.archive import BackupRefused, Manifest
from intranet.core.models import Institution

KEPT_FILES = ("secret-key", "demo")  # of the folder of data; the rest of it is made anew
KEPT_FOLDERS = ("keys", "mail")


def default_target(at: datetime) -> Path:
    return Path(settings.VAR_DIR) / "backups" / f"intranet-{at:%Y-%m-%d-%H%M%S}.tar"


def back_up(*, target: Path, at: datetime) -> Manifest:
    """Write database, media, kept mail and keys to ``target``, while the site goes on working."""
    if target.exists():
        raise BackupRefused(_("%(file)s is there already. Name another file.") % {"file": target})
    institution = Institution.objects.first()
    if institution is None:
        raise BackupRefused(_("There is no site here yet, so there is nothing to keep."))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = tables.dump(Path(folder))  # before the files: a row never points to a file that is not kept
        files = [(database.name, database), *_files_to_keep()]
        return archive.write(
            target, made_at=at.isoformat(), vendor=connection.vendor, institution=str(institution), files=files
        )


def _files_to_keep() -> Iterator[tuple[str, Path]]:
    folder = Path(settings.VAR_DIR)
    for name in KEPT_FILES:
        if (folder / name).is_file():
            yield f"var/{name}", folder / name
    for name in KEPT_FOLDERS:
        yield from _files_under(folder / name, f"var/{name}")
    yield from _files_under(Path(settings.MEDIA_ROOT), "media")


def _files_under(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield f"{name}/{path.relative_to(folder).as_posix()}", path


def restore(*, source: Path, at: datetime) -> Manifest:
    """Bring a backup back into an empty place, and lock issuing until the register has been compared.

    Raises BackupRefused where this place is not empty, or the file is damaged or of another kind of database; then
    nothing has been changed.
    """
    _require_an_empty_place()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            manifest = archive.unpack(source, folder)
        except BackupRefused as damage:
            raise BackupRefused(
                _("The backup is damaged or is none, and nothing was changed: %(reason)s") % {"reason": damage}
            ) from None
        if manifest.vendor != connection.vendor:
            raise BackupRefused(
                _("The backup was made on %(theirs)s and this place runs on %(ours)s. Choose another place.")
                % {"theirs": manifest.vendor, "ours": connection.vendor}
            )
        tables.load(folder)
        _put_back(folder / "var", Path(settings.VAR_DIR))
        _put_back(folder / "media", Path(settings.MEDIA_ROOT))
    call_command("migrate", interactive=False, verbosity=0)
    _lock_issuing(manifest, at)
    return manifest


def _require_an_empty_place() -> None:
    try:
        with transaction.atomic():
            taken = Institution.objects.exists()
    except DatabaseError:  # no tables yet
        taken = False
    if taken:
        raise BackupRefused(
            _("There is a site here already. A backup goes into an empty place: another VAR_DIR or database.")
        )


def _put_back(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)


@transaction.atomic
def _lock_issuing(manifest: Manifest, at: datetime) -> None:
    """Certificates issued after the backup are unknown here: a new one could take the number of one of them."""
    Institution.objects.update(issuing_locked_since=at)
    audit.record("core.restored", at=at, subject=Institution.objects.get(), made_at=manifest.made_at)
