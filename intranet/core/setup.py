"""Setting a site up: the institution, its groups, its languages, its first administrator, and what the rooms add."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page

from intranet.core import audit
from intranet.core.languages import CODES as LANGUAGE_CODES
from intranet.core.models import Account, Institution
from intranet.core.profile import PROFILES
from intranet.core.rights import ADMINISTRATOR, sync_groups

Step = Callable[[Institution, datetime], None]

_steps: list[Step] = []


class SetupRefused(Exception):
    """The site cannot be set up; the message is a sentence for the person who asked."""


@dataclass(frozen=True)
class Administrator:
    """The first account: it may do everything."""

    username: str
    password: str
    email: str = ""


def on_setup(step: Step) -> Step:
    """Have ``step(institution, at)`` run at the end of the set-up, in its transaction; it must be repeatable."""
    if step not in _steps:
        _steps.append(step)
    return step


def is_set_up() -> bool:
    return Institution.objects.exists()


@transaction.atomic
def set_up_site(
    *,
    profile_key: str,
    names: Mapping[str, str],
    at: datetime,
    languages: Sequence[str] | None = None,
    administrator: Administrator | None = None,
    is_demo: bool = False,
) -> Institution:
    """Make the institution and everything that an empty site of its profile needs.

    Raises SetupRefused where there is an institution already, or where the profile or a language is unknown.
    """
    if is_set_up():
        raise SetupRefused(_("This site has been set up already. Change it in the admin, under Settings."))
    if profile_key not in PROFILES:
        raise SetupRefused(
            _("There is no profile “%(profile)s”. Choose one of: %(profiles)s.")
            % {"profile": profile_key, "profiles": ", ".join(PROFILES)}
        )
    profile = PROFILES[profile_key]
    chosen = list(languages or profile.languages)
    if unknown := set(chosen) - set(LANGUAGE_CODES):
        raise SetupRefused(
            _("There is no language “%(language)s”. Choose from: %(languages)s.")
            % {"language": min(unknown), "languages": ", ".join(LANGUAGE_CODES)}
        )
    if not any(names.values()):
        raise SetupRefused(_("The institution needs a name."))
    institution = Institution.objects.create(
        pk=1,
        profile_key=profile_key,
        languages=chosen,
        time_zone=profile.time_zone,
        names=dict(names),
        public_list=profile.public_list,
        list_basis=profile.list_basis,
        is_demo=is_demo,
    )
    account = _make_administrator(administrator) if administrator else None
    prepare(institution, at)
    if account is not None:
        account.groups.add(*account.groups.model.objects.filter(name=ADMINISTRATOR))
    audit.record("core.set_up", at=at, actor=account, subject=institution, profile=profile_key, languages=chosen)
    return institution


def prepare(institution: Institution, at: datetime) -> None:
    """Make what the site needs in each of its languages, the groups, and what the rooms add; repeatable."""
    _make_roots(institution.languages)
    sync_groups()
    for step in _steps:
        step(institution, at)


def _make_roots(languages: Sequence[str]) -> None:
    """Make Wagtail's locales and the roots of its two trees, which its migrations make only once."""
    for code in languages:
        Locale.objects.get_or_create(language_code=code)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root", locale=Locale.objects.get(language_code=languages[0]))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")


def require_good_password(administrator: Administrator) -> None:
    """Raise ValidationError where the password is too weak for an administrator."""
    validate_password(administrator.password, Account(username=administrator.username, email=administrator.email))


def _make_administrator(administrator: Administrator) -> Account:
    require_good_password(administrator)
    account = Account(username=administrator.username, email=administrator.email, is_staff=True, is_superuser=True)
    account.set_password(administrator.password)
    account.save()
    return account
