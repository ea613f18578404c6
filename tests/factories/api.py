"""Keys of the API and batches for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from intranet.core.models import Account
from intranet.core.rights import sync_groups
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey
from intranet.registry.operations.keying import make_key

MADE_AT = datetime(2026, 2, 1, 9, tzinfo=UTC)
ADDRESS = "/api/v1/certificates"
_names = count(1)


def registrar() -> Account:
    """Return an account that may issue."""
    sync_groups()
    account = Account.objects.create_user(f"registrar-{next(_names)}")
    account.groups.add(Group.objects.get(name="registrar"))
    return account


def key(*scopes: str, account: Account | None = None) -> tuple[ApiKey, str]:
    """Return a key that may issue and prepare, or only what is named, with its text."""
    return make_key(
        name="Learning platform", scopes=scopes or ApiScope.values, at=MADE_AT, actor=account or registrar()
    )


def item(**changes: Any) -> dict[str, Any]:
    """Return an item that passes the gate, but for the changes; None leaves a field out."""
    whole = {
        "full_name": "Гнатюк Олена Василівна",
        "form": "distance",
        "kind": "programme",
        "topic": "Цифрові інструменти формувального оцінювання",
        "hours": 30,
        "outcomes": "Добирає інструменти оцінювання до мети заняття.",
        "issue_date": "2026-02-14",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def send(client: Client, written: str, body: Any, *, name: str = "", **headings: str) -> Any:
    """Send a batch under a key; ``body`` is JSON, or bytes as they are."""
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return client.post(
        ADDRESS,
        data,
        content_type=headings.pop("content_type", "application/json"),
        headers={
            "Authorization": f"Bearer {written}", "Idempotency-Key": name or f"request-{next(_names)}",
            "Accept-Language": "en", **headings,
        },
    )  # fmt: skip
