"""The volume of a programme, and whether its hours by activity add up. Pure (PRG-02, VOL-01, VOL-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from intranet.registry.rules.volumes import credits_of, disagrees, shown

NONE = Decimal(0)


class Activity(NamedTuple):
    """A row of the distribution of hours: lectures, practice, consultation …"""

    name: str
    contact: Decimal
    self_study: Decimal


@dataclass(frozen=True)
class ProgrammeVolume:
    """The volume as stated: classes, self-study, and the credits where the programme names them."""

    contact: Decimal | None = None
    self_study: Decimal | None = None
    stated_credits: Decimal | None = None

    @property
    def is_stated(self) -> bool:
        return bool(self.contact or self.stated_credits)

    @property
    def hours(self) -> Decimal | None:
        """The volume in hours: classes without self-study (VOL-05)."""
        return None if self.contact is None else shown(self.contact)

    @property
    def reckoned_credits(self) -> Decimal | None:
        """The credits that the hours come to, self-study included (VOL-05); nothing where no hours are stated."""
        if self.contact is None:
            return None
        return shown(credits_of(self.contact + (self.self_study or NONE)))

    @property
    def ects(self) -> Decimal | None:
        """The volume in credits: the stated one, which is the approved one, else the reckoned one."""
        return self.reckoned_credits if self.stated_credits is None else shown(self.stated_credits)

    @property
    def credits_differ(self) -> bool:
        """Whether the stated credits are not those that the hours come to."""
        reckoned = self.reckoned_credits
        return self.stated_credits is not None and reckoned is not None and shown(self.stated_credits) != reckoned

    @property
    def units_differ(self) -> bool:
        """Whether hours and credits are not 30 : 1: a certificate that states both says two volumes (VOL-01)."""
        return disagrees(self.hours, self.ects)


class Gap(NamedTuple):
    """A column of the distribution that does not add up to the stated total."""

    column: str  # contact or self_study
    stated: Decimal
    added: Decimal

    @property
    def difference(self) -> Decimal:
        return shown(abs(self.stated - self.added))


def added(activities: Iterable[Activity]) -> Activity:
    """Return the sums of the columns."""
    rows = list(activities)
    return Activity("", sum((row.contact for row in rows), NONE), sum((row.self_study for row in rows), NONE))


def gaps(activities: Iterable[Activity], volume: ProgrammeVolume) -> list[Gap]:
    """Return the columns that do not add up; a programme need not distribute its hours at all (PRG-02)."""
    rows = list(activities)
    if not rows:
        return []
    sums = added(rows)
    stated = {"contact": volume.contact or NONE, "self_study": volume.self_study or NONE}
    return [
        Gap(column, shown(total), shown(getattr(sums, column)))
        for column, total in stated.items()
        if total != getattr(sums, column)
    ]
