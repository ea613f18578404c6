"""All that the register holds on a certificate, on one page."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import InspectView

from intranet.core import clock
from intranet.core.dates import format_date
from intranet.core.languages import OWN_NAMES, reader_language
from intranet.registry.models import Certificate, Duplicate
from intranet.registry.queries.history import history
from intranet.registry.queries.versions import differences, versions
from intranet.registry.rules import publication
from intranet.registry.rules.volumes import disagrees
from intranet.registry.viewsets.handling import actions_for


class CertificateInspectView(InspectView):
    """What was issued, its versions with what each changed, requests, duplicates, the state's system, the history."""

    template_name = "registry/admin/certificate.html"

    def get_object(self, queryset: Any = None) -> Certificate:
        row: Certificate = super().get_object(queryset)
        return row

    def get_fields_context(self) -> list[dict[str, Any]]:
        at, row = clock.now(), self.object
        due_on = publication.publish_due(row.issue_date)
        rows: list[tuple[Any, Any]] = [
            (_("State"), row.state_at(at).label),
            (_("Last day to publish"), format_date(due_on, reader_language())),
        ]
        if late := self._days_late():
            rows.append((_("Days late"), late))
        rows.append((_("Volume"), render_to_string("registry/volume.html", {"entry": row.volume})))
        if disagrees(row.hours, row.ects):
            rows.append((_("Notice"), _("Hours and credits are not as 30 to 1; the hours are counted.")))
        known = [{"label": label, "value": value, "component": None} for label, value in rows]
        return known + [field for field in super().get_fields_context() if field["value"] not in (None, "", [], False)]

    def _days_late(self) -> int:
        """Return by how many days it was published too late, or is late by today."""
        row = self.object
        if row.is_historical or row.withdrawn_at:
            return 0
        shown_since = row.first_published_at or (row.publish_after if row.is_public_at(clock.now()) else None)
        until = clock.date_of(shown_since) if shown_since else clock.today()
        return publication.days_late(row.issue_date, until)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Write a legal date as every other page does."""
        value = getattr(self.object, field_name, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return format_date(value, reader_language())
        return super().get_field_display_value(field_name, field)

    def get_outcomes_display_value(self) -> str:
        return str(linebreaksbr(self.object.outcomes))

    def get_topics_display_value(self) -> str:
        topics = self.object.topics.items()
        return str(linebreaksbr("\n".join(f"{OWN_NAMES.get(code, code)}: {text}" for code, text in topics)))

    def get_programme_document_display_value(self) -> str:
        return ""  # its title is the programme's name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, user = clock.now(), self.request.user
        chain = versions(self.object)
        steps = [(before, after, differences(before, after)) for before, after in pairwise(chain)]
        keys = [each.pk for each in chain]
        return {
            **super().get_context_data(**kwargs),
            "actions": [
                (action, reverse(f"certificate:{action.step}", args=[self.object.pk]))
                for action in actions_for(user, self.object, at=at)
            ],
            "current": chain[-1],
            "corrections": steps[::-1],
            "requests": self.object.annulment_requests.select_related("asked_by", "decided_by"),
            "duplicates": Duplicate.objects.filter(certificate__in=keys).order_by("number"),
            "state_record": getattr(self.object, "state_record", None),
            "signature": getattr(self.object, "signature", None),
            "history": history(chain),
        }
