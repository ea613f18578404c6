"""Drafts as files, for those who may edit them: to work on in Word, to put before a council."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from intranet.core import clock
from intranet.core.access import account_of, holders_of
from intranet.documents.models import WordTemplate
from intranet.documents.operations.templates import drop_word_template, keep_word_template
from intranet.documents.queries import edition_on
from intranet.documents.writing.checking import LARGEST, BadWordTemplate
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.numbering import draft_of
from intranet.pages.papers import answers as paper_answers
from intranet.pages.papers import making as papers

CHANGE_TEMPLATE = "documents.change_wordtemplate"


@require_safe
def draft_paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out a draft as a file."""
    draft = _draft(request, pk)
    return paper_answers.of_paper(request, papers.of_draft(draft), form, name=f"{draft.slug}-draft", keep=False)


@require_safe
def draft_comparison(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out what a draft would change in the edition of today: with ``?all=1`` every clause."""
    draft = _draft(request, pk)
    standing = edition_on(key=draft.translation_key, language=draft.locale.language_code, on_date=clock.today())
    if standing is None:
        messages.error(request, _("Nothing is published yet that the draft could be compared with."))
        return redirect("wagtailadmin_pages:edit", pk)
    paper = papers.of_draft(draft)
    compared = papers.comparison(standing.edition, draft, paper, whole=request.GET.get("all") == "1")
    return paper_answers.of_comparison(request, compared, form, name=f"{draft.slug}-comparison", keep=False)


def _draft(request: HttpRequest, pk: int) -> DocumentPage:
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, DocumentPage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return draft_of(page)


@holders_of(CHANGE_TEMPLATE)
@require_http_methods(["GET", "POST"])
def word_template(request: HttpRequest) -> HttpResponse:
    """Show which template Word files are written on; take another one, or go back to the one that is supplied."""
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, _changed(request))
        except BadWordTemplate as refusal:
            refused = str(refusal)
        else:
            return redirect("word_template")
    title = _("Word template")
    context: dict[str, Any] = {
        "template": WordTemplate.objects.defer("data").first(),
        "refused": refused,
        "header_title": title,
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "pages/admin/word_template.html", context)


def _changed(request: HttpRequest) -> str:
    actor, at = account_of(request), clock.now()
    if "drop" in request.POST:
        drop_word_template(actor=actor, at=at)
        return _("Word files are written on the template that is supplied.")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadWordTemplate(_("Choose a file."))
    keep_word_template(data=file.read(LARGEST + 1), file_name=str(file.name), actor=actor, at=at)
    return _("From now on, Word files are written on your template.")
