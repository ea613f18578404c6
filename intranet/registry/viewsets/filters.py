"""What staff filter the register by."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from intranet.core import clock
from intranet.registry.enums import State, StateSystem
from intranet.registry.models import Certificate, CertificateQuerySet, Form, ImportBatch, Kind, Series

NOT_SENT = "not_sent"
MOST_BATCHES = 100  # the newest ones, offered to filter by


def newest_batches(_request: HttpRequest | None) -> QuerySet[ImportBatch]:
    newest = list(ImportBatch.objects.order_by("-pk").values_list("pk", flat=True)[:MOST_BATCHES])
    return ImportBatch.objects.filter(pk__in=newest).order_by("-pk")


class CertificateFilterSet(WagtailFilterSet):
    """What the register is filtered by; each has an index that serves it."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, method="in_state")
    year = django_filters.NumberFilter(
        field_name="issue_date", lookup_expr="year", label=_("Year of issue"), min_value=1900, max_value=2200
    )
    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=Kind.objects.all())
    form = django_filters.ModelChoiceFilter(label=_("Form"), queryset=Form.objects.all())
    series = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("of certificates", "Series"), queryset=Series.objects.all()
    )
    batch = django_filters.ModelChoiceFilter(label=_("Import"), queryset=newest_batches)
    state_there = django_filters.ChoiceFilter(
        label=_("State’s system"), choices=[(NOT_SENT, _("not sent")), *StateSystem.choices], method="in_state_there"
    )

    class Meta:
        model = Certificate
        fields: ClassVar = ["state", "year", "kind", "form", "series", "batch", "state_there"]

    def in_state(self, rows: CertificateQuerySet, _name: str, value: str) -> CertificateQuerySet:
        return rows.in_state(value, at=clock.now())

    def in_state_there(self, rows: CertificateQuerySet, _name: str, value: str) -> CertificateQuerySet:
        if value == NOT_SENT:
            return rows.standing().filter(state_record=None)
        return rows.filter(state_record__state=value)


CHOSEN = tuple(CertificateFilterSet.Meta.fields)
