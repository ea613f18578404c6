"""The translator's view of a page: what changed in the original, the last translation, and what has to be decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.models import Page

from intranet.core import clock, institution
from intranet.core.access import account_of
from intranet.core.languages import OWN_NAMES
from intranet.core.refusals import Refusal
from intranet.core.screens import Screen
from intranet.documents.enums import TranslationDecisionKind as Kind
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.translating import decide, minor_edit
from intranet.pages.operations.translators_work import keep_texts
from intranet.pages.publishing.wanting import of_page
from intranet.pages.translations.standing import draft_of, translated, translations_of
from intranet.pages.translations.translator import Row, engine_of, lines_of, rows_of

A_PAGE = 40


class TranslatingView(Screen, TemplateView):
    """Of a translation its clauses; of an original how its translations stand."""

    page_title = _("Translation, clause by clause")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(Page, pk=kwargs["pk"]).specific
        if not isinstance(found, DocumentPage):
            raise Http404
        if not found.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.page = found
        self.found = translated(draft_of(found))
        self.engine = engine_of(found) if self.found else None
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return ["pages/admin/translating.html" if self.found else "pages/admin/translations.html"]

    def get_page_subtitle(self) -> str:
        return f"{self.page.title} ({OWN_NAMES[self.page.locale.language_code]})"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "page": self.page}
        if self.found is None:
            return {**context, "translations": [self._standing(each) for each in translations_of(self.page)]}
        rows = rows_of(self.found, self.engine)
        everything = self.request.GET.get("all") == "1"
        shown = rows if everything else [row for row in rows if row.needs_work]
        return {
            **context,
            "source": self.found.source,
            "engine": self.engine,
            "rows": Paginator(shown, A_PAGE).get_page(self.request.GET.get("p")),
            "total": len(rows),
            "done": sum(not row.needs_work for row in rows),
            "all": everything,
            "may_be_marked": not institution.current().profile.both_languages_or_neither,
            "behind": self._is_behind(rows),
            "wanting": self._wanting_beside(rows),
        }

    def _standing(self, page: DocumentPage) -> tuple[DocumentPage, int, int]:
        found = translated(draft_of(page))
        pairs = [each for each in found.pairs if each.source and each.source.needs_translation] if found else []
        return page, sum(each.state == "current" for each in pairs), len(pairs)

    def _wanting_beside(self, rows: list[Row]) -> list[str]:
        """Return what keeps the page from being published beside the clauses of the list."""
        listed = {row.pair.id for row in rows if row.needs_work}
        found = of_page(draft_of(self.page), on_date=clock.today())
        return [each.message for each in found if each.refuses and not {each.block_id, each.field} & listed]

    def _is_behind(self, rows: list[Row]) -> bool:
        """Say whether the engine's strings are of an earlier text than the one that is translated."""
        if self.engine is None or self.found is None:
            return False
        spoken = " ".join(line.source for row in rows for line in row.lines)
        return any(row.needs_work and row.pair.source and not row.lines for row in rows) or not spoken

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        try:
            sentence = self._done(action)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, sentence)
        again = "&".join(f"{name}={request.GET[name]}" for name in ("all", "p") if request.GET.get(name, "").isdigit())
        return redirect(f"{reverse('translation_of_page', args=[self.page.pk])}{'?' + again if again else ''}")

    def _done(self, action: str) -> str:
        at, actor = clock.now(), account_of(self.request)
        if self.found is None:
            count = minor_edit(source=self.page, at=at, actor=actor)
            return _counted_as_right(count)
        if action == "save" and self.engine is not None:
            count = keep_texts(engine=self.engine, texts=self._texts(), at=at, actor=actor)
            return ngettext("%(count)d text was kept.", "%(count)d texts were kept.", count) % {"count": count}
        if action == "bring-up" and self.engine is not None:
            self.engine.source.update_from_db()
            keep_texts(engine=self.engine, texts={}, at=at, actor=actor)
            return _now("The list is of the original as it is now.")
        kind = Kind.MARKED if action == "mark" else Kind.CONFIRMED
        count = decide(page=self.page, seen=self._seen(), kind=kind, at=at, actor=actor)
        if kind == Kind.MARKED:
            return ngettext(
                "%(count)d clause may be published with its mark.",
                "%(count)d clauses may be published with their marks.",
                count,
            ) % {"count": count}
        return _counted_as_right(count)

    def _texts(self) -> dict[int, str]:
        """Return what was written: a text left as it was offered is not taken for a translation."""
        if self.engine is None:
            return {}
        offered = {line.segment: line for lines in lines_of(self.engine).values() for line in lines}
        written = {pk: self.request.POST.get(f"s{pk}", "").strip() for pk in offered}
        return {pk: text for pk, text in written.items() if text and text != offered[pk].value}

    def _seen(self) -> list[tuple[str, str]]:
        units = self.request.POST.getlist("unit")[: 10 * A_PAGE]
        return [(unit, self.request.POST.get(f"hash-{unit}", "")) for unit in dict.fromkeys(units)]


def _counted_as_right(count: int) -> str:
    return ngettext(
        "%(count)d clause is confirmed: its translation is right.",
        "%(count)d clauses are confirmed: their translations are right.",
        count,
    ) % {"count": count}
