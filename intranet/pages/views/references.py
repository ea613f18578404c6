"""Citations that lead nowhere: said to whoever publishes, and kept in a report until they are mended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.models import Page

from intranet.core import clock, institution
from intranet.core.screens import Screen
from intranet.documents import queries
from intranet.documents.models import Edition
from intranet.pages.models.documents import DocumentPage

VIEW = "documents.view_document"
TOLD_AT_ONCE = 10


class MissedReferencesView(Screen, TemplateView):
    """Every citation in the texts in force of a clause that is not there."""

    template_name = "pages/admin/references.html"
    page_title = _("References that lead nowhere")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missed = queries.missed_anywhere(languages=institution.current().languages, on_date=clock.today())
        found = Page.objects.filter(translation_key__in={each.key for each in missed}).select_related("locale")
        pages = {(page.translation_key, page.locale.language_code): page for page in found.defer_streamfields()}
        rows = [(each, pages.get((each.key, each.language))) for each in missed]
        return {**super().get_context_data(**kwargs), "rows": rows}


def warn_of_references(request: HttpRequest, page: Page) -> None:
    """Tell whoever has published a page which of its citations lead nowhere, and whose citations now do."""
    if not isinstance(page, DocumentPage):
        return
    edition = (
        Edition.objects.standing()
        .filter(document__key=page.translation_key, language=page.locale.language_code)
        .order_by("-published_at")
        .first()
    )
    if edition is None:
        return
    _warn(
        request,
        _now("Published. These places of the text cite a clause that is not there:"),
        [_place(each) for each in queries.missed_in(edition)],
    )
    _warn(
        request,
        _now("Published. Other documents cite clauses that this text no longer has:"),
        [f"{each.title}, {_place(each)}" for each in queries.left_behind(edition, clock.today())],
    )


def _place(missed: queries.Missed) -> str:
    return f"{missed.number or missed.anchor} → {missed.cited}"


def _warn(request: HttpRequest, sentence: str, places: list[str]) -> None:
    if not places:
        return
    named = format_html_join("; ", "{}", ((place,) for place in places[:TOLD_AT_ONCE]))
    address = reverse("missed_references")
    messages.warning(
        request, format_html('{} {}. <a href="{}">{}</a>', sentence, named, address, _now("See all such references"))
    )
