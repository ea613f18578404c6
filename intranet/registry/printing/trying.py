"""Trying a design that is not saved: with long words, or with what was issued last."""

from __future__ import annotations

from datetime import date

from intranet.core import institution
from intranet.core.typesetting.compiling import compile_apart, compile_here
from intranet.core.typesetting.worker import DOCUMENT
from intranet.registry.models import Certificate
from intranet.registry.printing.contents import content
from intranet.registry.printing.designs import Design
from intranet.registry.printing.samples import longest
from intranet.registry.queries.designs import origin


def with_longest(design: Design, *, on_date: date) -> Certificate:
    """Return a certificate that nobody holds, in the design's first language, issued by this institution."""
    site = institution.current()
    language = design.languages[0]
    return longest(language, provider=site.name_in(language), code=site.code, on_date=on_date)


def made(design: Design, certificate: Certificate, kind: str = DOCUMENT) -> bytes:
    """Return the document or its picture. Raises NotCompiled."""
    data = content(certificate, design, origin=certificate.origin or origin(), duplicate=None)
    return (compile_here if design.is_ours else compile_apart)(design, data, kind)
