"""One certificate's signature: signed or not, its file or scan, and the link of its holder."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry.forms.actions import NothingForm
from intranet.registry.forms.signing import ScanForm, SignedForm
from intranet.registry.models import Certificate, HolderLink
from intranet.registry.operations import linking
from intranet.registry.operations import signing as operations
from intranet.registry.queries import holding
from intranet.registry.queries import signing as queries
from intranet.registry.queries.holding import ending_of
from intranet.registry.rules.signed_files import safe_name
from intranet.registry.viewsets.actions import Screen

SIGN = "registry.sign_certificate"
LINK = "registry.reset_link"


class SigningScreen(Screen):
    """Open to those who have certificates signed."""

    model = Certificate
    index_url_name = "certificate:index"
    permission: ClassVar[str] = SIGN
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class CertificateSigningView(SigningScreen, View):
    """One certificate: signed or not, the scan, the holder's link."""

    template_name = "registry/admin/signing_certificate.html"
    page_title = _("Signature and holder’s link")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self._row()
        did = next((name for name in ("signed", "scan", "link", "revoke") if name in request.POST), "")
        form: Any = {"signed": SignedForm, "scan": ScanForm}.get(did, NothingForm)(request.POST, request.FILES)
        if form.is_valid() and did:
            try:
                self._do(did, row, form)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("signing:certificate", row.pk)
        return self._show(**{f"{did}_form": form} if did in {"signed", "scan"} else {})

    def _do(self, did: str, row: Certificate, form: Any) -> None:
        by: dict[str, Any] = {"at": clock.now(), "actor": account_of(self.request)}
        if did == "signed":
            operations.record_signed(certificates=[row.pk], signed_on=form.cleaned_data["signed_on"], **by)
            messages.success(self.request, _now("It is recorded as signed."))
        elif did == "scan":
            scan = form.cleaned_data["scan"]
            operations.keep_scan(certificate=row, data=scan.read(), name=scan.name, **by)
            messages.success(self.request, _now("The scan is kept."))
        elif not self.request.user.has_perm(LINK):
            raise PermissionDenied
        elif did == "link":
            linking.reset_link(certificate=row, **by)
            messages.success(self.request, _now("The holder has a new link; the earlier one opens nothing any more."))
        else:
            linking.revoke_link(certificate=row, **by)
            messages.success(self.request, _now("The link opens nothing any more."))

    def _row(self) -> Certificate:
        return get_object_or_404(Certificate, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self._row().record_number)

    def _show(self, **forms: Any) -> HttpResponse:
        row = self._row()
        signature = queries.signature_of(row)
        link = HolderLink.objects.filter(certificate=row, revoked_at=None).first()
        may_link = self.request.user.has_perm(LINK)
        signed = signature is not None and signature.signed_on is not None
        stands = not (row.withdrawn_at or row.superseded_on or row.annulled_on or row.is_historical)
        address = holding.address_of(holding.token_of(link)) if link and may_link else ""
        context = self.get_context_data(
            row=row,
            signature=signature,
            is_signed=signed,
            can_be_signed=stands and not signed,
            can_have_scan=bool(signed and signature and not signature.file),
            may_link=may_link,
            link=self.request.build_absolute_uri(address) if address else "",
            **{"signed_form": SignedForm(initial={"signed_on": clock.today()}), "scan_form": ScanForm(), **forms},
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]


class SignedFileView(SigningScreen, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = get_object_or_404(Certificate, pk=kwargs["pk"])
        signature = queries.signature_of(row)
        if signature is None or not signature.file:
            raise Http404
        return download(signature.file, f"{safe_name(row.record_number)}{ending_of(signature.file)}")


def download(file: Any, name: str) -> HttpResponseBase:
    """Return a file of the register for one person to keep; where it is gone, nothing is there."""
    try:
        response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "private, no-store"
    return response
