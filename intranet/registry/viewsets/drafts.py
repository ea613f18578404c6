"""Certificates to be issued."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from intranet.core import clock
from intranet.core.operation_views import LegalDateColumn, OperationCreateView, OperationEditView, OperationViewSet
from intranet.registry import wording
from intranet.registry.forms import DraftForm, NothingForm
from intranet.registry.models import Certificate, Draft
from intranet.registry.operations import issuing
from intranet.registry.operations.freezing import Facts
from intranet.registry.operations.issuing import Incomplete
from intranet.registry.rules.gate import Missing, public_name
from intranet.registry.viewsets.actions import ActionView

ISSUE = "registry.issue_certificate"


def issue_url(draft: Draft) -> str:
    return reverse("draft:issue", args=[draft.pk])


class DraftIndexView(IndexView):
    """Drafts, each saying whether it is ready (DOC-08)."""

    @cached_property
    def columns(self) -> list[Any]:
        facts, on_date = Facts(), clock.today()

        def ready(draft: Draft) -> str:
            lacking = len(facts.missing(draft.values(), on_date=on_date))
            if not lacking:
                return gettext("ready")
            return ngettext("%(count)s thing is missing", "%(count)s things are missing", lacking) % {"count": lacking}

        return [*super().columns, Column("ready", label=_("State"), accessor=ready)]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("form", "kind")


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


class IssueView(ActionView):
    """Show what will be public, then issue."""

    model = Draft
    permission = ISSUE
    form_class = NothingForm
    page_title = _("Issue a certificate")
    header_icon = "check"
    template_name = "registry/admin/issue.html"
    confirm_label = _("Issue")
    done = _("Certificate %(row)s is issued.")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._to_the_form() if self._missing() else super().get(request, *args, **kwargs)

    def perform(self, form: Any) -> Certificate:
        return self.said(issuing.issue, draft=self.row)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Incomplete:
            return self._to_the_form()

    def form_invalid(self, form: Any) -> HttpResponse:
        return self._to_the_form() if self._missing() else super().form_invalid(form)

    def _missing(self) -> list[Missing]:
        return issuing.missing(self.row, at=clock.now())

    def _to_the_form(self) -> HttpResponse:
        messages.error(self.request, wording.sentences(self._missing()))
        return redirect(f"{reverse('draft:edit', args=[self.row.pk])}?check=1")

    def back(self) -> str:
        return reverse("draft:edit", args=[self.row.pk])

    def after(self, result: Any) -> str:
        return reverse("certificate:inspect", args=[result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "public_name": public_name(self.row.values())}


class DraftViewSet(OperationViewSet):
    model = Draft
    form_class = DraftForm
    icon = "draft"
    menu_label = _("To be issued")
    index_view_class = DraftIndexView
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
        issue = self.construct_view(IssueView)
        return [*super().get_urlpatterns(), path("issue/<int:pk>/", issue, name="issue")]
