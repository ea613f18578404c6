"""How I am told: the question at the first sign-in, and the page on which everything about it can be changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core import clock
from intranet.core.access import account_of, signed_in
from intranet.core.refusals import Refusal
from intranet.notices import operations, queries
from intranet.notices.forms import LanguageForm, PreferencesForm
from intranet.people.queries import person_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_notices(request: HttpRequest) -> HttpResponse:
    """Show and change how the signed-in person is told."""
    person = person_of(request.user)
    if person is None:
        return render(request, "notices/preferences.html", {"form": None})
    form = PreferencesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_preferences(person=person, **form.wishes(), at=clock.now(), actor=account_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: this is how you are told from now on."))
            return redirect("my_notices")
    context = {
        "form": form,
        "preference": form.preference,
        "address": queries.addresses_of([person.pk]).get(person.pk, ""),
        "failing": queries.failing_of(person),
    }
    return render(request, "notices/preferences.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def my_language(request: HttpRequest) -> HttpResponse:
    """Record the language that the signed-in person was asked for; elsewhere than on the banner the page asks again."""
    person, form = person_of(request.user), LanguageForm(request.POST)
    if person is None or not form.is_valid() or "language" not in request.POST:
        messages.error(request, _("Choose one of the languages."))
        return redirect("my_notices" if person is None else "staff_home")
    operations.record_language(
        person=person, language=form.cleaned_data["language"], at=clock.now(), actor=account_of(request)
    )
    messages.success(request, _("Recorded: your letters are in this language from now on."))
    return redirect("staff_home")
