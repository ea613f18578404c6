"""What must be there before the site is served."""

from __future__ import annotations

import io
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from intranet.core.management.commands import setup_site
from intranet.core.models import Account, Institution
from intranet.core.serving import preparing
from intranet.core.serving.preparing import CannotServe


def test_a_busy_port_is_told_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind((preparing.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotServe, match=f"PORT={port + 1}"):
            preparing.require_free_port(port)
    preparing.require_free_port(port)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=5_000_000))
    with pytest.raises(CannotServe, match="5"):
        preparing.require_room(tmp_path)


@pytest.mark.django_db
def test_static_files_are_collected_once_and_again_when_one_changes(settings: Any, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "collected"
    assert preparing.static_files_are_behind()
    preparing.collect_static_files()
    assert (tmp_path / "collected" / "a.css").exists()
    assert not preparing.static_files_are_behind()
    (source / "a.css").write_text("a { color: red }")
    assert preparing.static_files_are_behind()


@pytest.mark.django_db
def test_a_site_that_stands_is_not_begun_again() -> None:
    with pytest.raises(SystemExit) as refusal:
        call_command("setup_site", profile="wales", name=["Ysgol"], admin="admin", password_stdin=True)
    assert "VAR_DIR" in str(refusal.value)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, db: None) -> list[str]:
    """Return the answers that will be typed, in this order, on an empty place."""
    Institution.objects.all().delete()
    answers: list[str] = []
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr("builtins.input", lambda question: answers.pop(0))
    monkeypatch.setattr(setup_site, "getpass", lambda question: answers.pop(0))
    return answers


def test_a_real_site_is_begun_by_answering(typed: list[str]) -> None:
    typed += ["mars", "wales", "Ysgol y Bryn", "Hill School", "pennaeth", "1234", "a-long-and-rare-word", "mistyped"]
    typed += ["a-long-and-rare-word", "a-long-and-rare-word"]
    call_command("setup_site")
    institution = Institution.objects.get()
    assert typed == []
    assert institution.names == {"cy": "Ysgol y Bryn", "en": "Hill School"}
    assert institution.languages == ["cy", "en"]
    assert Account.objects.get(username="pennaeth").check_password("a-long-and-rare-word")


def test_a_real_site_is_begun_without_a_question(typed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a-long-and-rare-word\n"))
    call_command("setup_site", profile="wales", name=["Ysgol", "en=School"], admin="pennaeth", password_stdin=True)
    assert Institution.objects.get().names == {"cy": "Ysgol", "en": "School"}


@pytest.mark.usefixtures("typed")
def test_a_weak_password_begins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1234\n"))
    with pytest.raises(SystemExit):
        call_command("setup_site", profile="wales", name=["Ysgol"], admin="pennaeth", password_stdin=True)
    assert not Institution.objects.exists()
