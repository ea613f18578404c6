"""The register in the admin: what was issued is seen, never edited; what happens to it are actions."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import django_filters
from django.db.models import QuerySet
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.core import clock
from intranet.core.operation_views import LegalDateColumn
from intranet.registry.enums import State
from intranet.registry.forms import NothingForm
from intranet.registry.models import Certificate, CertificateQuerySet, Form, Kind
from intranet.registry.operations import annulling, publishing
from intranet.registry.rules import keys, publication
from intranet.registry.rules.volumes import disagrees
from intranet.registry.viewsets.actions import ActionView

HOLD = "registry.hold_certificate"


class CertificateFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, method="in_state")
    year = django_filters.NumberFilter(
        field_name="issue_date", lookup_expr="year", label=_("Year of issue"), min_value=1900, max_value=2200
    )
    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=Kind.objects.all())
    form = django_filters.ModelChoiceFilter(label=_("Form"), queryset=Form.objects.all())

    class Meta:
        model = Certificate
        fields: ClassVar = ["state", "year", "kind", "form"]

    def in_state(self, rows: CertificateQuerySet, _name: str, value: str) -> CertificateQuerySet:
        return rows.in_state(value, at=clock.now())


class CertificateIndexView(IndexView):
    """The register, the newest first; found by the beginning of a surname or of a record number."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        query = self.search_query
        column = "number_key" if any(letter.isdigit() for letter in query) else "name_key"
        key = keys.number_key(query) if column == "number_key" else keys.name_key(query)
        return queryset.filter(**{f"{column}__gte": key, f"{column}__lt": keys.end_of(key)}) if key else queryset.none()

    @cached_property
    def columns(self) -> list[Any]:
        at = clock.now()

        def state(row: Certificate) -> Any:
            return row.state_at(at).label

        return [*super().columns, Column("state", label=_("State"), accessor=state)]


class Action(NamedTuple):
    """An action on a certificate: its address, its words, who may, and in which states it makes sense."""

    name: str
    label: Any
    icon: str
    permission: str
    states: frozenset[State]


ACTIONS = (
    Action("hold", _("Hold back"), "no-view", HOLD, frozenset({State.WAITING})),
    Action("release", _("Release"), "view", HOLD, frozenset({State.HELD})),
    Action("publish", _("Publish at once"), "globe", HOLD, frozenset({State.WAITING})),
    Action(
        "withdraw",
        _("Withdraw"),
        "resubmit",
        "registry.withdraw_certificate",
        frozenset({State.WAITING, State.HELD, State.RESTRICTED}),
    ),
    Action(
        "restrict",
        _("Withhold the name"),
        "lock",
        "registry.restrict_certificate",
        frozenset({State.WAITING, State.PUBLIC, State.HELD, State.ANNULLED}),
    ),
    Action(
        "annul",
        _("Annul"),
        "cross",
        "registry.annul_certificate",
        frozenset({State.PUBLIC, State.RESTRICTED, State.HELD, State.WAITING}),
    ),
)


class CertificateInspectView(InspectView):
    """All that the register holds on a certificate, and what can be done with it."""

    template_name = "registry/admin/certificate.html"

    def actions(self) -> list[Action]:
        """Return what this person can do to the certificate as it stands."""
        state = self.object.state_at(clock.now())
        return [
            action for action in ACTIONS if state in action.states and self.request.user.has_perm(action.permission)
        ]

    def get_fields_context(self) -> list[dict[str, Any]]:
        at = clock.now()
        due_on = publication.publish_due(self.object.issue_date)
        rows: list[tuple[Any, Any]] = [
            (_("State"), self.object.state_at(at).label),
            (_("Last day to publish"), due_on),
            (_("Volume"), render_to_string("registry/volume.html", {"entry": self.object.volume})),
        ]
        if disagrees(self.object.hours, self.object.ects):
            rows.append((_("Notice"), _("Hours and credits are not as 30 to 1; the hours are counted.")))
        known = [{"label": label, "value": value, "component": None} for label, value in rows]
        return known + [row for row in super().get_fields_context() if row["value"] not in (None, "", [], False)]

    def get_outcomes_display_value(self) -> str:
        return str(linebreaksbr(self.object.outcomes))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = [(action, reverse(f"certificate:{action.name}", args=[self.object.pk])) for action in self.actions()]
        return {**super().get_context_data(**kwargs), "actions": actions}


class CertificateAction(ActionView):
    model = Certificate
    header_icon = "list-ul"

    def back(self) -> str:
        return reverse("certificate:inspect", args=[self.row.pk])


class HoldView(CertificateAction):
    permission = HOLD
    page_title = _("Hold back")
    explanation = _("It will not be published until it is released. Its fifteen days run on and you will be reminded.")
    confirm_label = _("Hold back")
    done = _("Certificate %(row)s is held back.")

    def perform(self, form: Any) -> Any:
        return self.said(publishing.hold, certificate=self.row, reason=form.cleaned_data["reason"])


class ReleaseView(CertificateAction):
    permission = HOLD
    form_class = NothingForm
    page_title = _("Release")
    explanation = _("It becomes public at once, unless the time for withdrawing it is still running.")
    confirm_label = _("Release")
    done = _("Certificate %(row)s is released.")

    def perform(self, form: Any) -> Any:
        return self.said(publishing.release, certificate=self.row)


class PublishView(CertificateAction):
    permission = HOLD
    form_class = NothingForm
    page_title = _("Publish at once")
    explanation = _("It becomes public now. After that it cannot be withdrawn, only annulled.")
    confirm_label = _("Publish at once")
    done = _("Certificate %(row)s is published.")

    def perform(self, form: Any) -> Any:
        return self.said(publishing.publish_at_once, certificate=self.row)


class WithdrawView(CertificateAction):
    permission = "registry.withdraw_certificate"
    page_title = _("Withdraw")
    explanation = _("It will never be public. Its number stays as an explained gap and is not given again.")
    confirm_label = _("Withdraw")
    done = _("Certificate %(row)s is withdrawn.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        return self.said(annulling.withdraw, certificate=self.row, reason=form.cleaned_data["reason"])


class RestrictView(CertificateAction):
    permission = "registry.restrict_certificate"
    page_title = _("Withhold the name")
    explanation = _("The row stays public without the name, everywhere and at once. The reason is not shown.")
    confirm_label = _("Withhold the name")
    done = _("The name of certificate %(row)s is withheld.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        return self.said(annulling.restrict, certificate=self.row, reason=form.cleaned_data["reason"])


class AnnulView(CertificateAction):
    permission = "registry.annul_certificate"
    page_title = _("Annul")
    explanation = _(
        "It stays in the list, marked as annulled with today’s date. Give the basis: the order and its date."
    )
    confirm_label = _("Annul")
    done = _("Certificate %(row)s is annulled.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        return self.said(annulling.annul, certificate=self.row, basis=form.cleaned_data["reason"])


VIEWS: dict[str, type[ActionView]] = {
    "hold": HoldView,
    "release": ReleaseView,
    "publish": PublishView,
    "withdraw": WithdrawView,
    "restrict": RestrictView,
    "annul": AnnulView,
}


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "list-ul"
    menu_label = _("Certificates")
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    filterset_class = CertificateFilterSet
    exclude_form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar = ["name_key"]
    ordering: ClassVar = ["-issue_date", "-id"]
    list_display: ClassVar = [
        "record_number",
        Column("full_name", label=_("Full name"), sort_key="sort_key"),
        Column("topic", label=_("Topic")),
        LegalDateColumn("issue_date", label=_("Issue date"), sort_key="issue_date"),
    ]
    inspect_view_fields_exclude: ClassVar = [
        "id", "number_key", "name_key", "sort_key", "source_key", "superseded_by", "hours", "ects",
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        own = [path(f"{name}/<int:pk>/", self.construct_view(view), name=name) for name, view in VIEWS.items()]
        return [*super().get_urlpatterns(), *own]
