"""What waits for the registrar."""

from __future__ import annotations

from dataclasses import dataclass

from intranet.registry.models import AnnulmentRequest, Certificate, CertificateQuerySet, Draft


@dataclass(frozen=True)
class WorkCounts:
    """What the dashboard says about the register."""

    drafts: int
    unpublished: int
    held_back: int


def held_back() -> CertificateQuerySet:
    """Return what is held back from publication, the oldest issue date first: its clock runs on (REG-01)."""
    return Certificate.objects.held_back().order_by("issue_date", "id")


def work_counts() -> WorkCounts:
    """Count drafts, certificates not yet public, and those held back."""
    return WorkCounts(
        drafts=Draft.objects.count(),
        unpublished=Certificate.objects.unpublished().count(),
        held_back=Certificate.objects.held_back().count(),
    )


def annulments_to_decide(account_id: int) -> int:
    """Count the annulments that others asked for and nobody has decided yet (REG-09)."""
    return AnnulmentRequest.objects.filter(decided_at=None).exclude(asked_by=account_id).count()
