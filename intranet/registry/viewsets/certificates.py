"""The register in the admin: what was issued is seen, never edited; what happens to it are actions."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from intranet.core import clock
from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.core.operation_views import LegalDateColumn
from intranet.registry.models import Certificate
from intranet.registry.queries import register
from intranet.registry.rules import publication
from intranet.registry.viewsets.corrections import CorrectView
from intranet.registry.viewsets.filters import CHOSEN, CertificateFilterSet
from intranet.registry.viewsets.handling import VIEWS
from intranet.registry.viewsets.inspecting import CertificateInspectView
from intranet.registry.viewsets.papers import PaperView
from intranet.registry.viewsets.state_system import ANSWER, EXPORT, StateAnswersView, StateExportView


def publication_of(row: Certificate, *, at: Any) -> str:
    """Return when the certificate was published, or until when it must be, and how late that is (REG-01)."""
    if row.withdrawn_at or row.superseded_on:
        return ""
    shown_since = row.first_published_at or (row.publish_after if row.is_public_at(at) else None)
    due_on = publication.publish_due(row.issue_date)
    if shown_since:
        said = gettext("published on %(day)s")
        day = clock.date_of(shown_since)
    else:
        said = gettext("to be published by %(day)s")
        day = due_on
    text = said % {"day": format_date(day, reader_language())}
    late = 0 if row.is_historical else publication.days_late(row.issue_date, day if shown_since else clock.date_of(at))
    if not late:
        return text
    how_late = ngettext("%(count)s day late", "%(count)s days late", late) % {"count": late}
    return f"{text} ({how_late})"


def state_of(row: Certificate, *, at: Any) -> str:
    """Return the state in words; of what is held back, with the reason."""
    label = str(row.state_at(at).label)
    return f"{label}: {row.held_reason}" if row.held_reason else label


class CertificateIndexView(IndexView):
    """The register, the newest first; found by the beginning of a surname or of a record number.

    It is paged by key: no COUNT and no OFFSET, so that a million rows cost no more than a page of them.
    """

    results_template_name = "registry/admin/certificates_results.html"

    def get_valid_orderings(self) -> list[str]:
        return []

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        self.order: tuple[str, ...] = register.NEWEST
        if not self.is_searching:
            return queryset
        found, self.order = register.found(queryset, self.search_query)  # type: ignore[arg-type]
        return found

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()
        return rows.defer("outcomes", "topics", "not_recorded")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        self.matching = queryset
        self.page = register.page(
            queryset, self.order, size=page_size, after=self._key("after"), before=self._key("before")
        )
        return None, None, self.page.rows, False

    def _key(self, name: str) -> int | None:
        text = self.request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.is_searching or self.is_filtering:
            counted = register.count(self.matching)
            context["items_count"] = min(counted, register.MOST_COUNTED)
            context["is_capped"] = counted > register.MOST_COUNTED
        return {
            **context,
            "newer_url": self._page_url(before=self.page.newer),
            "older_url": self._page_url(after=self.page.older),
        }

    def _page_url(self, **edge: int | None) -> str:
        if not any(edge.values()):
            return ""
        kept = self.request.GET.copy()
        for name in ("after", "before", "p", "_w_filter_fragment"):
            kept.pop(name, None)
        for name, key in edge.items():
            kept[name] = str(key)
        return f"{self.index_url}?{kept.urlencode()}"

    @cached_property
    def columns(self) -> list[Any]:
        at = clock.now()
        given = super().columns
        for column in given:
            column.sort_key = None  # the order is the index's
        return [
            *given,
            Column("state", label=_("State"), accessor=lambda row: state_of(row, at=at)),
            Column("published", label=_("Publication"), accessor=lambda row: publication_of(row, at=at)),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        user = self.request.user
        found: list[Button] = list(super().header_more_buttons)
        if user.has_perm(EXPORT):
            chosen = {name: value for name, value in self.request.GET.items() if name in (*CHOSEN, "q") and value}
            url = reverse("certificate:state_export") + (f"?{urlencode(chosen)}" if chosen else "")
            found.append(Button(_("Export for the state’s system"), url=url, icon_name="download", priority=50))
        if user.has_perm(ANSWER):
            found.append(
                Button(
                    _("Take in the state’s answer"),
                    url=reverse("certificate:state_answers"),
                    icon_name="upload",
                    priority=60,
                )
            )
        return found


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
    index_results_template_name = "registry/admin/certificates_results.html"
    inspect_view_class = CertificateInspectView
    filterset_class = CertificateFilterSet
    exclude_form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar = ["name_key"]
    list_display: ClassVar = [
        "record_number",
        Column("full_name", label=_("Full name")),
        Column("topic", label=_("Topic")),
        LegalDateColumn("issue_date", label=_("Issue date"), width="13%"),
    ]
    inspect_view_fields_exclude: ClassVar = [
        "id", "number_key", "name_key", "sort_key", "topic_hash", "source_key", "superseded_by", "hours", "ects",
        "publish_after",
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        own = [path(f"{step}/<int:pk>/", self.construct_view(view), name=step) for step, view in VIEWS.items()]
        return [
            *super().get_urlpatterns(),
            *own,
            path("pdf/<int:pk>/", self.construct_view(PaperView), name="pdf"),
            path("pdf/<int:pk>/<int:number>/", self.construct_view(PaperView), name="pdf_duplicate"),
            path("correct/<int:pk>/", self.construct_view(CorrectView), name="correct"),
            path("state-export/", self.construct_view(StateExportView), name="state_export"),
            path("state-answers/", self.construct_view(StateAnswersView), name="state_answers"),
        ]
