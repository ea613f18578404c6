"""Checks of ``manage.py check --deploy``: a real site refuses to start with the demo's data or its passwords."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.utils.module_loading import import_string

from intranet.core.models import Account, Institution


@register(Tags.security, deploy=True)
def demo_is_refused(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Return an error for each trace of the demo in this site's database."""
    found: list[CheckMessage] = []
    try:
        if settings.DEMO or Institution.objects.filter(is_demo=True).exists():
            found.append(
                Error(
                    "The demo institution is in this site's database.",
                    hint="Begin a real site in an empty database: manage.py setup_site.",
                    id="intranet.E001",
                )
            )
        found.extend(
            Error(
                f"The account “{username}” has the demo's password.",
                hint=f"Change it: manage.py changepassword {username}",
                id="intranet.E002",
            )
            for username in _accounts_with_demo_passwords()
        )
    except DatabaseError:
        return []  # no tables yet: migrate comes first, and there is no data to refuse
    return found


def _accounts_with_demo_passwords() -> list[str]:
    passwords = {username: password for _role, username, password in import_string(settings.DEMO_SIGN_INS)()}
    accounts = Account.objects.filter(username__in=passwords, is_active=True)
    return [account.username for account in accounts if account.check_password(passwords[account.username])]
