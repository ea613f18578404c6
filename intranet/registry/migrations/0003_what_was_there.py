"""Certificates that were there already: their entries in the log, and the ground of names withheld, so far unknown."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time

from django.db import migrations, transaction
from django.db.models import Exists, OuterRef

from intranet.registry.rules import leaves
from intranet.registry.rules.leaves import Frozen

CHUNK = 10_000
LINES = 500
HAPPENED = {  # what happens to a certificate, by the column that tells it, in this order
    "issued": "registered_at",
    "published": "first_published_at",
    "withdrawn": "withdrawn_at",
    "restricted": "restricted_on",
    "annulled": "annulled_on",
    "corrected": "superseded_on",
}
FROZEN = ("code", "public_name", "form_id", "kind_id", "topic", "hours", "ects", "issue_date", "record_number")
ENTRY = ("certificate_id", "event", "at", "salt", "hash")


def write_leaves(apps, schema_editor):
    """Write the entries of every certificate without any, some thousands a transaction, by their keys alone.

    Interrupted, it goes on where it stopped: a certificate has all of its entries or none.
    """
    connection = schema_editor.connection
    certificates, log = apps.get_model("registry", "Certificate"), apps.get_model("registry", "Leaf")
    forms, kinds = (dict(apps.get_model("registry", name).objects.values_list("pk", "code")) for name in ("Form", "Kind"))
    silent = certificates.objects.filter(~Exists(log.objects.filter(certificate=OuterRef("pk")))).order_by("pk")
    last = 0
    while True:
        rows = list(silent.filter(pk__gt=last).values_list("pk", *FROZEN, *HAPPENED.values())[:CHUNK])
        with transaction.atomic(using=connection.alias):
            insert(connection, log, (entry for row in rows for entry in entries_of(row, forms, kinds)))
        if len(rows) < CHUNK:
            return
        last = rows[-1][0]


def entries_of(row, forms, kinds):
    """Yield the entries of one certificate; a day without a time is taken from its beginning."""
    key, code, name, form, kind, topic, hours, ects, issue_date, number, *moments = row
    frozen = Frozen(code, name, forms[form], kinds[kind], topic, hours, ects, issue_date, number)
    annulled_on, superseded_on = moments[-2:]
    happened = [(event, moment(at)) for event, at in zip(HAPPENED, moments, strict=True) if at is not None]
    history = leaves.unfolded(
        [event for event, _at in happened], annulled_on=annulled_on, superseded_on=superseded_on
    )
    for (event, at), (_flags, standing) in zip(happened, history, strict=True):
        salt = os.urandom(leaves.SALT_BYTES)
        yield key, event, at, salt, leaves.salted_hash(salt, leaves.content(event, at, frozen, standing))


def insert(connection, log, entries):
    """Write entries at once: COPY on PostgreSQL, rows in bulk elsewhere (law 11)."""
    if connection.vendor != "postgresql":
        log.objects.bulk_create((log(**dict(zip(ENTRY, entry, strict=True))) for entry in entries), batch_size=CHUNK)
        return
    lines = [
        f"{key}\t{event}\t{at.isoformat()}\t\\\\x{salt.hex()}\t\\\\x{hashed.hex()}\n"
        for key, event, at, salt, hashed in entries
    ]
    table, columns = connection.ops.quote_name(log._meta.db_table), ", ".join(ENTRY)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for start in range(0, len(lines), LINES):
            copy.write("".join(lines[start : start + LINES]))


def moment(at):
    return at if isinstance(at, datetime) else datetime.combine(at, time.min, tzinfo=UTC)


def say_that_grounds_were_not_recorded(apps, schema_editor):
    """Nobody was asked for the ground before; the reason stands in the audit trail."""
    certificates = apps.get_model("registry", "Certificate")
    certificates.objects.exclude(restricted_on=None).filter(restriction="").update(
        restriction="unrecorded", restriction_reason="—"
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("registry", "0002_from_issue_to_proof"),
    ]

    operations = [
        migrations.RunPython(write_leaves, migrations.RunPython.noop),
        migrations.RunPython(say_that_grounds_were_not_recorded, migrations.RunPython.noop),
    ]
