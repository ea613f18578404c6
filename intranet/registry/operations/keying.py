"""Keys of other systems: made by whoever may issue, shown once, kept as a hash, revoked at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey
from intranet.registry.rules import secrets

# What the account must be allowed itself for its key to be.
PERMISSIONS = {ApiScope.ISSUE: "registry.issue_certificate", ApiScope.DRAFT: "registry.add_draft"}


class CannotMakeKey(Refusal):
    """The key cannot be made; the message says why."""


class CannotRevokeKey(Refusal):
    """The key is revoked already."""


@transaction.atomic
def make_key(
    *, name: str, scopes: Sequence[str], at: datetime, actor: Account, expires_on: date | None = None
) -> tuple[ApiKey, str]:
    """Make a key that acts for whoever makes it; return it with its text, which is known now and never again.

    Raises CannotMakeKey.
    """
    if not name.strip():
        raise CannotMakeKey(_("Say for which system the key is."))
    if not scopes:
        raise CannotMakeKey(_("Tick at least one thing that the key may do."))
    for scope in scopes:
        if not may(actor, scope):
            raise CannotMakeKey(_("A key may do no more than the account that it acts for, and this one may not."))
    if expires_on is not None and expires_on < clock.date_of(at):
        raise CannotMakeKey(_("The last day has passed already. Give a later one."))
    new = secrets.new_secret()
    key = ApiKey.objects.create(
        name=name.strip(), prefix=new.prefix, hashed=secrets.hashed(new.written), account=actor, made_at=at,
        scopes=sorted(scopes), expires_on=expires_on,
    )  # fmt: skip
    audit.record("registry.api_key_made", at=at, actor=actor, subject=key, name=key.name, scopes=key.scopes)
    return key, new.written


@transaction.atomic
def revoke_key(*, key: ApiKey, at: datetime, actor: Account | None = None) -> ApiKey:
    """Revoke a key: from this moment nothing is done with it. Raises CannotRevokeKey."""
    row = ApiKey.objects.select_for_update().get(pk=key.pk)
    if row.revoked_at is not None:
        raise CannotRevokeKey(_("This key is revoked already."))
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    audit.record("registry.api_key_revoked", at=at, actor=actor, subject=row)
    return row


def may(account: Account, scope: str) -> bool:
    """Say whether the account is allowed itself what a key of this scope would do for it."""
    return scope in PERMISSIONS and account.has_perm(PERMISSIONS[ApiScope(scope)])


def note_use(*, key: ApiKey, on_date: date) -> None:
    """Keep the day on which the key was used last; a day is written once."""
    if key.used_on != on_date:
        ApiKey.objects.filter(pk=key.pk).update(used_on=on_date)
