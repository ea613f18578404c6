"""What an entry of the register's log says, as bytes that anybody can make again from the public fields.

The content is JSON as RFC 8785 has it, all of its values texts: keys sorted, no spaces, UTF-8. The entry is a salted
hash of it, so that nobody can guess back what an entry says whose salt is not given out or was erased.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as _text
from typing import NamedTuple

from intranet.registry.rules.merkle import leaf_hash
from intranet.registry.rules.volumes import shown_volume

SALT_BYTES = 16
# That a name was withheld for a time, or its traces were erased, is nobody's business: such entries say "changed".
SAID = {"restricted": "changed", "restored": "changed", "erased": "changed"}


class Frozen(NamedTuple):
    """What never changes in a certificate, of what the public sees; form and kind by their codes."""

    code: str
    name: str
    form: str
    kind: str
    topic: str
    hours: Decimal | None
    ects: Decimal | None
    issue_date: date
    record_number: str


class Standing(NamedTuple):
    """Where a certificate stands: what may change of what the public sees."""

    annulled_on: date | None = None
    superseded_on: date | None = None
    is_withdrawn: bool = False
    is_named: bool = True

    @property
    def status(self) -> str:
        if self.is_withdrawn:
            return "withdrawn"
        return "superseded" if self.superseded_on else "annulled" if self.annulled_on else "valid"

    @property
    def status_date(self) -> str:
        day = None if self.is_withdrawn else self.superseded_on or self.annulled_on
        return _day(day) if day else ""


def content(event: str, at: datetime, frozen: Frozen, standing: Standing) -> bytes:
    """Return the canonical bytes of an event: what the public sees of the certificate from then on."""
    code, name, form, kind, topic, hours, ects, issue_date, record_number = frozen
    in_hours, in_ects = _volume(hours, ects)
    # Written out, for speed: a test holds it to what a JSON encoder makes of the same.
    return (
        f'{{"at":"{moment(at)}","code":{_text(code)},"ects":"{in_ects}","event":{_text(SAID.get(event, event))},'
        f'"form":{_text(form)},"hours":"{in_hours}","issue_date":"{_day(issue_date)}","kind":{_text(kind)},'
        f'"name":{_text(name if standing.is_named else "")},"record_number":{_text(record_number)},'
        f'"status":"{standing.status}","status_date":"{standing.status_date}","topic":{_text(topic)}}}'
    ).encode()


def salted_hash(salt: bytes, data: bytes) -> bytes:
    """Return the hash of an entry: RFC 9162's, of a salted hash of the content."""
    return leaf_hash(hashlib.sha256(salt + data).digest())


@lru_cache(maxsize=4096)
def moment(at: datetime) -> str:
    """Return a moment as the log writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class Flags(NamedTuple):
    """What the events so far say of a certificate."""

    is_published: bool = False
    is_annulled: bool = False
    is_superseded: bool = False
    is_withdrawn: bool = False
    is_named: bool = True


_CHANGES: dict[str, dict[str, bool]] = {
    "published": {"is_published": True},
    "annulled": {"is_annulled": True},
    "corrected": {"is_superseded": True},
    "withdrawn": {"is_withdrawn": True},
    "restricted": {"is_named": False},
    "restored": {"is_named": True},
}


@lru_cache(maxsize=512)
def after(flags: Flags, event: str) -> Flags:
    """Return what the events say with one more."""
    return flags._replace(**_CHANGES.get(event, {}))


def unfolded(
    events: Iterable[str], *, annulled_on: date | None, superseded_on: date | None
) -> Iterator[tuple[Flags, Standing]]:
    """Yield where a certificate stood after each of its events, the dates taken from its row."""
    flags = Flags()
    for event in events:
        flags = after(flags, event)
        yield (
            flags,
            Standing(
                annulled_on=annulled_on if flags.is_annulled else None,
                superseded_on=superseded_on if flags.is_superseded else None,
                is_withdrawn=flags.is_withdrawn,
                is_named=flags.is_named,
            ),
        )


@lru_cache(maxsize=4096)
def _volume(hours: Decimal | None, ects: Decimal | None) -> tuple[str, str]:
    shown = shown_volume(hours, ects)
    return format(shown.hours, "f"), format(shown.ects, "f")


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return day.isoformat()
