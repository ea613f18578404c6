"""The translation of a page taken away as a file to work on elsewhere, and brought back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.documents.reading import CannotRead
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.taking_translations import Taken, strings_to_send, take_file
from intranet.pages.translations import files as translation_files
from intranet.pages.translations.files.pieces import no_such_file, too_large

NAMED = 20


@require_POST  # the strings are laid out anew, from the original as it is now
def translation_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out what is translated of a page as a file."""
    page = _page(request, pk)
    if form not in translation_files.WRITERS:
        raise Http404
    try:
        sent = strings_to_send(page=page)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("translation_of_page", pk)
    answer = HttpResponse(translation_files.WRITERS[form](sent), content_type=translation_files.TYPES[form])
    name = f"{page.slug}-{sent.source_language}-{sent.target_language}.{form}"
    answer["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def translated_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was translated in a file, and say what became of each string."""
    page = _page(request, pk)
    try:
        returned = translation_files.read(_data(request))
        taken = take_file(page=page, returned=returned, at=clock.now(), actor=account_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, taken)
    return redirect("translation_of_page", pk)


def _page(request: HttpRequest, pk: int) -> DocumentPage:
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, DocumentPage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _data(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise CannotRead(no_such_file())
    if (file.size or 0) > translation_files.LARGEST:
        raise CannotRead(too_large())
    data: bytes = file.read()
    return data


def _tell(request: HttpRequest, taken: Taken) -> None:
    numbers = {"kept": taken.kept, "unchanged": taken.unchanged, "refused": taken.refused}
    sentence = _("From the file: taken %(kept)d, unchanged or empty %(unchanged)d, refused %(refused)d.") % numbers
    (messages.warning if taken.refused else messages.success)(request, sentence)
    if taken.changed:
        message = _("Refused, because the original has changed since: %(places)s. Download the file again for these.")
        messages.warning(request, message % {"places": _named(taken.changed)})
    if taken.unfit:
        message = _("Refused, because the markup or links are not those of the original: %(places)s.")
        messages.warning(request, message % {"places": _named(taken.unfit)})


def _named(places: list[str]) -> str:
    different = list(dict.fromkeys(Truncator(place).chars(60) for place in places))
    return ", ".join(different[:NAMED]) + (", …" if len(different) > NAMED else "")
