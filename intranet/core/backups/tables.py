"""The database's part of a backup: a consistent copy while the site goes on working."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

from intranet.core.backups.archive import BackupRefused

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def dump(folder: Path) -> Path:
    """Write a consistent copy of the database into ``folder``."""
    target = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def load(folder: Path) -> None:
    """Bring the copy in ``folder`` into the database of this site, which the caller knows to be empty."""
    source = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(connection.settings_dict["NAME"])
        for leftover in target.parent.glob(f"{target.name}*"):
            leftover.unlink()
        _copy_sqlite(source, target)
    else:
        with connection.cursor() as cursor:  # the tables of an earlier, empty migrate
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
             f"--dbname={connection.settings_dict['NAME']}", str(source))  # fmt: skip


def _copy_sqlite(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as origin, sqlite3.connect(target) as copy:
        origin.backup(copy)
    origin.close()
    copy.close()


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on this site's database, its password outside the list of processes."""
    place = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(place["HOST"] or ""),
        "PGPORT": str(place["PORT"] or ""),
        "PGUSER": str(place["USER"] or ""),
        "PGPASSWORD": str(place["PASSWORD"] or ""),
        "PGDATABASE": str(place["NAME"]),
    }
    environment = {name: value for name, value in environment.items() if value}
    try:
        done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupRefused(f"{program}: apt-get install postgresql-client") from error
    if done.returncode != 0:
        raise BackupRefused(f"{program}: {done.stderr.strip()}")
