"""Certificates that were there already: their entries in the log, and the ground of names withheld, so far unknown."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time

from django.db import migrations, transaction

from intranet.registry.rules import leaves
from intranet.registry.rules.leaves import Frozen

CHUNK = 5000


def write_leaves(apps, schema_editor):
    """Write the entries of every certificate without any, some thousands a transaction."""
    certificates, log = apps.get_model("registry", "Certificate"), apps.get_model("registry", "Leaf")
    last = 0
    while True:
        with transaction.atomic(using=schema_editor.connection.alias):
            rows = list(
                certificates.objects.filter(pk__gt=last, leaves=None).select_related("form", "kind").order_by("pk")[:CHUNK]
            )
            log.objects.bulk_create([leaf for row in rows for leaf in leaves_of(log, row)], batch_size=CHUNK)
        if len(rows) < CHUNK:
            return
        last = rows[-1].pk


def leaves_of(log, row):
    """Yield the entries of one certificate; a day without a time is taken from its beginning."""
    frozen = Frozen(
        row.code, row.public_name, row.form.code, row.kind.code, row.topic, row.hours, row.ects, row.issue_date,
        row.record_number,
    )
    happened = [
        ("issued", row.registered_at),
        ("published", row.first_published_at),
        ("withdrawn", row.withdrawn_at),
        ("restricted", moment(row.restricted_on)),
        ("annulled", moment(row.annulled_on)),
        ("corrected", moment(row.superseded_on)),
    ]
    happened = [(event, at) for event, at in happened if at is not None]
    history = leaves.unfolded(
        [event for event, _at in happened], annulled_on=row.annulled_on, superseded_on=row.superseded_on
    )
    for (event, at), (_flags, standing) in zip(happened, history, strict=True):
        salt = os.urandom(leaves.SALT_BYTES)
        hashed = leaves.salted_hash(salt, leaves.content(event, at, frozen, standing))
        yield log(certificate=row, event=event, at=at, salt=salt, hash=hashed)


def moment(day):
    return datetime.combine(day, time.min, tzinfo=UTC) if day else None


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
