"""Reading what one was asked to read, and confirming that one has."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.core import clock
from intranet.core.access import account_of, signed_in
from intranet.core.languages import reader_language
from intranet.core.refusals import Refusal
from intranet.documents import queries as documents
from intranet.documents.enums import AcknowledgementProof
from intranet.documents.models import Acknowledgement, Edition
from intranet.documents.operations.acknowledging import confirm
from intranet.pages.addresses import page_of
from intranet.pages.reading import comparing
from intranet.people.queries import person_of


@signed_in
@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the edition that a person was asked to read, and record that they have: a button, never an opened link.

    Who has confirmed an earlier edition is shown what changed since; ``?whole=1`` shows the whole text.
    """
    person = person_of(request.user)
    rows = Acknowledgement.objects.select_related("edition__document", "confirmed_edition", "evidence").defer(
        "evidence__data"
    )
    row = get_object_or_404(rows, pk=pk, person=person)
    edition = row.confirmed_edition or _edition_to_read(row)
    statement = _("I have read this document")
    if request.method == "POST":
        _confirm(request, row, edition, statement)
        return redirect("staff_home")
    context = {
        "acknowledgement": row,
        "edition": edition,
        "statement": statement,
        "page": page_of(edition),
        "needs_paper": row.needs == AcknowledgementProof.PAPER,
        "needs_signature": row.needs == AcknowledgementProof.SIGNATURE,
        "on_date": clock.today(),
        **_shown(row, edition, whole=request.GET.get("whole") == "1"),
    }
    return render(request, "pages/acknowledge.html", context)


def _confirm(request: HttpRequest, row: Acknowledgement, edition: Edition, statement: str) -> None:
    """Record the confirmation of the very text that was on the page when the button was pressed."""
    at = clock.now()
    if request.POST.get("text") != edition.content_hash:
        messages.error(request, _("The text has changed since you opened it. Open it again, read it and confirm then."))
        return
    try:
        confirmed = confirm(
            acknowledgement=row,
            read=edition,
            statement=statement,
            actor=account_of(request),
            at=at,
            on_date=clock.date_of(at),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _recorded(confirmed))


def _recorded(row: Acknowledgement) -> str:
    if row.is_enough:
        return _("Recorded: you have read this document.")
    if row.needs == AcknowledgementProof.SIGNATURE:
        return _("Recorded: you have read this document. It counts when HR has your qualified electronic signature.")
    return _("Recorded: you have read this document. It counts when you have signed the acknowledgement sheet at HR.")


def _shown(row: Acknowledgement, edition: Edition, *, whole: bool) -> dict[str, Any]:
    """Return the text: what changed since the reader's last confirmation, or all of it."""
    before = None if row.confirmed_at else documents.read_before(row, edition.language)
    if before is not None and before.pk != edition.pk and not whole:
        compared = comparing.of_editions(before, edition)
        changed = [each for each in compared["rows"] if each.change != "same"]
        if changed or compared["differences"]:
            return {"before": before, "changes": changed, "differences": compared["differences"]}
    clauses = edition.clauses.order_by("position").values_list("html", flat=True)
    return {
        "before": before,
        "clauses": [mark_safe(html) for html in clauses],  # noqa: S308 - made and cleaned at publication
    }


def _edition_to_read(row: Acknowledgement) -> Edition:
    """Return the edition in the reader's language, where the document has that date's text in it."""
    same = Edition.objects.standing().filter(
        document=row.edition.document, in_force_from=row.edition.in_force_from, language=reader_language()
    )
    return same.first() or row.edition
