"""The "Governance" group of the admin's menu."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from intranet.core.operation_views import LegalDateColumn, OperationViewSet
from intranet.governance.forms import BodyForm, MeetingForm, MembershipForm, MinutesForm, OrderForm
from intranet.governance.models import Body, Meeting, Membership, Minutes, Order


class BodyViewSet(OperationViewSet):
    model = Body
    form_class = BodyForm
    icon = "group"
    menu_label = _("Bodies")
    list_display: ClassVar = ["__str__", "kind"]
    ordering: ClassVar = ["sort_key", "pk"]
    inspect_view_fields: ClassVar = ["names", "kind"]


class MembershipViewSet(OperationViewSet):
    model = Membership
    form_class = MembershipForm
    icon = "user"
    menu_label = _("Memberships")
    list_display: ClassVar = [
        "person",
        Column("body", label=_("Body")),
        "role",
        LegalDateColumn("since", label=_("From"), sort_key="since"),
        LegalDateColumn("until", label=_("Until"), sort_key="until"),
    ]
    list_filter: ClassVar = ["body", "role"]
    inspect_view_fields: ClassVar = ["body", "person", "role", "since", "until"]


class MeetingViewSet(OperationViewSet):
    model = Meeting
    form_class = MeetingForm
    icon = "calendar"
    menu_label = _("Meetings")
    list_display: ClassVar = [
        "body",
        LegalDateColumn("on_date", label=_("Date"), sort_key="on_date"),
        Column("number", label=_("Number")),
        Column("place", label=_("Place")),
    ]
    list_filter: ClassVar = ["body"]
    inspect_view_fields: ClassVar = ["body", "on_date", "number", "place", "agenda"]


class MinutesViewSet(OperationViewSet):
    model = Minutes
    form_class = MinutesForm
    icon = "doc-full"
    menu_label = _("Minutes")
    list_display: ClassVar = [
        "number",
        Column("body", label=_("Body")),
        LegalDateColumn("date", label=_("Date"), sort_key="date"),
        Column("scan", label=_("Scan")),
    ]
    list_filter: ClassVar = ["body"]
    search_fields: ClassVar = ["number"]
    inspect_view_fields: ClassVar = ["body", "number", "date", "meeting", "scan"]


class OrderViewSet(OperationViewSet):
    model = Order
    form_class = OrderForm
    icon = "doc-full-inverse"
    menu_label = _("Orders")
    list_display: ClassVar = [
        "number",
        LegalDateColumn("date", label=_("Date"), sort_key="date"),
        Column("subject", label=_("Subject")),
        Column("scan", label=_("Scan")),
    ]
    search_fields: ClassVar = ["number", "subject"]
    inspect_view_fields: ClassVar = ["number", "date", "subject", "scan"]


class GovernanceGroup(ViewSetGroup):
    menu_label = _("Governance")
    menu_icon = "clipboard-list"
    menu_order = 310
    items = (MinutesViewSet, OrderViewSet, MeetingViewSet, BodyViewSet, MembershipViewSet)
