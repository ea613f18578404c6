"""One certificate: by its code, by the address in the square pattern, by number and surname."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intranet.core import clock, throttling
from intranet.core.access import public
from intranet.core.outage import said_by
from intranet.core.visitors import visitor_of
from intranet.registry.enums import IntroductionSlug, VerificationOutcome, VerificationWay
from intranet.registry.forms.verifying import CodeForm, NameForm, NumberForm
from intranet.registry.operations import counting
from intranet.registry.queries import verifying
from intranet.registry.queries.listing import introduction
from intranet.registry.queries.name_checks import NameAnswer, is_full_name
from intranet.registry.views.listing import not_indexed
from intranet.registry.views.verifying import answers

NAMES_A_VISITOR = 5
NAMES_PER = timedelta(hours=1)


@public
@said_by(answers.CANNOT_VERIFY)
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or for the record number with the surname."""
    typed = request.GET
    numbered = "number" in typed or "surname" in typed
    asks_code = bool(typed.get("code")) or ("code" in typed and not numbered)
    by_code = CodeForm(typed if asks_code else None, auto_id="verify-%s")
    by_number = NumberForm(typed if numbered and not asks_code else None, auto_id="verify-%s")
    if by_code.is_bound and by_code.is_valid():
        return HttpResponseRedirect(reverse("verify", args=[by_code.cleaned_data["code"]]))
    if by_number.is_bound and by_number.is_valid():
        return _by_number(request, **by_number.cleaned_data)
    return _ask(request, by_code, by_number)


@public
@said_by(answers.CANNOT_VERIFY)
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the register has a certificate with this code, and what it says.

    Whoever holds a code that is right is always answered: visitors who share a network share only their wrong guesses.
    """
    at = clock.now()
    found = verifying.by_code(code)
    if found is None:
        return answers.missed(request, way=VerificationWay.CODE, at=at)
    return answers.answer(request, found, way=VerificationWay.CODE, at=at, name_form=_name_form(found.entry.name))


@public
@said_by(answers.CANNOT_VERIFY)
@answers.asks_only
@require_http_methods(["GET", "HEAD", "POST"])
def check_name(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a full name is the holder's: five tries an hour for each visitor and certificate.

    The tries of one visitor leave all others theirs, so that nobody can be locked out by somebody else.
    """
    at = clock.now()
    found = verifying.by_code(code)
    if found is None:
        return answers.missed(request, way=VerificationWay.NAME, at=at)
    if not found.entry.name:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(found.entry.url)
    form = NameForm(request.POST, auto_id="verify-%s")
    if not form.is_valid():
        return answers.page(request, found, at=at, status=400, name_form=form)
    asked = f"{visitor_of(request)} {found.code}"
    if not throttling.allowed("names", asked, limit=NAMES_A_VISITOR, per=NAMES_PER, at=at):
        seconds = throttling.seconds_to_wait("names", asked, limit=NAMES_A_VISITOR, per=NAMES_PER, at=at)
        sentence = _("Five names were compared with this certificate from your network within an hour.")
        return answers.too_many(request, sentence, seconds, way=VerificationWay.NAME, at=at, back=found.entry.url)
    told = is_full_name(found.code, form.cleaned_data["name"])
    if told in {NameAnswer.MATCHES, NameAnswer.DIFFERS}:
        counting.count(VerificationWay.NAME, VerificationOutcome(told.value), on_date=clock.date_of(at))
    return answers.page(request, found, at=at, name_form=form, name_answer=told, name_typed=form.cleaned_data["name"])


def _by_number(request: HttpRequest, number: str, surname: str) -> HttpResponse:
    """Answer, or let the visitor wait who has guessed wrong too often: numbers, unlike codes, can be guessed."""
    at = clock.now()
    if not answers.may_guess(request, at=at):
        return answers.too_many_misses(request, way=VerificationWay.NUMBER, at=at)
    found = verifying.by_number(number, surname, at=at)
    if found is None:
        return answers.missed(request, way=VerificationWay.NUMBER, at=at)
    return answers.answer(request, found, way=VerificationWay.NUMBER, at=at, name_form=_name_form(found.entry.name))


def _name_form(name: str) -> NameForm | None:
    return NameForm(auto_id="verify-%s") if name else None


def _ask(request: HttpRequest, by_code: forms.Form, by_number: forms.Form) -> HttpResponse:
    wrong = next((form for form in (by_code, by_number) if form.errors), None)
    context = {
        "by_code": by_code,
        "by_number": by_number,
        "wrong": wrong,
        "introduction": introduction(IntroductionSlug.VERIFY),
    }
    return not_indexed(render(request, "registry/verify_form.html", context, status=400 if wrong else 200))
