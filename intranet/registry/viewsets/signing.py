"""Signing in the admin: what waits for it, runs, and files that come back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View
from wagtail.admin.viewsets.base import ViewSet

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.enums import JobState
from intranet.core.refusals import Refusal
from intranet.registry.enums import ReturnOutcome, Signing
from intranet.registry.forms.signing import ReturnForm, SignedForm, WaitingForm
from intranet.registry.models import Certificate, PrintRun, SignedBatch
from intranet.registry.operations import returning
from intranet.registry.operations import signing as operations
from intranet.registry.queries import signing as queries
from intranet.registry.queries.holding import ending_of
from intranet.registry.queries.signing import Wanted
from intranet.registry.viewsets.menu import PermittedItem
from intranet.registry.viewsets.signatures import SIGN, CertificateSigningView, SignedFileView, SigningScreen, download

SHOWN = 50
OF_A_PAGE = 100
LATEST = 10


class WaitingView(SigningScreen, FormView):  # type: ignore[type-arg]
    """What waits for a signature, chosen by series, import and period; a run is made of it."""

    form_class = WaitingForm
    template_name = "registry/admin/signing.html"
    page_title = _("Signing")

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = self.request.POST or self.request.GET
        return {**super().get_form_kwargs(), "data": asked or {"signing": self._likely()}}

    def _likely(self) -> str:
        qualified = queries.unsigned(Signing.QUALIFIED, Wanted()).exists()
        return str(Signing.QUALIFIED if qualified else Signing.PAPER)

    def form_valid(self, form: WaitingForm) -> HttpResponse:
        try:
            run = operations.make_run(
                signing=Signing(form.cleaned_data["signing"]), wanted=form.wanted(), at=clock.now(),
                actor=account_of(self.request),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect("signing:run", run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        waiting = Certificate.objects.none()
        if form.is_valid():
            waiting = queries.unsigned(form.cleaned_data["signing"], form.wanted())
        return {
            **context,
            "waiting": waiting.count(),
            "rows": waiting[:SHOWN],
            "shown": SHOWN,
            "is_paper": form["signing"].value() == Signing.PAPER,
            "runs": PrintRun.objects.select_related("made_by", "job")[:LATEST],
            "batches": SignedBatch.objects.select_related("uploaded_by", "job")[:LATEST],
        }


class RunView(SigningScreen, View):
    """A run: its file, and which of its certificates are signed."""

    template_name = "registry/admin/signing_run.html"

    def get_page_title(self) -> str:
        return _now("Run no. %(number)s") % {"number": self.kwargs["pk"]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(SignedForm(initial={"signed_on": clock.today()}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self._run()
        if "again" in request.POST:
            operations.make_file_again(run=run, at=clock.now(), actor=account_of(request))
            return redirect("signing:run", run.pk)
        form = SignedForm(request.POST)
        keys = self._chosen(run)
        if form.is_valid() and not keys:
            form.add_error(None, _now("Tick the certificates that were signed."))
        if form.is_valid() and self._recorded(form, keys):
            return redirect("signing:run", run.pk)
        return self._show(form)

    def _chosen(self, run: PrintRun) -> list[int]:
        keys = queries.of_run(run).values_list("pk", flat=True)
        if "all" in self.request.POST:
            return list(keys)
        ticked = {int(key) for key in self.request.POST.getlist("certificate") if key.isascii() and key.isdigit()}
        return [key for key in keys if key in ticked]

    def _recorded(self, form: SignedForm, keys: list[int]) -> bool:
        try:
            count = operations.record_signed(
                certificates=keys, signed_on=form.cleaned_data["signed_on"], at=clock.now(),
                actor=account_of(self.request),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return False
        said = ngettext(
            "%(count)s certificate is recorded as signed.", "%(count)s certificates are recorded as signed.", count
        )
        messages.success(self.request, said % {"count": count})
        return True

    def _run(self) -> PrintRun:
        return get_object_or_404(PrintRun.objects.select_related("job", "made_by"), pk=self.kwargs["pk"])

    def _show(self, form: SignedForm) -> HttpResponse:
        run = self._run()
        rows = queries.of_run(run).select_related("signature")
        context = self.get_context_data(
            run=run,
            form=form,
            page=Paginator(rows, OF_A_PAGE).get_page(self.request.GET.get("p")),
            signed=queries.signed_of_run(run),
            is_paper=run.signing == Signing.PAPER,
            is_working=run.job is not None and run.job.state in {JobState.WAITING, JobState.RUNNING},
            has_failed=run.job is not None and run.job.state == JobState.FAILED,
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]


class RunFileView(SigningScreen, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        run = get_object_or_404(PrintRun, pk=kwargs["pk"])
        if not run.file or run.file_made_at is None:
            raise Http404
        return download(run.file, f"run-{run.pk}{ending_of(run.file)}")


class ReturnView(SigningScreen, FormView):  # type: ignore[type-arg]
    """Take signed files back."""

    form_class = ReturnForm
    template_name = "registry/admin/signing_return.html"
    page_title = _("Return signed files")

    def get_initial(self) -> dict[str, Any]:
        return {"signed_on": clock.today()}

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        at = clock.now()
        try:
            batch = returning.keep_returned(
                files=[(file.name, file) for file in form.cleaned_data["signed"]],
                signed_on=form.cleaned_data["signed_on"], at=at, actor=account_of(self.request),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if batch.job is None:
            returning.take_over(batch=batch, at=at)
        return redirect("signing:returned", batch.pk)


class ReturnedView(SigningScreen, View):
    """What became of each file that came back."""

    template_name = "registry/admin/signing_returned.html"
    page_title = _("Signed files that came back")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = get_object_or_404(SignedBatch.objects.select_related("job"), pk=kwargs["pk"])
        labels = dict(ReturnOutcome.choices)
        counts = [(labels[name], count) for name, count in returning.counts(batch).items()]
        problems = [each for each in batch.outcomes if each["outcome"] != ReturnOutcome.MATCHED]
        matched = [each for each in batch.outcomes if each["outcome"] == ReturnOutcome.MATCHED]
        ordered = [{**each, "word": labels[each["outcome"]]} for each in problems + matched]
        context = self.get_context_data(
            batch=batch, counts=counts, page=Paginator(ordered, OF_A_PAGE).get_page(request.GET.get("p"))
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]


class SigningMenuItem(PermittedItem):
    permission = SIGN


class SigningViewSet(ViewSet):
    name = "signing"
    icon = "edit"
    menu_label = _("Signing")
    menu_item_class = SigningMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.construct_view(WaitingView), name="index"),
            path("run/<int:pk>/", self.construct_view(RunView), name="run"),
            path("run/<int:pk>/file/", self.construct_view(RunFileView), name="run_file"),
            path("return/", self.construct_view(ReturnView), name="return"),
            path("return/<int:pk>/", self.construct_view(ReturnedView), name="returned"),
            path("certificate/<int:pk>/", self.construct_view(CertificateSigningView), name="certificate"),
            path("certificate/<int:pk>/file/", self.construct_view(SignedFileView), name="signed_file"),
        ]
