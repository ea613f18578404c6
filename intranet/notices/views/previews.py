"""Previews of letters in the admin: each kind of notice, in each language, with real data; and one to oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intranet.core import clock
from intranet.core.access import account_of, holders_of
from intranet.core.refusals import Refusal
from intranet.notices import operations, previews
from intranet.notices.kinds import register

SEES_ALL = "notices.view_all_letters"


class PreviewForm(forms.Form):
    """Which kind, in which language."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of notice"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((kind.key, str(kind.name)) for kind in register().values()), key=lambda pair: pair[1])
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["language"].choices = previews.language_choices()  # type: ignore[attr-defined]

    @property
    def first_choice(self) -> dict[str, str]:
        return {name: field.choices[0][0] for name, field in self.fields.items()}  # type: ignore[attr-defined]


@holders_of(SEES_ALL)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """Show a letter as it would be; the button sends one to whoever presses it."""
    if request.method == "POST":
        return _send(request)
    form = PreviewForm(request.GET) if request.GET else PreviewForm(PreviewForm().first_choice)
    shown = None
    if form.is_valid():
        kind = register()[form.cleaned_data["kind"]]
        shown = previews.preview_of(kind, languages=form.cleaned_data["language"].split("+"))
    title = _("Previews of notices")
    context = {
        "form": form,
        "preview": shown,
        "letter_url": _address("notice_preview_letter", form) if shown else "",
        "languages": form.cleaned_data.get("language", "").split("+") if form.is_valid() else [],
        "header_title": title,
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "notices/admin/preview.html", context)


@holders_of(SEES_ALL)
@require_http_methods(["GET", "HEAD"])
def letter(request: HttpRequest) -> HttpResponse:
    """Show the letter alone, for the frame of the page above: a letter is a page of its own."""
    form = PreviewForm(request.GET)
    if not form.is_valid():
        raise Http404
    kind, languages = register()[form.cleaned_data["kind"]], form.cleaned_data["language"].split("+")
    shown = previews.preview_of(kind, languages=languages)
    if shown is None:
        raise Http404
    return HttpResponse(previews.html_to_look_at(shown))


def _address(name: str, form: PreviewForm) -> str:
    return f"{reverse(name)}?{urlencode(form.cleaned_data)}"


def _send(request: HttpRequest) -> HttpResponse:
    form = PreviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a kind of notice and a language from the lists."))
        return redirect("notice_preview")
    kind, languages = register()[form.cleaned_data["kind"]], form.cleaned_data["language"].split("+")
    try:
        operations.send_to_oneself(kind=kind, languages=languages, at=clock.now(), actor=account_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A letter to you was written. It goes out with the next sweep."))
    return redirect(_address("notice_preview", form))
