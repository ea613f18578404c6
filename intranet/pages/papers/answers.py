"""Papers handed out: PDF and Word, each under the address of the page that it is of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import content_disposition_header

from intranet.core.refusals import Refusal
from intranet.documents.printing import Printable, Source, contents
from intranet.documents.printing.keeping import kept, made_once
from intranet.documents.queries.templates import word_template
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.two_columns import Comparison
from intranet.documents.writing import comparison_docx, docx

Form = Literal["pdf", "docx"]
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def of_paper(request: HttpRequest, paper: Paper, form: str, *, name: str, keep: bool = True) -> HttpResponse:
    """Hand out a text as a file."""
    if form == "pdf":
        return _pdf(request, Printable(Source("edition"), contents.edition(paper)), name=name, keep=keep)
    return _word(name, lambda template: docx(paper, template=template))


def of_both(request: HttpRequest, left: Paper, right: Paper, *, name: str) -> HttpResponse:
    """Hand out a text in two languages beside each other."""
    return _pdf(request, Printable(Source("bilingual"), contents.bilingual(left, right)), name=name, keep=True)


def of_comparison(
    request: HttpRequest, compared: Comparison, form: str, *, name: str, keep: bool = True
) -> HttpResponse:
    """Hand out two texts beside each other."""
    if form == "pdf":
        return _pdf(request, Printable(Source("comparison"), contents.comparison(compared)), name=name, keep=keep)
    return _word(name, lambda template: comparison_docx(compared, template=template))


def _pdf(request: HttpRequest, printable: Printable, *, name: str, keep: bool) -> HttpResponse:
    tag = f'"{printable.key[:32]}"'
    if keep and tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag})
    try:
        made = kept(printable) if keep else made_once(printable)
    except Refusal as refusal:
        answer = render(request, "pages/no_paper.html", {"sentence": str(refusal)}, status=503)
        answer["Retry-After"] = "60"
        return answer
    return _file(made, name, "pdf", ETag=tag)


def _word(name: str, write: Callable[[bytes | None], bytes]) -> HttpResponse:
    return _file(write(word_template()), name, "docx")


def _file(made: bytes, name: str, form: str, **headers: Any) -> HttpResponse:
    """Hand out a file; a PDF opens in the browser, a Word file is saved."""
    disposition = content_disposition_header(form == "docx", f"{name}.{form}") or "inline"
    return HttpResponse(made, content_type=TYPES[form], headers={"Content-Disposition": disposition, **headers})
