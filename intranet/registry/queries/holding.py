"""What the holder of a certificate may have: reached by a link, or by being signed in as its holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from intranet.core import clock
from intranet.core.languages import in_reader_language
from intranet.people.models import Person
from intranet.registry import disclosure
from intranet.registry.disclosure import PublicEntry, Row
from intranet.registry.models import Certificate, HolderLink, Signature
from intranet.registry.rules.signed_files import Container, safe_name

SALT = "intranet.registry.holder"
TOKEN_LENGTH = 100


class Standing(StrEnum):
    """How the holder's certificate stands."""

    UNSIGNED = "unsigned"
    READY = "ready"
    ANNULLED = "annulled"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Held:
    """A certificate as its holder sees it: the public fields, and what can be had."""

    certificate: Certificate
    entry: PublicEntry
    standing: Standing
    signature: Signature | None
    public_since: date | None
    public_from: date | None

    @property
    def is_withheld(self) -> bool:
        return self.certificate.restricted_on is not None

    @property
    def has_signed_file(self) -> bool:
        return bool(self.standing == Standing.READY and self.signature and self.signature.file)

    @property
    def has_document(self) -> bool:
        """Say whether there is a document to hand out; what was issued before the register has its paper alone."""
        return self.standing == Standing.READY and (self.has_signed_file or not self.certificate.is_historical)

    @property
    def is_whole_in_one(self) -> bool:
        """Say whether the signed file shows the certificate by itself; a detached signature needs the PDF beside it."""
        return bool(self.has_signed_file and self.signature and ending_of(self.signature.file) != f".{Container.CMS}")

    @property
    def file_name(self) -> str:
        return safe_name(self.certificate.record_number)


def ending_of(file: FieldFile) -> str:
    """Return the ending of a stored file's name, with its point."""
    return PurePosixPath(file.name or "").suffix


def token_of(link: HolderLink) -> str:
    """Return what the address of a link ends in."""
    return _signer().sign(link.selector)


def address_of(token: str) -> str:
    """Return the address of a holder's page in the reader's language."""
    return reverse("holder", args=[token])


def by_token(token: str) -> Certificate | None:
    """Return the certificate that a link in force opens; None for everything else, however it looks."""
    if len(token) > TOKEN_LENGTH or not token.isascii():
        return None
    try:
        selector = _signer().unsign(token)
    except BadSignature:
        return None
    link = HolderLink.objects.filter(selector=selector, revoked_at=None).select_related(*_with("certificate")).first()
    return link.certificate if link else None


def of_person(person: Person, pk: int) -> Certificate | None:
    """Return a certificate of the person's own."""
    return Certificate.objects.filter(pk=pk, person=person).select_related("form", "kind", "signature").first()


def held(certificate: Certificate, *, at: datetime) -> Held:
    """Return what the holder sees of the certificate; its form, kind and signature are best read with it."""
    row = Row(*(getattr(certificate, name) for name in Row._fields))
    entry = disclosure.entry(
        row,
        form=in_reader_language(certificate.form.names),
        kind=in_reader_language(certificate.kind.names),
        url=reverse("verify", args=[certificate.code]),
    )
    signature: Signature | None = getattr(certificate, "signature", None)
    is_public = certificate.is_public_at(at)
    return Held(
        certificate=certificate,
        entry=entry,
        standing=_standing(certificate, signature),
        signature=signature,
        public_since=clock.date_of(certificate.first_published_at or certificate.publish_after) if is_public else None,
        public_from=None if is_public or certificate.held_at else clock.date_of(certificate.publish_after),
    )


def _standing(certificate: Certificate, signature: Signature | None) -> Standing:
    facts: list[tuple[Any, Standing]] = [
        (certificate.withdrawn_at, Standing.WITHDRAWN),
        (certificate.superseded_on, Standing.SUPERSEDED),
        (certificate.annulled_on, Standing.ANNULLED),
        (certificate.is_historical or (signature and signature.signed_on), Standing.READY),
    ]
    return next((standing for fact, standing in facts if fact), Standing.UNSIGNED)


def _with(prefix: str) -> list[str]:
    return [f"{prefix}__form", f"{prefix}__kind", f"{prefix}__signature"]


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".", algorithm="sha256")
