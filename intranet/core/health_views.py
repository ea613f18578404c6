"""How the site is doing, in the admin: for those who run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from intranet.core import clock, health
from intranet.core.access import holders_of

RUNS_THE_SITE = "core.change_institution"


@dataclass(frozen=True)
class Line:
    """Something that was looked at: how it is, and whether that is as it should be."""

    name: str
    said: str
    is_well: bool = True
    url: str = ""


class Unwell(Component):
    """Says on the admin's home that something is amiss with the site; nothing while all is well."""

    name = "unwell"
    template_name = "core/admin/unwell.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = health.check(at=clock.now())
        return {"status": found.status, "lines": [line for line in _lines(found) if not line.is_well]}


@holders_of(RUNS_THE_SITE)
def site_health(request: HttpRequest) -> HttpResponse:
    """Show the last sweep, the queues and what waits."""
    found = health.check(at=clock.now())
    title = _("How the site is doing")
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}]
    context = {
        "status": found.status,
        "lines": _lines(found),
        "header_title": title,
        "header_icon": "success",
        "breadcrumbs_items": crumbs,
    }
    return render(request, "core/admin/health.html", context)


def _lines(found: health.Health) -> list[Line]:
    lines = [
        Line(_("Last sweep"), _age(found), not found.sweep_is_old),
        Line(_("Its steps"), _steps(found), not found.failed_steps),
        Line(_("Broker"), _("is away") if found.broker == "failing" else _("answers"), found.broker != "failing"),
    ]
    lines += [
        Line(_("Messages in the queue “%(name)s”") % {"name": name}, _number(length))
        for name, length in (found.queues or {}).items()
    ]
    for figure in health.figures():
        count = found.waiting.get(figure.key, 0)
        lines.append(
            Line(
                str(figure.name),
                _number(count),
                not (count and figure.wants_a_person),
                figure.url() if figure.url is not None and count else "",
            )
        )
    return lines


def _age(found: health.Health) -> str:
    if found.sweep_age is None:
        return _("There has been none yet. Is the worker running?")
    minutes = int(found.sweep_age.total_seconds() // 60)
    if found.sweep_is_old:
        return ngettext(
            "%(minutes)d minute ago: that is too long. Are the worker and its clock running?",
            "%(minutes)d minutes ago: that is too long. Are the worker and its clock running?",
            minutes,
        ) % {"minutes": minutes}
    return ngettext("%(minutes)d minute ago", "%(minutes)d minutes ago", minutes) % {"minutes": minutes}


def _steps(found: health.Health) -> str:
    if not found.failed_steps:
        return _("all done")
    return _("failed: %(names)s. The log says why; the next sweep tries again.") % {
        "names": ", ".join(found.failed_steps)
    }


def _number(count: int) -> str:
    return _("%(count)d and more") % {"count": count} if count >= health.CAP else str(count)
