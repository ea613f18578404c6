"""The report of documents: whose they are, when they are reviewed, which approvals are not recorded."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic

from intranet.core import clock
from intranet.core.languages import reader_language
from intranet.core.operation_views import (
    FilledInspectView,
    LegalDateColumn,
    OperationEditView,
    OperationViewSet,
    ReadOnlyPolicy,
)
from intranet.documents import queries
from intranet.documents.enums import DocumentKind
from intranet.documents.forms import CareForm
from intranet.documents.models import Correction, Document, SignedCopy
from intranet.documents.queries.subscriptions import subscribers_of
from intranet.documents.viewsets.standing import ATTACH, REPEAL, RepealView, SignedCopyView

NEGLECTED = [
    ("owner", _("without an owner")),
    ("no_review", _("without a day of review")),
    ("review", _("review overdue")),
    ("approval", _("approval not recorded")),
]


class CarePolicy(ReadOnlyPolicy):
    """A document is made by publishing its page; here only its owner and its reviews are set."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "change":
            return bool(user.has_perm("documents.change_document"))
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class CareFilterSet(WagtailFilterSet):
    wants = django_filters.ChoiceFilter(
        label=_("What is missing"), choices=NEGLECTED, method="neglected", empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=DocumentKind.choices)

    class Meta:
        model = Document
        fields = ("wants", "kind")

    def neglected(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        wanting = queries.neglected(value, clock.today())
        return queryset.filter(pk__in=wanting.values("pk"))


class CareIndexView(generic.IndexView):
    filterset_class = CareFilterSet
    export_filename = "documents"
    list_export: ClassVar = ["title", "get_kind_display", "owner", "review_by", "checked_on", "is_approved"]
    export_headings: ClassVar = {
        "title": _("Document"),
        "get_kind_display": _("Kind"),
        "owner": _("Owner"),
        "review_by": _("To be reviewed by"),
        "checked_on": _("Last reviewed"),
        "is_approved": _("Approval recorded"),
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        return queries.in_care().order_by("title", "pk")

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Document"), get_url=self.get_inspect_url, sort_key="title", width="30%"),
            Column("get_kind_display", label=_("Kind")),
            Column("owner", label=_("Owner"), accessor=lambda row: row.owner or _now("none")),
            LegalDateColumn("review_by", label=_("To be reviewed by"), sort_key="review_by"),
            LegalDateColumn("checked_on", label=_("Last reviewed"), sort_key="checked_on"),
            BooleanColumn("is_approved", label=_("Approval recorded")),
        ]


class _Titled:
    """A document is called by its title in the reader's language."""

    object: Document

    def get_object(self, queryset: Any = None) -> Document:
        return get_object_or_404(queries.in_care(), pk=self.kwargs["pk"])  # type: ignore[attr-defined,no-any-return]

    def get_page_subtitle(self) -> str:
        return str(self.object.title)  # type: ignore[attr-defined]


class CareEditView(_Titled, OperationEditView):
    pass


class CareInspectView(_Titled, FilledInspectView):
    def get_field_label(self, field_name: str, field: Any) -> str:
        return _now("Kind") if field_name == "kind" else str(super().get_field_label(field_name, field))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on_date = clock.today()
        readers = queries.readers_of(self.object, on_date)
        return super().get_context_data(  # type: ignore[no-any-return]
            document=self.object,
            reviews=queries.reviews_of(self.object),
            assignments=self.object.assignments.on(on_date).select_related("unit", "post", "person"),
            tally=queries.tally_of(readers),
            corrections=Correction.objects.filter(edition__document=self.object).select_related(
                "edition", "by__person"
            ),
            signed_copies=SignedCopy.objects.filter(edition__document=self.object)
            .select_related("edition")
            .defer("data"),
            unapproved=self.object.editions.standing().filter(in_force_from=None).exclude(reason_not_recorded=""),
            replaced_by=self._replaced_by(),
            subscribers=subscribers_of(self.object),
            may_repeal=self.request.user.has_perm(REPEAL),
            may_attach=self.request.user.has_perm(ATTACH),
            **kwargs,
        )

    def _replaced_by(self) -> str:
        pk = self.object.replaced_by_id
        return queries.titles_of([pk], reader_language())[pk] if pk else ""


class CareViewSet(OperationViewSet):
    model = Document
    form_class = CareForm
    index_view_class = CareIndexView
    edit_view_class = CareEditView
    inspect_view_class = CareInspectView
    inspect_template_name = "documents/admin/document.html"
    icon = "view"
    menu_label = _("Owners and reviews")
    inspect_view_fields: ClassVar = ["kind", "owner", "review_months", "governs", "post", "repealed_on"]
    ordering: ClassVar = ["pk"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("repeal/<int:pk>/", RepealView.as_view(), name="repeal"),
            path("signed/<int:pk>/", SignedCopyView.as_view(), name="signed"),
        ]
