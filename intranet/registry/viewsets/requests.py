"""Annulments that somebody asked for: another person decides (REG-09)."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import F
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from intranet.registry.models import AnnulmentRequest
from intranet.registry.operations import annulling
from intranet.registry.viewsets.actions import ActionView
from intranet.registry.viewsets.handling import ANNUL


class DecisionForm(forms.Form):
    """Why the annulment is refused; approval needs no words."""

    refusal = forms.CharField(
        label=_("Why it is refused"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only to refuse."),
    )


class RequestIndexView(IndexView):
    """Requests that wait first, then those that were decided."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("certificate", "asked_by", "decided_by")

    def order_queryset(self, queryset: Any) -> Any:
        return queryset.order_by(F("decided_at").desc(nulls_first=True), "-pk")

    @cached_property
    def columns(self) -> list[Any]:
        def decision(row: AnnulmentRequest) -> str:
            if row.decided_at is None:
                return pgettext("a request", "waits for a decision")
            return pgettext("a request", "approved") if row.is_approved else pgettext("a request", "refused")

        def address(row: AnnulmentRequest) -> str:
            if row.decided_at is None and self._may_decide(row):
                return reverse("annulmentrequest:decide", args=[row.pk])
            return reverse("certificate:inspect", args=[row.certificate_id])

        return [
            TitleColumn("certificate", label=_("Certificate"), accessor="certificate", get_url=address),
            Column("holder", label=_("Holder"), accessor=lambda row: row.certificate.full_name()),
            Column("basis", label=_("Basis")),
            DateColumn("asked_at", label=_("Asked for")),
            Column("asked_by", label=_("By whom")),
            Column("decision", label=_("Decision"), accessor=decision),
            Column("refusal", label=_("Why it was refused")),
        ]

    def _may_decide(self, row: AnnulmentRequest) -> bool:
        return bool(self.request.user.has_perm(ANNUL)) and row.asked_by_id != self.request.user.pk


class DecideView(ActionView):
    """Approve or refuse what somebody else asked for."""

    model = AnnulmentRequest
    permission = ANNUL
    form_class = DecisionForm
    template_name = "registry/admin/decide.html"
    page_title = _("Decide on an annulment")
    header_icon = "cross"

    def back(self) -> str:
        return reverse("annulmentrequest:index")

    def perform(self, form: Any) -> Any:
        if "approve" in self.request.POST:
            return self.said(annulling.approve_annulment, request=self.row)
        return self.said(annulling.refuse_annulment, request=self.row, reason=form.cleaned_data["refusal"])

    @property
    def done(self) -> str:
        if "approve" in self.request.POST:
            return _now("Certificate %(row)s is annulled.")
        return _now("The annulment of certificate %(row)s is refused.")


class RequestViewSet(ModelViewSet):
    model = AnnulmentRequest
    icon = "cross"
    menu_label = _("Annulments asked for")
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RequestIndexView
    exclude_form_fields: ClassVar[list[str]] = []
    list_per_page = 50

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("decide/<int:pk>/", self.construct_view(DecideView), name="decide")]
