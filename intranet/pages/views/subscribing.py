"""Letters about a document's new editions: asking for them, confirming, ending them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from intranet.core import clock, throttling
from intranet.core.access import public
from intranet.core.languages import address_in, reader_language
from intranet.core.refusals import Refusal
from intranet.core.visitors import visitor_of
from intranet.documents.links import CONFIRM, LEAVE, opened
from intranet.documents.models import Document
from intranet.documents.models.subscriptions import LONGEST_ADDRESS
from intranet.documents.operations import subscribing

VISITORS = {"limit": 10, "per": timedelta(hours=1)}


class SubscribeForm(forms.Form):
    """An address that can be asked to confirm."""

    address = forms.EmailField(
        label=_("E-mail"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get a letter there: only when you have confirmed it do others follow."),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take an address that wants letters; whether it was there already is never said."""
    language = reader_language()
    pages = Page.objects.live().public().filter(translation_key=key).select_related("locale")
    urls = {page.locale.language_code: page.get_url(request) or "" for page in pages}
    document = Document.objects.filter(key=key).titled(language).first() if language in urls else None
    if document is None or not document.title:
        raise Http404
    form = SubscribeForm(request.POST if request.method == "POST" else None, auto_id="subscribe-%s")
    context = {"document_title": document.title, "document_url": urls[language], "form": form}
    context["own_alternates"] = {code: address_in(request.path, code) for code in urls}
    if request.method == "POST" and form.is_valid():
        if _take_down(request, document, form.cleaned_data["address"]):
            return render(request, "pages/subscribe_asked.html", context)
        form.add_error(None, _gettext("Many addresses were given from your network within an hour. Try again later."))
    return render(request, "pages/subscribe.html", context, status=400 if form.errors else 200)


def _take_down(request: HttpRequest, document: Document, address: str) -> bool:
    """Take the wish down; False where this visitor had too many."""
    at = clock.now()
    if not throttling.allowed("subscriptions", visitor_of(request), at=at, **VISITORS):  # type: ignore[arg-type]
        return False
    subscribing.ask_to_subscribe(
        document=document,
        title=document.title,  # type: ignore[attr-defined]  # annotated
        address=address,
        language=reader_language(),
        at=at,
    )
    return True


@public
@csrf_exempt  # whoever has the link may use it: mail programs end a subscription by a bare POST (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Confirm or end a subscription by the link of a letter: a button does it, the opening of a link does nothing."""
    pk = opened(purpose, token) if purpose in (CONFIRM, LEAVE) else None
    if pk is None:
        raise Http404
    said, wrong, title = "", "", _title_of(pk)
    if request.method == "POST":
        try:
            said = _by_link(pk, purpose)
        except Refusal as refusal:
            wrong = str(refusal)
    context = {"purpose": purpose, "said": said, "wrong": wrong, "document_title": title}
    response = render(request, "pages/subscription_link.html", context, status=410 if wrong else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _by_link(pk: int, purpose: str) -> str:
    at = clock.now()
    if purpose == LEAVE:
        subscribing.unsubscribe(pk=pk, at=at)
        return _gettext("No more letters come to you about this document.")
    subscribing.confirm_subscription(pk=pk, at=at)
    return _gettext("Confirmed: you get a letter whenever this document has a new edition.")


def _title_of(pk: int) -> str:
    """Return what the document is called that a subscription is to; nothing where it has ended."""
    row = Document.objects.filter(subscriptions=pk).titled(reader_language()).first()
    return row.title or "" if row else ""
