"""Certificates to be issued."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from intranet.core import clock
from intranet.core.operation_views import LegalDateColumn, OperationCreateView, OperationEditView, OperationViewSet
from intranet.registry import wording
from intranet.registry.forms.drafts import DRAFT_PANELS, DraftForm
from intranet.registry.models import Draft, Kind, Series
from intranet.registry.operations import issuing
from intranet.registry.operations.freezing import Facts
from intranet.registry.viewsets.issuing import ISSUE, IssueSeveralView, IssueView

READY, LACKING = "ready", "lacking"


def issue_url(draft: Draft) -> str:
    return reverse("draft:issue", args=[draft.pk])


class DraftFilterSet(WagtailFilterSet):
    """Ready is computed for every draft: they are those of a few weeks, never the register."""

    ready = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(READY, _("ready")), (LACKING, _("something is missing"))],
        method="which_are_ready",
    )
    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=Kind.objects.all())
    series = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("of certificates", "Series"), queryset=Series.objects.all()
    )

    class Meta:
        model = Draft
        fields: ClassVar = ["ready", "kind", "series"]

    def which_are_ready(self, rows: QuerySet[Draft], _name: str, value: str) -> QuerySet[Draft]:
        facts, on_date = Facts(), clock.today()
        wanted = [
            draft.pk
            for draft in rows.select_related("form", "kind").iterator(chunk_size=2000)
            if bool(facts.missing(draft.values(), on_date=on_date)) == (value == LACKING)
        ]
        return rows.filter(pk__in=wanted)


class DraftIndexView(IndexView):
    """Drafts, each saying whether it is ready and else what is missing (DOC-08)."""

    @cached_property
    def columns(self) -> list[Any]:
        facts, on_date = Facts(), clock.today()

        def ready(draft: Draft) -> str:
            found = facts.missing(draft.values(), on_date=on_date)
            if not found:
                return gettext("ready")
            first = wording.sentence(found[0])
            if len(found) == 1:
                return first
            more = len(found) - 1
            said = ngettext("%(count)s more thing is missing.", "%(count)s more things are missing.", more)
            return format_html("{}<br>{}", first, said % {"count": more})

        return [*super().columns, Column("ready", label=_("State"), accessor=ready)]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("form", "kind")

    @cached_property
    def header_buttons(self) -> list[Any]:
        found = list(super().header_buttons)
        if self.request.user.has_perm(ISSUE):
            url = reverse("draft:issue_several")
            found.append(HeaderButton(_("Issue several"), url=url, icon_name="check"))
        return found


class _ThenIssue:
    """After saving, go on to issuing where that button was pressed."""

    request: Any
    object: Draft

    def get_success_url(self) -> str:
        if "then_issue" in self.request.POST and self.request.user.has_perm(ISSUE):
            return issue_url(self.object)
        return super().get_success_url()  # type: ignore[misc,no-any-return]

    def get_success_message(self, *args: Any) -> Any:
        if "then_issue" in self.request.POST:
            return None
        return super().get_success_message(*args)  # type: ignore[misc]


class DraftCreateView(_ThenIssue, OperationCreateView):
    template_name = "registry/admin/draft.html"


class DraftEditView(_ThenIssue, OperationEditView):
    """With ``?check`` each field says what the gate finds there."""

    template_name = "registry/admin/draft.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.request.method == "GET" and "check" in self.request.GET:
            form._errors = self._findings(form)
        return form

    def _findings(self, form: Any) -> ErrorDict:
        found = ErrorDict()
        for lacking in issuing.missing(self.object, at=clock.now()):
            place = lacking.field if lacking.field in form.fields else "__all__"
            found.setdefault(place, form.error_class()).append(wording.sentence(lacking))
        return found


class DraftViewSet(OperationViewSet):
    model = Draft
    form_class = DraftForm
    edit_handler = DRAFT_PANELS
    icon = "draft"
    menu_label = _("To be issued")
    index_view_class = DraftIndexView
    filterset_class = DraftFilterSet
    add_view_class = DraftCreateView
    edit_view_class = DraftEditView
    create_template_name = edit_template_name = "registry/admin/draft.html"
    list_display: ClassVar = [
        "__str__",
        Column("topic", label=_("Topic")),
        LegalDateColumn("issue_date", label=_("Issue date")),
    ]
    inspect_view_fields: ClassVar = DraftForm.Meta.fields

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("issue/<int:pk>/", self.construct_view(IssueView), name="issue"),
            path("issue-several/", self.construct_view(IssueSeveralView), name="issue_several"),
        ]
