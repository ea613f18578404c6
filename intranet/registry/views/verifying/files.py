"""A certificate's file: is it the one that was made here?"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.core import clock, throttling
from intranet.core.access import public
from intranet.core.outage import said_by
from intranet.core.visitors import visitor_of
from intranet.registry.enums import VerificationOutcome, VerificationWay
from intranet.registry.forms.verifying import MEGABYTE, MOST_MEGABYTES, FileForm, too_large
from intranet.registry.operations import counting
from intranet.registry.papers import NotReadable
from intranet.registry.queries import file_checks
from intranet.registry.queries.file_checks import FileAnswer, FileVerdict
from intranet.registry.views.listing import not_indexed
from intranet.registry.views.verifying import answers

FILES = 30  # a visitor may have so many looked at in the time below
FILES_PER = timedelta(minutes=10)
AROUND_IT = 64 * 1024  # what a browser sends around the file


@public
@said_by(answers.CANNOT_VERIFY)
@answers.asks_only
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Ask for the file; say what it is. It is never stored."""
    if request.method != "POST":
        return _ask(request, FileForm(auto_id="verify-%s"))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_MEGABYTES * MEGABYTE + AROUND_IT:
        return _refuse(request, too_large(), status=413)  # before a byte of it is read
    form = FileForm(request.POST, request.FILES, auto_id="verify-%s")
    if not form.is_valid():
        return _ask(request, form, status=400)
    at = clock.now()
    visitor = visitor_of(request)
    if not throttling.allowed("files", visitor, limit=FILES, per=FILES_PER, at=at):
        seconds = throttling.seconds_to_wait("files", visitor, limit=FILES, per=FILES_PER, at=at)
        sentence = _("Many files were compared from your network within a short time.")
        return answers.too_many(
            request, sentence, seconds, way=VerificationWay.FILE, at=at, back=reverse("verify_file")
        )
    try:
        told = file_checks.check(form.cleaned_data["file"].read())
    except NotReadable:
        sentence = _(
            "This file cannot be read as a PDF: it is another kind of file, damaged, or locked with a password. Verify "
            "the certificate by its code instead."
        )
        return _refuse(request, sentence, status=400)
    on_date = clock.date_of(at)
    counting.count(VerificationWay.FILE, _outcome(told), on_date=on_date)
    return answers.page(request, told.found, at=at, status=200 if told.found else 404, file_verdict=told.verdict.value)


def _outcome(told: FileAnswer) -> VerificationOutcome:
    if told.verdict is FileVerdict.OTHER:
        return VerificationOutcome.ALTERED
    return answers.outcome_of(told.found)


def _refuse(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    form = FileForm({}, MultiValueDict(), auto_id="verify-%s")
    form.errors.clear()
    form.add_error("file", sentence)
    return _ask(request, form, status=status)


def _ask(request: HttpRequest, form: FileForm, *, status: int = 200) -> HttpResponse:
    return not_indexed(render(request, "registry/verify_file.html", {"form": form}, status=status))
