"""The issue journal (журнал обліку видачі) for a period, as a PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.viewsets.base import ViewSet

from intranet.core import clock
from intranet.registry.forms.signing import JournalForm
from intranet.registry.papers.journal import journal
from intranet.registry.queries import journal as journals
from intranet.registry.viewsets.menu import PermittedItem
from intranet.registry.viewsets.signatures import SigningScreen

JOURNAL = "registry.print_journal"


class JournalView(SigningScreen, FormView):  # type: ignore[type-arg]
    """Choose a period; get the journal as a PDF."""

    permission = JOURNAL
    form_class = JournalForm
    template_name = "registry/admin/journal.html"
    page_title = _("Issue journal")
    header_icon = "doc-full"

    def get_initial(self) -> dict[str, Any]:
        today = clock.today()
        return {"since": today.replace(month=1, day=1), "until": today}

    def form_valid(self, form: JournalForm) -> HttpResponse:
        asked = form.cleaned_data
        if journals.numbers(**asked).count() > journals.MOST:
            words = _now("The period has more than %(most)s numbers. Print the journal in parts.")
            form.add_error(None, words % {"most": journals.MOST})
            return self.form_invalid(form)
        response = HttpResponse(journal(journals.lines(**asked), **asked), content_type="application/pdf")
        name = f"journal-{asked['since']}-{asked['until']}.pdf"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response


class JournalMenuItem(PermittedItem):
    permission = JOURNAL


class JournalViewSet(ViewSet):
    name = "journal"
    icon = "doc-full"
    menu_label = _("Issue journal")
    menu_item_class = JournalMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", self.construct_view(JournalView), name="index")]
