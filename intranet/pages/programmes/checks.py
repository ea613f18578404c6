"""What is wanting before a programme may be published (PRG-01, PRG-02, PRG-04, VOL-01, VOL-05)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from intranet.core.dates import format_decimal
from intranet.core.languages import reader_language
from intranet.pages.publishing.wanting import Wanting
from intranet.registry.rules.volumes import HOURS_PER_CREDIT
from intranet.training.rules.programmes import Activity, Gap, ProgrammeVolume, gaps

NONE = Decimal(0)


def volume_of(page: Any) -> ProgrammeVolume:
    return ProgrammeVolume(page.contact_hours, page.self_study_hours, page.stated_credits)


def activities_of(page: Any) -> list[Activity]:
    rows = (block.value for block in page.hours_by_activity)
    return [Activity(row["activity"], row["contact"] or NONE, row["self_study"] or NONE) for row in rows]


def wanting(page: Any) -> list[Wanting]:
    """Return what the regulation demands of a programme and this one lacks; what is only odd does not refuse.

    The text, its content, is asked of every document.
    """
    return [*_lacking(page), *_not_adding_up(page), *_odd(page)]


def _lacking(page: Any) -> Iterable[Wanting]:
    if not page.developers.strip():
        yield Wanting(_("Name who developed the programme."), field="developers")
    if not page.aim.strip():
        yield Wanting(_("State the aim of the programme."), field="aim")
    if not (page.direction.strip() or page.directions.all()):
        yield Wanting(_("Choose the direction of the programme, or write it."), field="directions")
    if not volume_of(page).is_stated:
        yield Wanting(
            _("State the volume of the programme: contact hours, ECTS credits, or both."), field="contact_hours"
        )
    if not (page.forms.strip() or page.offered_forms.all()):
        yield Wanting(_("Choose the form or forms of the programme, or write them."), field="offered_forms")
    if not (page.competences.strip() or page.shared_competences.all()):
        yield Wanting(_("List the competences that the programme develops."), field="shared_competences")


def _not_adding_up(page: Any) -> Iterable[Wanting]:
    for gap in gaps(activities_of(page), volume_of(page)):
        yield Wanting(_sentence(gap), field="hours_by_activity")


def _sentence(gap: Gap) -> str:
    told = {name: _shown(number) for name, number in (
        ("added", gap.added), ("stated", gap.stated), ("difference", gap.difference)
    )}  # fmt: skip
    if gap.column == "contact":
        return (
            _("The contact hours by activity come to %(added)s, the programme states %(stated)s: %(difference)s apart.")
            % told
        )
    return (
        _("The self-study hours by activity come to %(added)s, the programme states %(stated)s: %(difference)s apart.")
        % told
    )


def _odd(page: Any) -> Iterable[Wanting]:
    volume = volume_of(page)
    if volume.credits_differ:
        told = {"stated": _shown(volume.ects), "reckoned": _shown(volume.reckoned_credits)}
        yield Wanting(
            _("The programme states %(stated)s ECTS credits; its hours, self-study included, come to %(reckoned)s.")
            % told,
            field="stated_credits",
            refuses=False,
        )
    if page.smallest_group and page.largest_group and page.smallest_group > page.largest_group:
        yield Wanting(_("The smallest group is larger than the largest one."), field="smallest_group")
    if not (page.minutes or page.order):
        yield Wanting(
            _("A programme is approved by its provider: choose the minutes or the order."),
            field="minutes",
            refuses=False,
        )


def units_notice(volume: ProgrammeVolume) -> str:
    """Say why hours and credits are not thirty to one, where they are not (VOL-05); readers see it too."""
    if not volume.units_differ or volume.hours is None:
        return ""
    return _(
        "The hours count classes alone, the credits count self-study too: at %(rate)s hours a credit, the "
        "classes alone (%(hours)s) would come to %(credits)s ECTS. A certificate states the volume that was approved."
    ) % {
        "hours": _shown(volume.hours),
        "credits": _shown(ProgrammeVolume(volume.hours).reckoned_credits),
        "rate": _shown(HOURS_PER_CREDIT),
    }


def _shown(number: Decimal | None) -> str:
    return format_decimal(number or NONE, reader_language())
