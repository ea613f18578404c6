"""The admin's forms of bodies, memberships, meetings, minutes and orders."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import TextPerLanguageField
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.governance import operations
from intranet.governance.models import Body, Meeting, Membership, Minutes, Order


class BodyForm(OperationForm):
    names = TextPerLanguageField(label=_("Name"))

    class Meta:
        model = Body
        fields: ClassVar = ["names", "kind"]

    def perform(self, *, at: datetime, actor: Account) -> Body:
        if self.is_new:
            return operations.add_body(**self.cleaned_data, at=at, actor=actor)
        return operations.change_body(body=self.instance, **self.cleaned_data, at=at, actor=actor)


class MembershipForm(OperationForm):
    class Meta:
        model = Membership
        fields: ClassVar = ["body", "person", "role", "since", "until"]

    def perform(self, *, at: datetime, actor: Account) -> Membership:
        if self.is_new:
            return operations.add_member(**self.cleaned_data, at=at, actor=actor)
        return operations.change_membership(membership=self.instance, **self.cleaned_data, at=at, actor=actor)


class MeetingForm(OperationForm):
    class Meta:
        model = Meeting
        fields: ClassVar = ["body", "on_date", "number", "place", "agenda"]

    def perform(self, *, at: datetime, actor: Account) -> Meeting:
        if self.is_new:
            return operations.add_meeting(**self.cleaned_data, at=at, actor=actor)
        return operations.change_meeting(meeting=self.instance, **self.cleaned_data, at=at, actor=actor)


class MinutesForm(OperationForm):
    class Meta:
        model = Minutes
        fields: ClassVar = ["body", "number", "date", "meeting", "scan"]

    def perform(self, *, at: datetime, actor: Account) -> Minutes:
        if not self.is_new:
            return operations.change_minutes(minutes=self.instance, **self.cleaned_data, at=at, actor=actor)
        known = {name: self.cleaned_data[name] for name in ("body", "number", "date")}
        if Minutes.objects.filter(**known).exists():
            raise operations.RecordRefused(
                _gettext("Minutes of this body with this number and date are recorded already.")
            )
        return operations.record_minutes(**self.cleaned_data, at=at, actor=actor)


class OrderForm(OperationForm):
    class Meta:
        model = Order
        fields: ClassVar = ["number", "date", "subject", "scan"]

    def perform(self, *, at: datetime, actor: Account) -> Order:
        if not self.is_new:
            return operations.change_order(order=self.instance, **self.cleaned_data, at=at, actor=actor)
        if Order.objects.filter(number=self.cleaned_data["number"], date=self.cleaned_data["date"]).exists():
            raise operations.RecordRefused(_gettext("An order with this number and date is recorded already."))
        return operations.record_order(**self.cleaned_data, at=at, actor=actor)
