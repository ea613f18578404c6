"""``python -m tests.earlier_site [COUNT]``: a site as the first version left it, brought up to date; prints JSON.

The database that ``DATABASE_URL`` names must be empty. The certificates have had every fate there is, in turn.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FIRST = [("registry", "0001_initial")]
WRITTEN = "registry.0003_what_was_there"
REGISTERED = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
PUBLISHED = REGISTERED + timedelta(days=1, microseconds=5)
DAY = date(2026, 2, 3)
FATES: tuple[dict[str, Any], ...] = (
    {"first_published_at": PUBLISHED},
    {},
    {"withdrawn_at": PUBLISHED, "withdrawal_reason": "typing error"},
    {"first_published_at": PUBLISHED, "annulled_on": DAY, "annulment_basis": "order 5"},
    {"first_published_at": PUBLISHED, "restricted_on": DAY},
    {"first_published_at": PUBLISHED, "superseded_on": DAY},
    {"first_published_at": PUBLISHED, "restricted_on": DAY, "annulled_on": DAY, "annulment_basis": "order 6"},
)
MOST_SHOWN = 1000


def fill(apps: Any, count: int) -> None:
    """Make the institution of the first version and its certificates."""
    apps.get_model("core", "Institution").objects.create(
        pk=1, profile_key="ukraine", languages=["uk", "en"], names={"uk": "Коледж", "en": "College"}
    )
    form = apps.get_model("registry", "Form").objects.create(code="distance", names={"uk": "дистанційна"})
    kind = apps.get_model("registry", "Kind").objects.create(code="programme", names={"uk": "програма"})
    model = apps.get_model("registry", "Certificate")
    model.objects.bulk_create((model(**_columns(number, form, kind)) for number in range(count)), batch_size=500)


def _columns(number: int, form: Any, kind: Any) -> dict[str, Any]:
    return {
        "surname": "Гнатюк", "given_name": "Олена", "form": form, "kind": kind, "topic": f"Тема {number % 300}",
        "hours": 30, "outcomes": "Уміє.", "issue_date": date(2026, 1, 10), "record_number": f"ПК-2026-{number:05}",
        "number_key": f"пк2026{number:05}", "code": f"{number:016}", "language": "uk", "public_name": "Гнатюк О.",
        "name_key": "гнатюк о", "sort_key": "гнатюк о", "provider_name": "Коледж", "signatory_name": "Ярмоленко О. П.",
        "registered_at": REGISTERED + timedelta(seconds=number), "publish_after": PUBLISHED,
        **FATES[number % len(FATES)],
    }  # fmt: skip


def main(count: int) -> dict[str, Any]:
    """Make the earlier site, upgrade it, and return what came of it and how long the entries of the log took."""
    fill(MigrationExecutor(connection).migrate(FIRST).apps, count)
    moments: dict[tuple[str, str], float] = {}

    def note(action: str, migration: Any = None, _fake: bool = False) -> None:
        if action.startswith("apply"):
            moments[action, str(migration)] = time.perf_counter()

    executor = MigrationExecutor(connection, note)
    executor.migrate(executor.loader.graph.leaf_nodes("registry"))
    seconds = moments["apply_success", WRITTEN] - moments["apply_start", WRITTEN]
    told = StringIO()
    call_command("verify_register", "--json", stdout=told)
    return {
        "rows_a_second": round(count / seconds),
        "log": json.loads(told.getvalue()),
        "events": _events() if count <= MOST_SHOWN else [],
        "templates": list(Template.objects.order_by("pk").values_list("name", "is_default", "versions__number")),
    }


def _events() -> list[list[str]]:
    """Return what happened to each certificate by the log."""
    found = Certificate.objects.order_by("pk")
    return [list(row.leaves.order_by("pk").values_list("event", flat=True)) for row in found]


if __name__ == "__main__":
    django.setup()
    from intranet.registry.models import Certificate, Template

    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2 * len(FATES))))
