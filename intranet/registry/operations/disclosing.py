"""Deciding what the register discloses beyond its list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.models import DisclosureSettings
from intranet.registry.operations import open_data
from intranet.registry.queries.disclosing import disclosure_settings


class NoLegalBasis(Refusal):
    """The full files cannot be opened without the basis on which they are."""


@transaction.atomic
def decide(
    *,
    open_data_basis: Mapping[str, str],
    is_open: bool,
    public_compliance: bool,
    badges: bool,
    letters_per_hour: int,
    at: datetime,
    actor: Account | None = None,
) -> DisclosureSettings:
    """Write down what is disclosed. Closing the open data takes its files away at once. Raises NoLegalBasis."""
    basis = {language: text.strip() for language, text in open_data_basis.items() if text.strip()}
    if is_open and not basis:
        raise NoLegalBasis(_("Write down the legal basis first: without one the full files and the feed stay closed."))
    settings = disclosure_settings()
    settings.open_data_basis, settings.open_data = basis, is_open
    settings.public_compliance, settings.badges = public_compliance, badges
    settings.letters_per_hour = letters_per_hour
    settings.save()
    audit.record(
        "registry.disclosure_decided", at=at, actor=actor, subject=settings, open_data=is_open, basis=basis,
        public_compliance=public_compliance, badges=badges, letters_per_hour=letters_per_hour,
    )  # fmt: skip
    if not is_open:
        transaction.on_commit(open_data.take_down)
    return settings
