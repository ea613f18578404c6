"""What Wagtail's screens are kept from doing to documents, said page by page before anything is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.core import clock
from intranet.core.refusals import Refusal
from intranet.pages.models.documents import DocumentPage
from intranet.pages.publishing import gate, wanting
from intranet.pages.translations.plain import refuse_alone


def refuse_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Leave out of a bulk action the pages that it would be refused for, naming each; the others go on."""
    if action.model is not Page or action_type not in {"publish", "unpublish", "delete", "move"}:
        return None
    for page in list(objects):
        try:
            _refuse(page, action_type)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            objects.remove(page)
    return None if objects else redirect(action.next_url)


def _refuse(page: Page, action_type: str) -> None:
    if action_type != "publish":
        gate.refuse_removal(page, below=action_type != "unpublish")
        return
    draft = page.get_latest_revision_as_object()
    if isinstance(draft, DocumentPage):
        wanting.refuse(draft, on_date=clock.today())
    else:
        refuse_alone(draft)


def refuse_to_remove(request: HttpRequest, page: Page, *rest: Any) -> HttpResponse | None:
    """Say instead of asking "are you sure" that a page with editions stays where it is."""
    match = request.resolver_match
    try:
        gate.refuse_removal(page, below=match is None or match.url_name != "unpublish")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def refuse_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A document is one: an alias would show its text without an edition of its own."""
    if request.method == "POST" and request.POST.get("alias") and isinstance(page.specific, DocumentPage):
        messages.error(
            request, _("A document has one page in each language. Copy it as a page of its own, or link to it.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
