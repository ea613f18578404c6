"""The texts and tables that the demo is made of, as files beside this module. Pure."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


def table(name: str) -> dict[str, Any]:
    """Return one of the tables."""
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


def text(stem: str, language: str) -> tuple[str, bytes]:
    """Return a text's file name and its bytes."""
    name = f"{stem}.{language}.txt"
    return name, (TEXTS / name).read_bytes()


def paragraphs(stem: str, language: str) -> tuple[str, list[str]]:
    """Return a text's first line, its title, and the lines after it."""
    title, *rest = text(stem, language)[1].decode().splitlines()
    return title, rest


def days_before(on_date: date, days: float) -> date:
    """Return the day that lies ``days`` back; a negative number looks ahead."""
    return on_date - timedelta(days=round(days))
