"""How a document stands: it is repealed by an approval; the signed paper of an edition is attached to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.documents import queries
from intranet.documents.forms import DocumentChoiceField
from intranet.documents.models import Document, Edition
from intranet.documents.operations.repealing import repeal, take_back_repeal
from intranet.documents.operations.signed_copies import attach_signed_copy
from intranet.governance.models import Minutes, Order

REPEAL = "documents.change_edition"
ATTACH = "documents.add_signedcopy"


class RepealForm(forms.Form):
    from_date = forms.DateField(label=_("No longer in force from"), widget=AdminDateInput)
    minutes = forms.ModelChoiceField(label=_("Repealed by (minutes)"), queryset=Minutes.objects.none(), required=False)
    order = forms.ModelChoiceField(label=_("Repealed by (order)"), queryset=Order.objects.none(), required=False)
    replaced_by = DocumentChoiceField(
        label=_("Replaced by"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("The document that holds instead. Subscribers are told of it."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("minutes", Minutes.objects.all()), ("order", Order.objects.all())):
            self.fields[name].queryset = rows.order_by("-date", "-pk")  # type: ignore[attr-defined]
        others = queries.in_care().exclude(pk=document.pk).order_by("title", "pk")
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined]


class EditionChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes no subscript
    """Editions by their language and their day."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class SignedCopyForm(forms.Form):
    edition = EditionChoiceField(label=_("Edition"), queryset=Edition.objects.none())
    file = forms.FileField(
        label=_("Signed copy"),
        help_text=_("A PDF, a picture (PNG, JPEG, TIFF) or a signed container (ASiC). It is added, never replaced."),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = Edition.objects.standing().filter(document=document).order_by("-in_force_from", "language")
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]
        self.fields["edition"].initial = editions.first()


class _StandingView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """A form about one document; what the operation refuses is an error of the form."""

    template_name = "documents/admin/standing_form.html"
    permission: ClassVar[str]
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.document = get_object_or_404(queries.in_care(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.document.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("document_care:index"), "label": _now("Owners and reviews")},
            {"url": self._document_url(), "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.document}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "document": self.document, "action_url": self.request.path}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said = self.perform(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect(self._document_url())

    def perform(self, given: dict[str, Any]) -> str:
        """Call the operation; return what is said when it is done."""
        raise NotImplementedError

    def _document_url(self) -> str:
        return reverse("document_care:inspect", args=[self.document.pk])


class RepealView(_StandingView):
    permission = REPEAL
    form_class = RepealForm
    page_title = _("Repeal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken_back = self.document.repealed_on is not None and self.document.repealed_on > clock.today()
        return {**super().get_context_data(**kwargs), "may_take_back": taken_back}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "take_back" not in request.POST:
            return super().post(request, *args, **kwargs)
        at = clock.now()
        try:
            take_back_repeal(document=self.document, at=at, on_date=clock.date_of(at), actor=account_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _now("The repeal was taken back."))
        return redirect(self._document_url())

    def perform(self, given: dict[str, Any]) -> str:
        repeal(document=self.document, at=clock.now(), actor=account_of(self.request), **given)
        return _now("Recorded: from that day the document is no longer in force. It stays at its address.")


class SignedCopyView(_StandingView):
    permission = ATTACH
    form_class = SignedCopyForm
    page_title = _("Attach a signed copy")

    def perform(self, given: dict[str, Any]) -> str:
        attach_signed_copy(
            edition=given["edition"],
            name=given["file"].name,
            data=given["file"].read(),
            at=clock.now(),
            actor=account_of(self.request),
        )
        return _now("The signed copy was added.")
