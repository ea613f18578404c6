"""Documents as PDF: tagged PDF/A-2a and PDF/UA-1, each part in its language, the same bytes for the same text.

A document is made in a process of its own, limited in time and memory (ADR 12): its length is whatever people wrote.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.core.typesetting.compiling import NotCompiled, TookTooLong, compile_apart
from intranet.core.typesetting.worker import design_key

SECONDS = 60  # of a processor, for one document; one of 300 clauses takes one


class CannotSet(Refusal):
    """The document cannot be made; the message says why."""


@dataclass(frozen=True)
class Source:
    """A Typst source of ours."""

    name: str
    background: bytes = b""
    background_type: str = ""

    @property
    def source(self) -> str:
        return _source(self.name)

    @property
    def key(self) -> str:
        return design_key(self.source, b"")


@dataclass(frozen=True)
class Printable:
    """A document that can be made: what it is set by, and all that it says."""

    source: Source
    data: dict[str, Any]

    @property
    def key(self) -> str:
        """Return what tells one document from another: everything that can move its bytes."""
        told = json.dumps([version("typst"), self.source.source, self.data], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def pdf(self) -> bytes:
        """Return the document. Raises CannotSet."""
        try:
            return compile_apart(self.source, self.data, seconds=SECONDS)
        except TookTooLong:
            raise CannotSet(_("This document is too long to be made into a PDF. Print the page instead.")) from None
        except NotCompiled as error:
            said = _("This document cannot be made into a PDF: %(reason)s") % {"reason": error.message[:300]}
            raise CannotSet(said) from None


@cache
def _source(name: str) -> str:
    folder = settings.BASE_DIR / "assets" / "documents"
    return "\n".join((folder / f"{part}.typ").read_text(encoding="utf-8") for part in ("shared", name))
