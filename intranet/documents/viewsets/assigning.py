"""Who has to read what, and what makes a confirmation count."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from intranet.core.languages import reader_language
from intranet.core.operation_views import LegalDateColumn, OperationViewSet
from intranet.documents.forms import AssignmentForm, ReadingPolicyForm
from intranet.documents.models import Assignment, ReadingPolicy
from intranet.documents.queries import titles_of


class AssignmentIndexView(generic.IndexView):
    """The titles are looked up once a page, in the reader's language."""

    def get_base_queryset(self) -> QuerySet[Assignment]:
        rows: QuerySet[Assignment] = super().get_base_queryset()
        return rows.select_related("unit", "post", "person")

    @property
    def columns(self) -> list[Column]:
        titles = titles_of(set(Assignment.objects.values_list("document", flat=True)), reader_language())
        return [
            TitleColumn(
                "document",
                label=_("Document"),
                accessor=lambda row: titles.get(row.document_id, ""),
                url_name="assignment:edit",
            ),
            Column("reader", label=_("Who")),
            LegalDateColumn("due_on", label=_("To be read by"), sort_key="due_on"),
            LegalDateColumn("since", label=_("From"), sort_key="since"),
            LegalDateColumn("until", label=_("Until"), sort_key="until"),
        ]


class AssignmentViewSet(OperationViewSet):
    model = Assignment
    form_class = AssignmentForm
    index_view_class = AssignmentIndexView
    icon = "tasks"
    menu_label = _("Who has to read what")
    ordering: ClassVar = ["-since", "-pk"]
    inspect_view_enabled = False


class ReadingPolicyViewSet(OperationViewSet):
    model = ReadingPolicy
    form_class = ReadingPolicyForm
    icon = "clipboard-list"
    menu_label = _("What a confirmation needs")
    list_display: ClassVar = [
        LegalDateColumn("since", label=_("From"), sort_key="since"),
        Column("get_needs_display", label=_("Counts with")),
        Column("ground", label=_("Ground")),
    ]
    inspect_view_fields: ClassVar = ["since", "needs", "ground"]
