"""Open Badges for holders: off until the institution turns them on."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import institution
from intranet.core.dates import format_hours
from intranet.core.refusals import Refusal
from intranet.registry.models import Certificate
from intranet.registry.queries import marks
from intranet.registry.queries.disclosing import disclosure_settings
from intranet.registry.rules import badges
from intranet.registry.rules.badges import Badge, Issuer


class NoBadge(Refusal):
    """There is no badge; the message says why."""


def are_on() -> bool:
    """Say whether the institution gives badges to holders."""
    return disclosure_settings().badges


def badge_jwt(certificate: Certificate, at: datetime) -> str:
    """Return the certificate's badge as a JWT, for its holder alone. Raises NoBadge."""
    if not are_on():
        raise NoBadge(_("This institution gives no badges."))
    if certificate.withdrawn_at or certificate.annulled_on or certificate.superseded_on:
        raise NoBadge(_("This certificate is not in force, so that there is no badge of it."))
    signer = marks.ring().signer
    if signer is None:
        raise NoBadge(_("The key that marks badges is not there yet. Ask the institution."))
    credential = badges.credential(_badge(certificate), issuer())
    key = badges.public_key(signer.verifier.public)
    return badges.jwt(credential, seed=signer.seed, key_address=_address("badge_key", key["kid"]), issued_at=at)


def issuer() -> Issuer:
    """Return the institution as badges name it."""
    site = institution.current()
    return Issuer(
        address=_address("badge_issuer"),
        name=site.name_in(site.default_language),
        url=f"{settings.WAGTAILADMIN_BASE_URL}/",
        phone=site.phone,
        email=site.email,
    )


def public_keys() -> list[dict[str, str]]:
    """Return every key that marks badges or once did."""
    return [badges.public_key(one.public) for one in marks.ring().verifiers]


def _badge(certificate: Certificate) -> Badge:
    with translation.override(certificate.language):
        hours = format_hours(certificate.volume.hours, certificate.language)
        description = _("Professional development: %(topic)s, %(hours)s.") % {
            "topic": certificate.topic,
            "hours": hours,
        }
    return Badge(
        address=_address("verify", certificate.code),
        holder=certificate.full_name(),
        topic=certificate.topic,
        description=description,
        outcomes=certificate.outcomes,
        ects=certificate.volume.ects,
        record_number=certificate.record_number,
        language=certificate.language,
        valid_from=datetime.combine(certificate.issue_date, time(), institution.time_zone()),
    )


def _address(name: str, *parts: Any) -> str:
    """Return a whole address that stays: in the site's default language, whoever asks."""
    with translation.override(institution.current().default_language):
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=parts)}"
