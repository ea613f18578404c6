"""The board of deadlines and the rules behind it, in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.core import clock
from intranet.core.models import Account
from intranet.core.operation_views import LegalDateColumn, OperationEditView, OperationViewSet, ReadOnlyPolicy
from intranet.core.refusals import Refusal
from intranet.deadlines import operations, queries
from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.forms import RuleSettingForm, WaiverForm
from intranet.deadlines.models import Deadline, DeadlineQuerySet, RuleSetting
from intranet.deadlines.register import rules

WAIVES = "deadlines.waive_deadline"


class RulesPolicy(ReadOnlyPolicy):
    """A rule is declared in code: its setting is changed, never added or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "change":
            return bool(user.has_perm("deadlines.change_rulesetting"))
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def _rule_choices() -> list[tuple[str, str]]:
    return [(rule.key, str(rule.name)) for rule in rules().values()]


class DeadlineFilterSet(WagtailFilterSet):
    """By state and rule. Without a state: what has to be seen to."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=DeadlineState.choices,
        method="with_state",
        empty_label=gettext_lazy("to be met"),
    )
    rule_key = django_filters.ChoiceFilter(label=gettext_lazy("Rule"), choices=_rule_choices)
    nobody_told = django_filters.BooleanFilter(label=gettext_lazy("Nobody could be told"))

    class Meta:
        model = Deadline
        fields = ("state", "rule_key", "nobody_told")

    def with_state(self, queryset: DeadlineQuerySet, name: str, value: str) -> DeadlineQuerySet:
        return queryset.in_state(DeadlineState(value), clock.today())


class DeadlineTable:
    """Values of the board's columns, which depend on the day."""

    def __init__(self, on_date: date) -> None:
        self.on_date = on_date

    def name(self, deadline: Deadline) -> str:
        return str(rules()[deadline.rule_key].name)

    def state(self, deadline: Deadline) -> str:
        return str(deadline.state_on(self.on_date).label)


class DeadlineIndexView(generic.IndexView):
    filterset_class = DeadlineFilterSet

    def get_base_queryset(self) -> DeadlineQuerySet:
        if self.request.GET.get("state"):
            return queries.known()
        return queries.board(clock.today())

    @property
    def columns(self) -> list[Column]:
        values = DeadlineTable(clock.today())
        return [
            TitleColumn("name", label=_("Deadline"), accessor=values.name, get_url=self.get_inspect_url),
            Column("label", label=_("Subject"), sort_key="label"),
            LegalDateColumn("due_on", label=_("Last day"), sort_key="due_on"),
            Column("state", label=_("State"), accessor=values.state),
            Column("responsible", label=_("Responsible"), accessor="responsible"),
        ]


class DeadlineInspectView(generic.InspectView):
    def get_object(self, queryset: Any = None) -> Deadline:
        return get_object_or_404(queries.known().select_related("responsible", "waived_by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on_date = clock.today()
        (shown,) = queries.shown([self.object], on_date)
        may_waive = self.request.user.has_perm(WAIVES)
        context: dict[str, Any] = super().get_context_data(
            deadline=self.object,
            shown=shown,
            told=queries.told_about(self.object),
            waiver_form=WaiverForm() if may_waive and self.object.is_unfinished else None,
            may_take_back=may_waive and self.object.waived_at is not None,
            **kwargs,
        )
        context["fields"] = [field for field in context["fields"] if field["value"] not in {None, ""}]
        return context

    def get_page_subtitle(self) -> str:
        return str(self.object.label)


@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive a deadline with a reason, or take a waiver back: what the pressed button says."""
    if not request.user.has_perm(WAIVES):
        raise PermissionDenied
    deadline = get_object_or_404(queries.known(), pk=pk)
    assert isinstance(request.user, Account)  # noqa: S101 - the admin lets nobody else in
    at = clock.now()
    form = WaiverForm(request.POST)
    try:
        if "back" in request.POST:
            operations.unwaive(deadline=deadline, at=at, actor=request.user)
            messages.success(request, _("The waiver was taken back: the deadline is to be met."))
        elif form.is_valid():
            operations.waive(
                deadline=deadline, **form.cleaned_data, at=at, on_date=clock.date_of(at), actor=request.user
            )
            messages.success(request, _("The deadline was waived."))
        else:
            messages.error(request, _("Choose a reason from the list, and write the day as in 2026-02-14."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("deadline:inspect", pk)


class DeadlineViewSet(ModelViewSet):
    model = Deadline
    icon = "time"
    menu_label = gettext_lazy("Board")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    index_view_class = DeadlineIndexView
    inspect_view_class = DeadlineInspectView
    inspect_template_name = "deadlines/admin/deadline.html"
    inspect_view_fields: ClassVar = ["label", "anchor", "due_on", "responsible", "opened_on", "met_on", "lapsed_on"]
    list_per_page = 50
    ordering: ClassVar = ["due_on", "pk"]
    exclude_form_fields: ClassVar[list[str]] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("waive/<int:pk>/", waive, name="waive")]


class RuleIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RuleSetting]:
        return RuleSetting.objects.filter(rule_key__in=list(rules()))

    @property
    def columns(self) -> list[Column]:
        settings = queries.settings_of_rules()
        return [
            TitleColumn(
                "rule_key",
                label=_("Rule"),
                accessor=lambda setting: str(rules()[setting.rule_key].name),
                get_url=lambda setting: reverse("deadline_rule:edit", args=[setting.pk]),
            ),
            Column("source", label=_("Source"), accessor=lambda setting: rules()[setting.rule_key].source),
            Column(
                "clause",
                label=_("Clause"),
                accessor=lambda s: queries.clause_of(rules()[s.rule_key], settings.get(s.rule_key)).number,
            ),
            LegalDateColumn("in_force_from", label=_("In force from")),
            LegalDateColumn("in_force_until", label=_("In force until")),
        ]


class RuleEditView(OperationEditView):
    def get_page_subtitle(self) -> str:
        return str(rules()[self.object.rule_key].name)


class RuleSettingViewSet(OperationViewSet):
    model = RuleSetting
    form_class = RuleSettingForm
    icon = "clipboard-list"
    menu_label = gettext_lazy("Rules")
    index_view_class = RuleIndexView
    edit_view_class = RuleEditView
    inspect_view_enabled = False
    ordering: ClassVar = ["rule_key"]


class DeadlinesGroup(ViewSetGroup):
    menu_label = gettext_lazy("Deadlines")
    menu_icon = "time"
    menu_order = 250
    items = (DeadlineViewSet("deadline"), RuleSettingViewSet("deadline_rule"))
