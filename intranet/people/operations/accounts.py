"""Accounts: opened for a person, given to inspectors for a time; the sign-in log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from intranet.core import audit, institution
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.core.rights import GROUPS, INSPECTOR
from intranet.people.models import InspectorTerm, Person, SignIn


class AccountRefused(Refusal):
    """The account cannot be opened or given so; the message says why."""


@transaction.atomic
def open_account(
    *,
    person: Person,
    username: str,
    password: str,
    groups: Sequence[str],
    at: datetime,
    actor: Account | None = None,
) -> Account:
    """Open an account for a person, in groups of the house. Raises AccountRefused."""
    if person.account_id is not None:
        raise AccountRefused(_("%(person)s has an account already.") % {"person": person})
    if unknown := set(groups) - set(GROUPS):
        raise AccountRefused(_("There is no group “%(group)s”.") % {"group": min(unknown)})
    if INSPECTOR in groups and len(set(groups)) > 1:
        raise AccountRefused(_inspectors_own())
    account = Account(
        username=username.strip(),
        email=person.email,
        first_name=person.given_name[:150],
        last_name=person.surname[:150],
    )
    try:
        account.set_password(password)
        account.full_clean()
        validate_password(password, account)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages)) from error
    account.save()
    account.groups.set(_group(name) for name in groups)
    site = institution.current()
    UserProfile.objects.update_or_create(
        user=account,
        defaults={
            "preferred_language": person.language or site.default_language,
            "current_time_zone": site.time_zone,
        },
    )
    if account.email:
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    person.account = account
    person.save(update_fields=["account"])
    audit.record("people.account_opened", at=at, actor=actor, subject=account, person=person.pk, groups=list(groups))
    return account


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


@transaction.atomic
def link_account(*, person: Person, account: Account | None, at: datetime, actor: Account | None = None) -> Person:
    """Say whose account this is, or (None) that the person has none any more. Raises AccountRefused."""
    if account is not None:
        owner = Person.objects.filter(account=account).exclude(pk=person.pk).first()
        if owner is not None:
            raise AccountRefused(_("This account belongs to %(owner)s. Take it from them first.") % {"owner": owner})
    if person.account != account:
        person.account = account
        person.save(update_fields=["account"])
        audit.record(
            "people.account_linked", at=at, actor=actor, subject=person, account=account.pk if account else None
        )
    return person


def _inspectors_own() -> str:
    return _("An inspector needs an account of their own, without other groups: open a new one for the inspection.")


@transaction.atomic
def admit_inspector(
    *, account: Account, since: date, until: date, basis: str, at: datetime, actor: Account | None = None
) -> InspectorTerm:
    """Let an account inspect from a date until a date; the access ends by itself. Raises AccountRefused."""
    if until <= since:
        raise AccountRefused(
            _("The end must be later than the beginning: “until” is the first day on which it no longer holds.")
        )
    if not basis.strip():
        raise AccountRefused(_("The basis is missing. Name the order or letter that demands the inspection."))
    if account.is_superuser or account.groups.exclude(name=INSPECTOR).exists():
        raise AccountRefused(_inspectors_own())
    if InspectorTerm.objects.filter(account=account).overlapping(since, until).exists():
        raise AccountRefused(_("This account may inspect in that period already. End the earlier term first."))
    account.groups.add(_group(INSPECTOR))
    term = InspectorTerm.objects.create(account=account, since=since, until=until, basis=basis.strip())
    audit.record(
        "people.inspector_admitted",
        at=at,
        actor=actor,
        subject=term,
        account=account.pk,
        since=since.isoformat(),
        until=until.isoformat(),
        basis=term.basis,
    )
    return term


@transaction.atomic
def end_inspection(*, term: InspectorTerm, until: date, at: datetime, actor: Account | None = None) -> InspectorTerm:
    """End an inspector's term earlier or later: ``until`` is the first day without access. Raises AccountRefused."""
    if until <= term.since:
        raise AccountRefused(_("A term lasts a day at least. Remove it if the inspection does not take place."))
    others = InspectorTerm.objects.filter(account=term.account).exclude(pk=term.pk)
    if others.overlapping(term.since, until).exists():
        raise AccountRefused(_("This account may inspect in that period already. End the earlier term first."))
    term.until = until
    term.save(update_fields=["until"])
    audit.record("people.inspection_ended", at=at, actor=actor, subject=term, until=until.isoformat())
    return term


def record_sign_in(*, account: Account, address: str | None, at: datetime) -> SignIn:
    """Write that an account signed in: one row, which is its own record."""
    return SignIn.objects.create(account=account, address=address, at=at)
