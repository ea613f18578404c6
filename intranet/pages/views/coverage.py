"""The board of pages and languages, and the report of places that read like another language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.models import Page

from intranet.core import clock, institution
from intranet.core.screens import Screen
from intranet.documents.models import Clause, Edition
from intranet.documents.queries.coverage import coverage
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.rules.tongues import oddities
from intranet.pages.rights import TRANSLATE

A_PAGE = 50
AT_MOST = 500  # oddities that one report shows


class _ForTranslators(Screen, TemplateView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(TRANSLATE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class CoverageView(_ForTranslators):
    """Every document in every language of the site: complete, stale, missing; the worst first."""

    template_name = "pages/admin/coverage.html"
    page_title = _("Pages and languages")
    header_icon = "globe"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = institution.current().languages
        rows = coverage(languages, clock.today())
        shown = Paginator(rows, A_PAGE).get_page(self.request.GET.get("p"))
        pages = Page.objects.filter(translation_key__in=[row.key for row in shown]).select_related("locale")
        addresses = {(page.translation_key, page.locale.language_code): page.pk for page in pages.defer_streamfields()}
        return {
            **super().get_context_data(**kwargs),
            "languages": languages,
            "rows": shown,
            "cells": [
                (row, [(each, addresses.get((row.key, each.language))) for each in row.languages]) for row in shown
            ],
            "complete": sum(row.weight == 0 for row in rows),
            "total": len(rows),
        }


class LanguageCheckView(_ForTranslators):
    """The places of published texts that are in another language than their page claims, or mix two alphabets."""

    template_name = "pages/admin/language_check.html"
    page_title = _("Language check")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = _odd_clauses()
        keys = {edition.document.key for edition, _clause, _odd in found}
        pages = Page.objects.filter(translation_key__in=keys).select_related("locale").defer_streamfields()
        addresses = {(page.translation_key, page.locale.language_code): page.pk for page in pages}
        return {
            **super().get_context_data(**kwargs),
            "rows": [
                (edition, clause, odd, addresses.get((edition.document.key, edition.language)))
                for edition, clause, odd in found
            ],
            "at_most": AT_MOST,
        }


def _odd_clauses() -> list[tuple[Edition, Clause, Any]]:
    """Return the odd clauses of all standing editions that still hold, one pass over their words (two queries)."""
    rows = Edition.objects.standing().filter(document__repealed_on=None).select_related("document")
    editions = {edition.pk: edition for edition in rows}
    clauses = Clause.objects.filter(edition__superseded_at=None, edition__document__repealed_on=None).only(
        "edition_id", "block_id", "kind", "data", "number", "anchor"
    )
    found: list[tuple[Edition, Clause, Any]] = []
    for clause in clauses.order_by("edition_id", "position").iterator():
        edition = editions[clause.edition_id]
        words = words_of(FrozenBlock(clause.block_id, clause.kind, clause.data))
        found += [(edition, clause, odd) for odd in oddities([(clause.block_id, words)], edition.language)]
        if len(found) >= AT_MOST:
            break
    return found
