"""How far certificates are with their signatures (DOC-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from intranet.registry.enums import Signing
from intranet.registry.models import Certificate, CertificateQuerySet, ImportBatch, PrintRun, Series, Signature


@dataclass(frozen=True)
class Wanted:
    """Which of the certificates that wait for a signature are meant."""

    series: Series | None = None
    batch: ImportBatch | None = None
    since: date | None = None
    until: date | None = None


def is_ready(certificate: Certificate) -> bool:
    """Say whether the holder may have the certificate: it is signed, or was before the register was kept here."""
    if certificate.is_historical:
        return True
    return Signature.objects.filter(certificate=certificate, signed_on__isnull=False).exists()


def signable() -> CertificateQuerySet:
    """Return what may be signed: it stands and was not annulled."""
    return Certificate.objects.standing().filter(annulled_on=None, is_historical=False)


def unsigned(signing: str, wanted: Wanted) -> CertificateQuerySet:
    """Return what waits to be signed in the given way, in the order of issue; without a series it is on paper."""
    way = Q(series__signing=signing)
    if signing == Signing.PAPER:
        way |= Q(series=None)
    rows = signable().filter(way, Q(signature=None) | Q(signature__signed_on=None))
    if wanted.series:
        rows = rows.filter(series=wanted.series)
    if wanted.batch:
        rows = rows.filter(batch=wanted.batch)
    if wanted.since:
        rows = rows.filter(issue_date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(issue_date__lte=wanted.until)
    return rows.order_by("issue_date", "id")


def of_run(run: PrintRun) -> CertificateQuerySet:
    """Return the certificates of a run in the order of their sheets."""
    return Certificate.objects.filter(signature__run=run).order_by("issue_date", "id")


def signed_of_run(run: PrintRun) -> int:
    """Count what of a run is signed."""
    return run.signatures.exclude(signed_on=None).count()


def signature_of(certificate: Certificate) -> Signature | None:
    """Return how far the certificate is; None where nothing was done yet."""
    return Signature.objects.filter(certificate=certificate).select_related("run").first()
