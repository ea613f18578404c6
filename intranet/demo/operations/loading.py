"""Making the demo institution, in one transaction; and the large register, file by file after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.models import Account, Institution
from intranet.core.refusals import Refusal
from intranet.core.rights import REGISTRAR
from intranet.demo import material
from intranet.demo.operations import caring, founding, teaching, writing
from intranet.demo.operations.journal import as_csv, rows, working_day
from intranet.demo.operations.registering import Register
from intranet.people.models import Person, Unit
from intranet.registry.models import Certificate, Draft
from intranet.registry.operations.importing import import_rows

LANGUAGE = "uk"
USUAL, FEWEST = 300, 30
IN_A_FILE = 20_000
OLDEST, NEWEST = 1090, 45  # days ago: what the large register's dates lie between
PUBLIC_BY_NOW = timedelta(hours=36)
Progress = Callable[[int, int], None]


class DemoRefused(Refusal):
    """The demo is not made; the message says why, and what to do."""


@dataclass(frozen=True)
class Made:
    """What was made."""

    units: int
    people: int
    accounts: int
    documents: int
    pages: int
    announcements: int
    certificates: int
    held_back: int
    annulled: int
    drafts: int


@transaction.atomic
def make_demo(*, at: datetime, certificates: int = USUAL) -> Made:
    """Make the whole demo with up to ``USUAL`` certificates, or nothing. Raises DemoRefused where a site is here."""
    _refuse_where_a_site_is()
    with translation.override(LANGUAGE):
        founding.found(at=at)
        on_date = clock.date_of(at)
        cast = founding.staff(at=at, on_date=on_date)
        founding.councils(cast=cast, at=at, on_date=on_date)
        pages = writing.documents(cast=cast, at=at, on_date=on_date)
        announcements = writing.announcements(cast=cast, on_date=on_date)
        writing.acknowledge(cast=cast, at=at, on_date=on_date)
        Register(cast=cast, at=at, on_date=on_date).make(min(certificates, USUAL))
        caring.take_care(cast=cast, at=at, on_date=on_date)
        teaching.hold_courses(cast=cast, at=at, on_date=on_date)
    return Made(
        units=Unit.objects.count(),
        people=Person.objects.count(),
        accounts=len(cast.accounts),
        documents=len({page.translation_key for page in pages}),
        pages=len(pages),
        announcements=len({page.translation_key for page in announcements}),
        certificates=Certificate.objects.standing().count(),
        held_back=Certificate.objects.held_back().count(),
        annulled=Certificate.objects.exclude(annulled_on=None).count(),
        drafts=Draft.objects.count(),
    )


def _refuse_where_a_site_is() -> None:
    site = Institution.objects.first()
    if site is None:
        return
    if site.is_demo:
        raise DemoRefused(_("The demo institution is here already. Nothing was changed."))
    raise DemoRefused(
        _("This is the site of “%(name)s”, not a demo. Nothing was changed: load the demo into an empty database.")
        % {"name": site}
    )


def enlarge(*, count: int, at: datetime, progress: Progress) -> int:
    """Import ``count`` more certificates, a file at a time, each kept when it is done; return how many were accepted.

    They are marked as issued before the register was kept here.
    """
    registrar = Account.objects.filter(groups__name=REGISTRAR).first()
    names, chance = material.table("certificates"), Random(count)  # noqa: S311 - invented people need no secrecy
    accepted = 0
    for number, size in enumerate(_sizes(count), start=1):
        entries = enumerate(rows(_dates(size, chance, clock.date_of(at)), chance, names), start=1)
        outcome = import_rows(
            data=as_csv([f"А{number:03}-{place:05}", *entry[1:]] for place, entry in entries),
            file_name=f"archive-{number:03}.csv",
            at=at - PUBLIC_BY_NOW,
            actor=registrar,
            is_historical=True,
        )
        accepted += outcome.accepted
        progress(accepted, count)
    return accepted


def _sizes(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, IN_A_FILE)
        count -= IN_A_FILE


def _dates(size: int, chance: Random, on_date: date) -> Iterator[date]:
    for _each in range(size):
        yield working_day(material.days_before(on_date, chance.randint(NEWEST, OLDEST)))
