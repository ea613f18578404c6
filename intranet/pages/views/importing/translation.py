"""Bringing a page's translation from a file: choosing it, then clause against clause what answers to what."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.forms import site_languages
from intranet.core.languages import OWN_NAMES
from intranet.core.refusals import Refusal
from intranet.documents.operations.uploading import draft_of, keep_upload
from intranet.documents.reading import CannotRead
from intranet.documents.rules.answering import Answer
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.texts import FrozenBlock
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.importing_translation import answers_of, take_translation
from intranet.pages.views.importing.forms import FileForm
from intranet.pages.views.importing.screens import ImportScreen, ScreenOfUpload, document_page, may_change
from intranet.pages.views.importing.uploading import failed_form

PAIRS_SHOWN = 200


class TranslationFileForm(FileForm):
    """A file with the text of a page in another language."""

    language = forms.ChoiceField(label=_("Language of the text"))
    field_order = ("file", "language")

    def __init__(self, *args: Any, page: DocumentPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = page.locale.language_code
        others = [(code, OWN_NAMES[code]) for code in site_languages() if code != own]
        self.fields["language"].choices = others  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """The title of the translation."""

    title = forms.CharField(label=_("Title"), max_length=255)


class TranslationUploadView(ImportScreen, FormView):  # type: ignore[type-arg]
    """Choose the file of a translation."""

    form_class = TranslationFileForm
    template_name = "pages/admin/import_upload.html"
    page_title = _("Bring the translation from a file")

    @cached_property
    def page(self) -> DocumentPage:
        return document_page(self.kwargs["pk"])

    def may(self) -> bool:
        return may_change(self.request, self.page)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "page": self.page}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = failed_form(request, lambda typed: TranslationFileForm(typed, page=self.page))
        if form is None:
            return super().get(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "page": self.page, "is_translation": True}

    def form_valid(self, form: TranslationFileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            upload = keep_upload(
                file_name=file.name,
                data=file.read(),
                kind=self.page.document_kind,
                language=form.cleaned_data["language"],
                translates=self.page.pk,
                at=clock.now(),
                actor=account_of(self.request),
            )
        except CannotRead as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("import_progress", upload.pk)


class AnswersView(ScreenOfUpload, View):
    """What of a file answers to what of the original; then the translation's draft is made."""

    template_name = "pages/admin/import_answers.html"
    page_title = _("Bring the translation from a file")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._elsewhere() or self._show(TitleForm(initial={"title": draft_of(self.upload).title}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        onward = self._elsewhere()
        if onward is not None:
            return onward
        form = TitleForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            page = take_translation(
                page=self.target,
                upload=self.upload,
                title=form.cleaned_data["title"],
                at=clock.now(),
                actor=account_of(request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self._show(form)
        messages.success(request, _now("The draft is made. Nothing is public until you publish it."))
        return redirect("translation_of_page", page.pk)

    def _elsewhere(self) -> HttpResponse | None:
        onward = self.elsewhere()
        if onward is not None:
            return onward
        if not self.upload.is_translation:
            raise Http404
        return redirect("import_receipt", self.upload.pk) if draft_of(self.upload).receipt.unplaced else None

    def _show(self, form: TitleForm) -> HttpResponse:
        found = answers_of(page=self.target, upload=self.upload)
        pairs = [_row(each) for each in found]
        context = self.get_context_data(
            upload=self.upload,
            page=self.target,
            form=form,
            rows=Paginator(pairs, PAIRS_SHOWN).get_page(self.request.GET.get("p")),
            paired=sum(each.source is not None and each.target is not None for each in found),
            missing=sum(each.target is None for each in found),
            extra=sum(each.source is None for each in found),
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]


def _row(answer: Answer) -> dict[str, Any]:
    target = answer.target
    translated = FrozenBlock("", target.kind, target.data) if target is not None else None
    return {
        "source": answer.source,
        "source_words": words_of(answer.source) if answer.source else "",
        "target": translated,
        "target_words": words_of(translated) if translated else "",
        "is_doubtful": answer.is_doubtful,
    }
