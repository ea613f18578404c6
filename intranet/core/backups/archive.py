"""The file that a backup is: a tar whose first member is a manifest with the checksum of every other."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"


class BackupRefused(Exception):
    """The backup cannot be written or brought back; the message is a sentence that says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: ``files`` are the checksums by the name in the archive."""

    made_at: str
    vendor: str  # sqlite or postgresql
    institution: str
    files: dict[str, str]
    format: int = FORMAT


def write(target: Path, *, made_at: str, vendor: str, institution: str, files: Iterable[tuple[str, Path]]) -> Manifest:
    """Write ``files`` (name in the archive, path) to ``target``, readable by its owner alone: it holds keys."""
    listed = list(files)
    manifest = Manifest(made_at, vendor, institution, {name: checksum(path) for name, path in listed})
    partial = target.with_name(f".{target.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        head = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(head), 0o600
        archive.addfile(member, io.BytesIO(head))
        for name, path in listed:
            archive.add(path, arcname=name, recursive=False)
    partial.rename(target)  # a backup that was interrupted never has its final name
    return manifest


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty ``folder`` and prove every checksum. Raises BackupRefused for anything that is not whole."""
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise BackupRefused(f"{source}: {error}") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{source}: {manifest.format} ≠ {FORMAT}")
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    damaged = present ^ set(manifest.files)
    damaged |= {name for name in present & set(manifest.files) if checksum(folder / name) != manifest.files[name]}
    if damaged:
        raise BackupRefused(f"{source}: {', '.join(sorted(damaged)[:5])}")
    return manifest


def checksum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
