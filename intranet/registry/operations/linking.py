"""Links to holders' pages: made, revoked, made anew."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from intranet.core import audit
from intranet.core.models import Account
from intranet.registry.enums import HolderCause
from intranet.registry.models import Certificate, HolderLink, HolderTelling
from intranet.registry.queries.holding import token_of
from intranet.registry.queries.signing import is_ready


@transaction.atomic
def tokens_for(keys: Iterable[int], *, at: datetime) -> dict[int, str]:
    """Return the token of each certificate's link, which is made where there is none in force."""
    wanted = set(keys)
    there = set(_in_force(wanted).values_list("certificate_id", flat=True))
    HolderLink.objects.bulk_create(
        [HolderLink(certificate_id=key, selector=_selector(), made_at=at) for key in sorted(wanted - there)],
        ignore_conflicts=True,
    )
    return {link.certificate_id: token_of(link) for link in _in_force(wanted)}


@transaction.atomic
def reset_link(*, certificate: Certificate, at: datetime, actor: Account | None = None) -> str:
    """Revoke the link of a certificate, make a new one and have it sent where the certificate is ready."""
    HolderLink.objects.filter(certificate=certificate, revoked_at=None).update(revoked_at=at, revoked_by=actor)
    token = tokens_for([certificate.pk], at=at)[certificate.pk]
    told = HolderTelling.objects.filter(certificate=certificate, cause=HolderCause.READY)
    told.filter(told_at=None).update(told_at=at, dropped=True)
    if is_ready(certificate) and not certificate.is_historical:
        last = told.aggregate(last=Max("round"))["last"] or 0
        HolderTelling.objects.create(certificate=certificate, cause=HolderCause.READY, round=last + 1, noted_at=at)
    audit.record("registry.link_reset", at=at, actor=actor, subject=certificate)
    return token


@transaction.atomic
def revoke_link(*, certificate: Certificate, at: datetime, actor: Account | None = None) -> bool:
    """Revoke the link of a certificate; say whether there was one."""
    revoked = HolderLink.objects.filter(certificate=certificate, revoked_at=None)
    was_there = bool(revoked.update(revoked_at=at, revoked_by=actor))
    if was_there:
        audit.record("registry.link_revoked", at=at, actor=actor, subject=certificate)
    return was_there


def _in_force(keys: set[int]):  # type: ignore[no-untyped-def]
    return HolderLink.objects.filter(certificate__in=keys, revoked_at=None)


def _selector() -> str:
    return secrets.token_urlsafe(12)
