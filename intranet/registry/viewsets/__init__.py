"""The "Register" group of the admin's menu."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from intranet.core.operation_views import FlagColumn, LegalDateColumn, OperationViewSet
from intranet.registry.forms.vocabularies import FormForm, IntroductionForm, KindForm, SeriesForm, SignatoryForm
from intranet.registry.models import Form, Introduction, Kind, Series, Signatory
from intranet.registry.viewsets.certificates import CertificateViewSet
from intranet.registry.viewsets.compliance import ComplianceViewSet
from intranet.registry.viewsets.disclosing import DisclosureViewSet
from intranet.registry.viewsets.drafts import DraftViewSet
from intranet.registry.viewsets.imports import ColumnMappingViewSet, ImportBatchViewSet
from intranet.registry.viewsets.journal import JournalViewSet
from intranet.registry.viewsets.keys import KeyViewSet
from intranet.registry.viewsets.requests import RequestViewSet
from intranet.registry.viewsets.signing import SigningViewSet
from intranet.registry.viewsets.templates import TemplateViewSet
from intranet.registry.viewsets.unlocking import UnlockViewSet


class SeriesViewSet(OperationViewSet):
    model = Series
    form_class = SeriesForm
    icon = "list-ol"
    menu_label = _("Series")
    list_display: ClassVar = ["__str__", "pattern", "restart", FlagColumn("is_default", label=_("Default"))]
    inspect_view_fields: ClassVar = ["code", "pattern", "restart", "grace_hours", "signing", "template", "is_default"]


class SignatoryViewSet(OperationViewSet):
    model = Signatory
    form_class = SignatoryForm
    icon = "edit"
    menu_label = _("Signatories")
    list_display: ClassVar = [
        "name",
        Column("post", label=_("Post")),
        LegalDateColumn("since", label=_("From")),
        LegalDateColumn("until", label=_("Until")),
    ]
    inspect_view_fields: ClassVar = ["name", "post", "since", "until", "person"]


class FormViewSet(OperationViewSet):
    model = Form
    form_class = FormForm
    icon = "form"
    menu_label = _("Forms")
    list_display: ClassVar = ["__str__", "code", FlagColumn("is_retired", label=_("No longer offered"))]
    inspect_view_fields: ClassVar = ["names", "code", "position", "is_retired"]


class KindViewSet(OperationViewSet):
    model = Kind
    form_class = KindForm
    icon = "tag"
    menu_label = _("Kinds")
    list_display: ClassVar = ["__str__", "code", FlagColumn("is_retired", label=_("No longer offered"))]
    inspect_view_fields: ClassVar = ["names", "code", "position", "is_retired"]


class IntroductionViewSet(OperationViewSet):
    model = Introduction
    form_class = IntroductionForm
    icon = "openquote"
    menu_label = _("Introductions")
    inspect_view_fields: ClassVar = ["slug", "texts"]


class RegisterGroup(ViewSetGroup):
    """The daily work."""

    menu_label = _("Register")
    menu_icon = "list-ul"
    menu_order = 210
    items = (
        DraftViewSet,
        CertificateViewSet,
        RequestViewSet,
        ImportBatchViewSet,
        SigningViewSet,
        JournalViewSet,
        ComplianceViewSet,
        UnlockViewSet,
    )


class RegisterSettingsGroup(ViewSetGroup):
    """What is set up once and changed rarely."""

    menu_label = _("Register set-up")
    menu_icon = "cogs"
    menu_order = 211
    items = (
        SeriesViewSet,
        TemplateViewSet,
        SignatoryViewSet,
        KindViewSet,
        FormViewSet,
        IntroductionViewSet,
        ColumnMappingViewSet,
        KeyViewSet,
        DisclosureViewSet,
    )
