"""Certificates as PDF (REG-06, DOC-01…07): tagged PDF/A-2a and PDF/UA-1, the same bytes at any time.

A document is made of what was frozen at issue, whatever has become of the certificate since; whether it may still be
handed out is for ``hindrance`` to say. What lies outside the certificate and can move the bytes: a new release of
Typst, of the fonts or of CLDR's dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.core.typesetting.compiling import (
    NotCompiled,
    Order,
    TookTooLong,
    compile_apart,
    compile_here,
    compile_many,
)
from intranet.registry.models import Certificate, Duplicate, Series, TemplateVersion
from intranet.registry.printing.contents import content
from intranet.registry.printing.designs import Design, design_of, standard
from intranet.registry.queries.designs import origin, version_for

_NO_LETTER = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed", re.DOTALL)


class CannotPrint(Refusal):
    """The document cannot be made; the message says why."""


def pdf(certificate: Certificate, *, duplicate: Duplicate | None = None) -> bytes:
    """Return the certificate's document as it was issued, or its duplicate. Raises CannotPrint."""
    known = _Designs()
    design, data = known.design(certificate), known.order(certificate, duplicate).data
    try:
        return (compile_here if design.is_ours else compile_apart)(design, data)
    except NotCompiled as error:
        raise refused(error, certificate) from None


def pdfs(certificates: Iterable[Certificate], *, processes: int | None = None) -> Iterator[tuple[Certificate, bytes]]:
    """Make the documents on every core, streamed in the order given. Raises CannotPrint at one that cannot be made.

    Give it rows with ``select_related("form", "kind")``: their names are printed.
    """
    known = _Designs()
    orders = (known.order(certificate, None) for certificate in certificates)
    try:
        yield from compile_many(orders, processes=processes)
    except NotCompiled as error:
        raise refused(error, error.subject) from None


def hindrance(certificate: Certificate) -> str:
    """Return why the document is not handed out any more, empty where it may be."""
    if certificate.withdrawn_at:
        return _("This certificate was withdrawn and was never valid, so no document is made of it.")
    if certificate.superseded_on:
        return _("This certificate was corrected. Open the version that superseded it and print that one.")
    if certificate.annulled_on:
        return _("This certificate is annulled, so its document is no longer made.")
    if certificate.is_historical:
        return _("This certificate was issued before the register was kept here. The document handed out then stands.")
    return ""


def refused(error: NotCompiled, certificate: object) -> CannotPrint:
    """Return what to tell a person where a document could not be made."""
    if isinstance(error, TookTooLong):
        return CannotPrint(_("The template did not come to an end in time. Look through its source for loops."))
    letter = _NO_LETTER.search(error.message)
    if letter:
        sentence = _(
            "Certificate %(number)s cannot be printed: the fonts of the register do not have “%(text)s”. Replace it."
        )
        return CannotPrint(sentence % {"number": certificate, "text": letter["text"][:40]})
    sentence = _("Certificate %(number)s cannot be printed. Its template was refused with: %(reason)s")
    return CannotPrint(sentence % {"number": certificate, "reason": error.message[:300]})


class _Designs:
    """The designs and the address of the site, read once for however many certificates."""

    def __init__(self) -> None:
        self.of_version = lru_cache(maxsize=8)(self._of_version)
        self.of_series = lru_cache(maxsize=64)(self._of_series)
        self.origin = lru_cache(maxsize=1)(origin)

    def order(self, certificate: Certificate, duplicate: Duplicate | None) -> Order:
        design = self.design(certificate)
        place = certificate.origin or self.origin()
        return Order(certificate, design, content(certificate, design, origin=place, duplicate=duplicate))

    def design(self, certificate: Certificate) -> Design:
        version = certificate.template_version_id or self.of_series(certificate.series_id)
        return self.of_version(version) if version else standard(certificate.language)

    def _of_version(self, version_id: int) -> Design:
        return design_of(TemplateVersion.objects.get(pk=version_id))

    def _of_series(self, series_id: int | None) -> int | None:
        """Return the present version for a certificate that was issued before there were templates."""
        version = version_for(Series.objects.filter(pk=series_id).first() if series_id else None)
        return version.pk if version else None
