"""Giving the log's entries their places, and marking its heads (RFC 9162, C2SP checkpoints)."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.models import BLOCK, Block, Head, Leaf
from intranet.registry.queries import marks
from intranet.registry.queries.proofs import Tree, newest_head, split
from intranet.registry.rules import merkle
from intranet.registry.rules.checkpoints import Checkpoint, Signer

PLACED_AT_ONCE = 16 * BLOCK
SEALING_LOCK = 7_237_002  # of PostgreSQL's advisory locks


class CannotMark(Refusal):
    """No head is marked; the message says why."""


def place(*, most: int | None = None, until: datetime | None = None) -> int:
    """Give entries without a place, up to a moment, the next ones in the order of their keys; return how many got one.

    One transaction for some thousands; where another process is at it, nothing is done. A crash between two loses
    nothing: what has no place yet gets it the next time.
    """
    placed = 0
    while most is None or placed < most:
        count = _place_some(until)
        placed += count
        if count < PLACED_AT_ONCE:
            break
    return placed


@transaction.atomic
def _place_some(until: datetime | None) -> int:
    if not _alone():
        return 0
    table, index = connection.ops.quote_name(Leaf._meta.db_table), connection.ops.quote_name("index")
    size = _size()
    due, of_due = "", []
    if until is not None:
        due, of_due = f" AND {connection.ops.quote_name('at')} <= %s", [connection.ops.adapt_datetimefield_value(until)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {index} = %s + numbered.n FROM ("  # noqa: S608 - our own names
            " SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ("
            f" SELECT id FROM {table} WHERE {index} IS NULL{due} ORDER BY id LIMIT %s) waiting) numbered"
            f" WHERE {table}.id = numbered.id",
            [size, *of_due, PLACED_AT_ONCE],
        )
        count = int(cursor.rowcount)
    if count:
        _fill_blocks(size + count)
    return count


def _alone() -> bool:
    """Say whether this process alone seals. On SQLite the transaction itself sees to it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING_LOCK])
        return bool(cursor.fetchone()[0])


def _size() -> int:
    last = Leaf.objects.exclude(index=None).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else int(last) + 1


def _fill_blocks(size: int) -> None:
    """Write the blocks from the last one on, which may not have been full."""
    last = Block.objects.order_by("-number").values_list("number", flat=True).first()
    first = (last or 0) * BLOCK
    rows = Leaf.objects.filter(index__gte=first, index__lt=size).order_by("index").values_list("hash", flat=True)
    hashes = b"".join(bytes(hashed) for hashed in rows.iterator(chunk_size=BLOCK))
    blocks = []
    for start in range(0, len(hashes), BLOCK * merkle.HASH_BYTES):
        kept = hashes[start : start + BLOCK * merkle.HASH_BYTES]
        number = (first + start // merkle.HASH_BYTES) // BLOCK
        blocks.append(Block(number=number, root=merkle.root(split(kept)), hashes=kept))
    Block.objects.bulk_create(
        blocks, batch_size=20, update_conflicts=True, unique_fields=["number"], update_fields=["root", "hashes"]
    )


def mark_daily(*, at: datetime, on_date: date) -> Head | None:
    """Mark a head unless one was marked on this day, or nothing happened since. Raises CannotMark."""
    newest = newest_head()
    if newest is not None and clock.date_of(newest.marked_at) >= on_date:
        return None
    head = mark(at=at)
    return head if head is not None and head.marked_at == at else None


@transaction.atomic
def mark(*, at: datetime, actor: Account | None = None) -> Head | None:
    """Mark a head over every entry that has its place, and return the newest; None where there are no entries.

    A head is marked only where the log still begins with what the one before it says. Raises CannotMark.
    """
    if not _alone():
        return newest_head()
    size, newest = _size(), newest_head()
    if size == 0 or (newest is not None and newest.size == size):
        return newest
    tree = Tree(size)
    if newest is not None and (newest.size > size or tree.hash_of(0, newest.size) != bytes(newest.root)):
        raise CannotMark(
            _("The log no longer begins with what its head of %(size)s entries says. Run manage.py verify_register.")
            % {"size": newest.size}
        )
    signer = _signer(is_first=newest is None)
    root = tree.root()
    head = Head.objects.create(
        size=size,
        root=root,
        marked_at=at,
        checkpoint=signer.note(str(Checkpoint(signer.name, size, root))),
        verifier=str(signer.verifier),
    )
    audit.record("registry.head_marked", at=at, actor=actor, subject=head, size=size)
    return head


def _signer(*, is_first: bool) -> Signer:
    signer = marks.ring().signer
    if signer is not None:
        return signer
    if not is_first or settings.REGISTER_KEY:
        raise CannotMark(
            _(
                "The key that marks the heads of the log is missing. Put it back into %(file)s or into REGISTER_KEY, or"
                " make a new one with manage.py mark_register --new-key."
            )
            % {"file": marks.key_file()}
        )
    return new_key()


def new_key() -> Signer:
    """Make a new key that marks the heads from now on, and keep the public ones of those before it.

    The name of the log stays. Raises CannotMark where the keys are in the setting: then its owner changes them.
    """
    if settings.REGISTER_KEY:
        raise CannotMark(_("The keys are in the setting REGISTER_KEY. Change them there."))
    ring, path = marks.ring(), marks.key_file()
    heads = Head.objects.order_by("size").values_list("checkpoint", flat=True)
    name = ring.signer.name if ring.signer else (heads[0].split("\n")[0] if heads else marks.origin())
    signer = Signer(name, secrets.token_bytes(32))
    _keep(path, "\n".join([str(signer), *(str(one) for one in ring.verifiers), ""]))
    return signer


def _keep(path: Path, text: str) -> None:
    """Write a file that its owner alone may read; another process sees the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        partial.unlink()
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    partial.replace(path)
