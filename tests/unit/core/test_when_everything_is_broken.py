"""The pages that are shown when nothing else can be: no database, no context."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import RequestFactory

from intranet.core import languages, views

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_the_page_is_made_without_any_context_and_speaks_every_language(template: str) -> None:
    page = get_template(template).render()

    assert re.findall(r'<section class="bare__part" lang="(\w+)"', page) == list(languages.CODES)


@pytest.mark.parametrize("code", languages.CODES)
def test_the_language_of_the_address_comes_first(code: str) -> None:
    response = views.server_error(RequestFactory().get(f"/{code}/regulations/"))
    spoken = re.findall(r'<section class="bare__part" lang="(\w+)"', response.content.decode())

    assert response.status_code == 500
    assert spoken[0] == code
    assert sorted(spoken) == sorted(languages.CODES)


def test_an_address_without_a_language_breaks_politely_too() -> None:
    response = views.server_error(RequestFactory().get("/brand.css"))

    assert response.status_code == 500
    assert b'<html lang="uk">' in response.content


def test_the_style_sheet_and_its_fonts_are_ours_alone() -> None:
    css = (ROOT / "static" / "css" / "main.css").read_text(encoding="utf-8")
    files = set(re.findall(r'url\("?([^")]+)"?\)', css))

    assert files, "the fonts are named in it"
    assert all(name.startswith(("../fonts/", "data:")) for name in files), files
    assert all((ROOT / "static" / "css" / name).exists() for name in files if name.startswith(".."))
    assert "GDS Transport" not in css
