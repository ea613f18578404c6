"""What may be placed on a certificate, and what must be (DOC-01…07): a template's fields as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PLACEABLE = (
    "provider", "provider_code", "document_type", "record_number", "full_name", "surname", "given_names", "name_latin",
    "topic", "form", "kind", "hours", "ects", "outcomes", "issue_date", "period", "programme", "signatory_post",
    "signatory_name", "verify_address", "qr", "duplicate", "text",
)  # fmt: skip
ALIGNMENTS = ("left", "center", "right")
FONTS = ("Noto Sans", "Noto Serif")
WEIGHTS = ("regular", "bold")
WIDTH, HEIGHT = 210, 297  # of an upright A4, in millimetres

# Any field of a row satisfies it. The provider's name may stand in the picture, so it is not asked for (DOC-01).
DEMANDED = (
    ("topic", frozenset({"topic"})),
    ("hours", frozenset({"hours", "ects"})),
    ("full_name", frozenset({"full_name"})),
    ("outcomes", frozenset({"outcomes"})),
    ("issue_date", frozenset({"issue_date"})),
    ("record_number", frozenset({"record_number"})),
    ("signatory_name", frozenset({"signatory_name"})),
    ("qr", frozenset({"qr", "verify_address"})),
)


def not_placed(fields: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what a certificate must show and the fields do not; surname and given names make a full name."""
    there = {str(field["field"]) for field in fields}
    if {"surname", "given_names"} <= there:
        there.add("full_name")
    return [name for name, any_of in DEMANDED if not any_of & there]


def outside(field: Mapping[str, Any], *, landscape: bool) -> bool:
    """Say whether a field would run off the paper."""
    width, height = (HEIGHT, WIDTH) if landscape else (WIDTH, HEIGHT)
    return bool(field["x"] + field["width"] > width or field["y"] + field.get("height", 0) > height)
