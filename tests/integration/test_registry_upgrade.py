"""A site that was set up before the log and the templates is brought up to date (law 5)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.components import ROOT
from tests.earlier_site import FATES

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
EVENTS = [  # of each fate, in order
    ["issued", "published"],
    ["issued"],
    ["issued", "withdrawn"],
    ["issued", "published", "annulled"],
    ["issued", "published", "restricted"],
    ["issued", "published", "corrected"],
    ["issued", "published", "restricted", "annulled"],
]


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Yield the address of a new, empty database beside that of the tests."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'earlier.sqlite3'}"
        return
    import psycopg

    parts, name = connection.settings_dict, f"earlier_{uuid.uuid4().hex}"
    server = f"postgres://{parts['USER']}@{parts['HOST']}:{parts['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as other:
        other.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            other.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[dict[str, Any]]:
    with empty_database(tmp_path) as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.earlier_site"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": address, "TEST_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


def test_an_upgraded_site_has_its_certificates_in_the_log_and_the_supplied_templates(upgraded: dict[str, Any]) -> None:
    assert upgraded["events"] == EVENTS * 2
    assert len(EVENTS) == len(FATES)
    assert upgraded["log"]["problems"] == [], "an entry says something else than its certificate"
    assert upgraded["log"]["entries"] == sum(map(len, EVENTS * 2))
    assert [default for _name, default, _version in upgraded["templates"]] == [True, False, False, False]
    assert {version for _name, _default, version in upgraded["templates"]} == {1}
