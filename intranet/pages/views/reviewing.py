"""Looking through a document again: its owner says that it is still right."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.core import clock
from intranet.core.access import account_of, signed_in
from intranet.core.languages import reader_language
from intranet.core.refusals import Refusal
from intranet.documents import queries as documents
from intranet.documents.models import Review
from intranet.documents.operations.caring import record_review
from intranet.pages.addresses import page_of
from intranet.people.queries import person_of, substitute_of

LONGEST_REMARK = 300


@signed_in
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document that is to be reviewed, and record that it was checked and is still right."""
    row = get_object_or_404(Review.objects.select_related("document__owner"), pk=pk)
    if not _may_review(request, row):
        raise Http404
    edition = documents.edition_to_read(row.document)
    if edition is None:
        raise Http404
    if request.method == "POST":
        at = clock.now()
        note = request.POST.get("note", "").replace("\0", "")
        if len(note) > LONGEST_REMARK:
            messages.error(request, _("The remark is longer than 300 characters. Shorten it."))
            return redirect("review", pk)
        try:
            record_review(review=row, note=note, at=at, on_date=clock.date_of(at), actor=account_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Recorded: the document was checked and is still right."))
        return redirect("staff_home")
    context = {
        "review": row,
        "title": documents.titles_of([row.document_id], reader_language())[row.document_id],
        "edition": edition,
        "page": page_of(edition),
        "done": documents.reviews_of(row.document)[:10],
    }
    return render(request, "pages/review.html", context)


def _may_review(request: HttpRequest, row: Review) -> bool:
    """The owner may, who substitutes them, and those who set owners and days."""
    if request.user.has_perm("documents.change_document"):
        return True
    person, owner = person_of(request.user), row.document.owner
    return person is not None and owner is not None and person in {owner, substitute_of(owner, clock.today())}
