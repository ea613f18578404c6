"""Issuing: one certificate after a look at what the public will see, or many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.forms.actions import NothingForm, SeveralForm
from intranet.registry.models import Certificate, Draft
from intranet.registry.operations import issuing, issuing_several
from intranet.registry.operations.freezing import Facts
from intranet.registry.operations.issuing import Incomplete
from intranet.registry.operations.issuing_several import MOST_AT_ONCE, Issued
from intranet.registry.rules.gate import Missing, needs_a_look, public_name
from intranet.registry.viewsets.actions import ActionView, Screen

ISSUE = "registry.issue_certificate"
MOST_NAMED = 200


class IssueView(ActionView):
    """Show what will be public, then issue."""

    model = Draft
    permission = ISSUE
    form_class = NothingForm
    page_title = _("Issue a certificate")
    header_icon = "check"
    template_name = "registry/admin/issue.html"
    confirm_label = _("Issue")
    done = _("Certificate %(row)s is issued.")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._to_the_form() if self._missing() else super().get(request, *args, **kwargs)

    def perform(self, form: Any) -> Certificate:
        return self.said(issuing.issue, draft=self.row)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Incomplete:
            return self._to_the_form()

    def form_invalid(self, form: Any) -> HttpResponse:
        return self._to_the_form() if self._missing() else super().form_invalid(form)

    def _missing(self) -> list[Missing]:
        return issuing.missing(self.row, at=clock.now())

    def _to_the_form(self) -> HttpResponse:
        messages.error(self.request, wording.sentences(self._missing()))
        return redirect(f"{reverse('draft:edit', args=[self.row.pk])}?check=1")

    def back(self) -> str:
        return reverse("draft:edit", args=[self.row.pk])

    def after(self, result: Any) -> str:
        return reverse("certificate:inspect", args=[result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = self.row.values()
        shown = {"public_name": public_name(values), "needs_a_look": needs_a_look(values)}
        return {**super().get_context_data(**kwargs), **shown}


class IssueSeveralView(Screen, FormView):  # type: ignore[type-arg]
    """Choose among the drafts that are ready, or take them all; those that lack something are named and stay."""

    model = Draft
    form_class = SeveralForm
    template_name = "registry/admin/issue_several.html"
    page_title = _("Issue several certificates")
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(ISSUE):
            raise PermissionDenied
        self._judge()
        return super().dispatch(request, *args, **kwargs)

    def _judge(self) -> None:
        """Part the drafts into ready ones, ready but for the reason of being late, and those that lack more."""
        facts, on_date = Facts(), clock.today()
        self.ready: list[Draft] = []
        self.late: list[Draft] = []
        self.lacking: list[tuple[Draft, list[str]]] = []
        for draft in issuing_several.waiting_drafts().iterator(chunk_size=2000):
            _values, found = issuing_several.judged(draft, facts, late_reason="", on_date=on_date)
            if not found:
                self.ready.append(draft)
            elif [each.code for each in found] == ["late_without_reason"]:
                self.late.append(draft)
            else:
                self.lacking.append((draft, [wording.sentence(each) for each in found]))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "ready": [draft.pk for draft in (*self.ready, *self.late)]}

    def form_invalid(self, form: SeveralForm) -> HttpResponse:
        if "drafts" in form.errors:  # pressed twice: some of what was chosen is issued already
            messages.info(self.request, _now("Some of these have been issued already. Look at what is left."))
            return redirect("draft:issue_several")
        return super().form_invalid(form)

    def form_valid(self, form: SeveralForm) -> HttpResponse:
        keys = form.cleaned_data["drafts"]
        if form.cleaned_data["every"]:
            keys = [draft.pk for draft in (*self.ready, *self.late)]
        if not keys:
            form.add_error(None, _now("Choose at least one certificate."))
            return self.render_to_response(self.get_context_data(form=form))
        what = {"keys": keys, "late_reason": form.cleaned_data["late_reason"], "at": clock.now()}
        try:
            if len(keys) > MOST_AT_ONCE:
                issuing_several.start_issuing(**what, actor=account_of(self.request))
                messages.success(self.request, _now("They are being issued. See Reports, Long work, for the progress."))
            else:
                self._tell(issuing_several.issue_drafts(**what, actor=account_of(self.request)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("draft:index")

    def _tell(self, outcome: Issued) -> None:
        issued, kept = len(outcome.certificates), len(outcome.kept)
        if issued:
            said = ngettext("%(count)s certificate is issued.", "%(count)s certificates are issued.", issued)
            messages.success(self.request, said % {"count": issued})
        if kept:
            said = ngettext(
                "%(count)s is not issued, because something is missing: %(who)s.",
                "%(count)s are not issued, because something is missing: %(who)s.",
                kept,
            )
            who = ", ".join(str(draft) for draft, _found in outcome.kept[:20])
            messages.warning(self.request, said % {"count": kept, "who": who})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.POST.getlist("drafts") if self.request.method == "POST" else None
        named = (*self.ready, *self.late)[:MOST_NAMED]
        late = {draft.pk for draft in self.late}
        return {
            **super().get_context_data(**kwargs),
            "named": [(draft, draft.pk in late, chosen is None or str(draft.pk) in chosen) for draft in named],
            "count": len(self.ready) + len(self.late),
            "late_count": len(self.late),
            "are_more": len(self.ready) + len(self.late) > MOST_NAMED,
            "lacking": self.lacking[:MOST_NAMED],
            "lacking_count": len(self.lacking),
            "back": reverse("draft:index"),
        }
