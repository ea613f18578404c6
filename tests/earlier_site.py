"""``python -m tests.earlier_site [COUNT]``: a site as the first version left it, brought up to date; prints JSON.

The database that ``DATABASE_URL`` names must be empty. The certificates have had every fate there is, in turn.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FIRST = [("registry", "0001_initial")]
WRITTEN = ("registry", "0003_what_was_there")
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
EVENTS = {  # of each fate, in order
    0: ["issued", "published"],
    1: ["issued"],
    2: ["issued", "withdrawn"],
    3: ["issued", "published", "annulled"],
    4: ["issued", "published", "restricted"],
    5: ["issued", "published", "corrected"],
    6: ["issued", "published", "restricted", "annulled"],
}


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Go to these steps and return the tables as they are then."""
    executor = MigrationExecutor(connection)
    return executor.migrate(targets).apps


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
    """Make the earlier site, upgrade it, and return how long the entries of the log took."""
    fill(migrate(FIRST), count)
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("registry")
    migrate([("registry", "0002_from_issue_to_proof")])
    began = time.perf_counter()
    migrate([WRITTEN])
    seconds = time.perf_counter() - began
    migrate(newest)
    return {"certificates": count, "seconds": seconds, "rows_a_second": round(count / seconds)}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2 * len(FATES))))
