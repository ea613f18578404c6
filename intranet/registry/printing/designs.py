"""What a template's version looks like to the printer: Typst source, background, words and colour."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.typesetting.worker import design_key
from intranet.registry.enums import Paper
from intranet.registry.models import TemplateVersion
from intranet.registry.printing.words import WORDS

COLOUR = "#1f5a57"  # of the frame, where a template names none


class Layout(models.TextChoices):
    """How a template says where things stand."""

    STANDARD = "standard", _("as supplied: a frame, everything in its place")
    PLACED = "placed", _("a background picture and fields placed on it")
    SOURCE = "source", _("Typst source (for experts)")


@dataclass(frozen=True)
class Design:
    """A template's version without its row, so that one that is not saved yet can be tried."""

    languages: tuple[str, ...]
    source: str
    layout: str = Layout.STANDARD
    paper: str = Paper.PORTRAIT
    background: bytes = b""
    background_type: str = ""
    fields: tuple[dict[str, Any], ...] = ()
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    colour: str = COLOUR

    @cached_property
    def checksum(self) -> str:
        """Return what tells one version from another: everything that can move the bytes of a certificate."""
        said = [self.languages, self.source, self.layout, self.paper, self.fields, self.words, self.colour]
        told = json.dumps(said, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(told.encode() + self.background).hexdigest()

    @cached_property
    def key(self) -> str:
        return design_key(self.source, self.background)

    @property
    def is_ours(self) -> bool:
        """Say whether the source is supplied with the house: it ends, and does so in this process."""
        return self.source in (supplied("standard"), supplied("placed"))

    def words_in(self, language: str) -> dict[str, str]:
        return {**WORDS[language], **self.words.get(language, {})}


@cache
def supplied(name: str) -> str:
    """Return a Typst source that is supplied with the house."""
    return str((settings.BASE_DIR / "assets" / "certificates" / f"{name}.typ").read_text(encoding="utf-8"))


def standard(*languages: str, paper: str = Paper.PORTRAIT) -> Design:
    """Return the design supplied with the house."""
    return Design(languages=languages, source=supplied("standard"), paper=paper)


def design_of(version: TemplateVersion) -> Design:
    """Return the design that a version froze."""
    return Design(
        languages=tuple(version.languages),
        source=version.source,
        layout=version.texts.get("layout", Layout.SOURCE),
        paper=version.paper,
        background=bytes(version.background or b""),
        background_type=version.background_type,
        fields=tuple(version.fields),
        words=version.texts.get("words", {}),
        colour=version.texts.get("colour", COLOUR),
    )
