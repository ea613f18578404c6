"""Reports: who cannot be reached by letter and why, whose receipt is missing; and how one person is told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from intranet.core import clock
from intranet.core.access import account_of, holders_of
from intranet.core.operation_views import LegalDateColumn
from intranet.core.refusals import Refusal
from intranet.notices import operations, queries
from intranet.notices.forms import PostSettingsForm, PreferencesForm
from intranet.notices.models import Notice
from intranet.people.models import Person

SEES_ALL = "notices.view_all_letters"
CHANGES_FOR_OTHERS = "notices.change_preference"
SETS_LETTERS = "notices.change_postsettings"


class ReasonColumn(Column):
    def get_value(self, instance: Model) -> str:
        assert isinstance(instance, Person)  # noqa: S101 - the report lists people
        return queries.why_not_by_letter(instance)


class UnreachableReport(ReportView):
    """People to whom no letter can be written, and why; HR asks them for an address or prints their notices."""

    index_url_name = "unreachable_people"
    index_results_url_name = "unreachable_people_results"
    page_title = gettext_lazy("Who cannot be reached by letter")
    no_results_message = gettext_lazy("Everybody can be reached by letter.")
    header_icon = "warning"
    is_searchable = False
    default_ordering = "sort_key"
    list_export: ClassVar = ["surname", "given_name", "patronymic", "email", "reason"]
    export_headings: ClassVar = {"reason": gettext_lazy("Why")}
    columns: ClassVar = [
        TitleColumn("person", label=gettext_lazy("Person"), accessor=str, url_name="telling_of"),
        ReasonColumn("reason", label=gettext_lazy("Why")),
        Column("unread", label=gettext_lazy("Unread notices")),
    ]

    def get_queryset(self) -> QuerySet[Person]:
        return queries.not_by_letter(clock.today())

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        for person in object_list:
            person.reason = queries.why_not_by_letter(person)
        return object_list


def _telling_url(notice: Notice) -> str:
    return reverse("telling_of", args=[notice.recipient_id])


class MissingReceiptsReport(ReportView):
    """Notices that the law demands to be received, and whose recipients have not confirmed it."""

    index_url_name = "missing_receipts"
    index_results_url_name = "missing_receipts_results"
    page_title = gettext_lazy("Receipts that are missing")
    no_results_message = gettext_lazy("No receipt is missing.")
    header_icon = "time"
    is_searchable = False
    default_ordering = "-created_at"
    list_export: ClassVar = ["recipient", "subject", "created_at", "due_on", "read_at"]
    export_headings: ClassVar = {"subject": pgettext_lazy("told to somebody", "Notice")}
    columns: ClassVar = [
        Column("subject", label=pgettext_lazy("told to somebody", "Notice")),
        TitleColumn("recipient", label=gettext_lazy("Recipient"), accessor="recipient", get_url=_telling_url),
        DateColumn("created_at", label=gettext_lazy("Told"), sort_key="created_at"),
        LegalDateColumn("due_on", label=gettext_lazy("Last day"), sort_key="due_on"),
        DateColumn("read_at", label=gettext_lazy("Read")),
        Column("confirmed", label=gettext_lazy("Confirmed by others")),
    ]

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.without_receipt().select_related("recipient").order_by("-created_at", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        told = queries.receipts_of({row.key for row in rows})
        for row in rows:
            confirmed, asked = told[row.key]
            row.confirmed = _("%(confirmed)d of %(asked)d") % {"confirmed": confirmed, "asked": asked}
        return object_list


@holders_of(CHANGES_FOR_OTHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def telling_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change for a person how they are told: many have no account."""
    person = get_object_or_404(Person.objects.select_related("account"), pk=pk)
    form = PreferencesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_preferences(person=person, **form.wishes(), at=clock.now(), actor=account_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: this is how the person is told from now on."))
            return redirect("telling_of", pk)
    crumbs = [
        {"url": reverse("unreachable_people"), "label": _("Who cannot be reached by letter")},
        {"url": "", "label": str(person)},
    ]
    context = {
        "form": form,
        "person": person,
        "preference": form.preference,
        "address": queries.addresses_of([person.pk]).get(person.pk, ""),
        "failing": queries.failing_of(person),
        "header_title": _("How a person is told"),
        "header_icon": "mail",
        "breadcrumbs_items": crumbs,
    }
    return render(request, "notices/admin/telling.html", context)


@holders_of(CHANGES_FOR_OTHERS)
@require_POST
def address_works_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send letters to a person's address again: a button pressed by somebody who has asked them."""
    person = get_object_or_404(Person.objects.select_related("account"), pk=pk)
    failing = queries.failing_of(person)
    if failing is not None:
        operations.works_again(address=failing, at=clock.now(), actor=account_of(request))
        messages.success(request, _("Recorded. Letters are sent to this address again."))
    return redirect("telling_of", pk)


@holders_of(SETS_LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def post_settings(request: HttpRequest) -> HttpResponse:
    """Show and change when letters go out and what stands around their words."""
    form = PostSettingsForm(request.POST or None, instance=queries.post_settings())
    if request.method == "POST" and form.is_valid():
        try:
            values = {name: form.cleaned_data[name] for name in PostSettingsForm.Meta.fields}
            operations.change_post_settings(values=values, at=clock.now(), actor=account_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The settings of letters are saved."))
            return redirect("post_settings")
    title = _("Letters")
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}]
    context = {"form": form, "header_title": title, "header_icon": "mail", "breadcrumbs_items": crumbs}
    return render(request, "core/admin/institution.html", context)


def addresses() -> list[URLPattern]:
    """Return the addresses of these screens, under the admin's own."""
    of_holders = holders_of(SEES_ALL)
    return [
        path("reports/unreachable/", of_holders(UnreachableReport.as_view()), name="unreachable_people"),
        path(
            "reports/unreachable/results/",
            of_holders(UnreachableReport.as_view(results_only=True)),
            name="unreachable_people_results",
        ),
        path("reports/receipts/", of_holders(MissingReceiptsReport.as_view()), name="missing_receipts"),
        path(
            "reports/receipts/results/",
            of_holders(MissingReceiptsReport.as_view(results_only=True)),
            name="missing_receipts_results",
        ),
        path("telling/<int:pk>/", telling_of, name="telling_of"),
        path("telling/<int:pk>/works-again/", address_works_again, name="address_works_again"),
        path("letters/settings/", post_settings, name="post_settings"),
    ]
