"""Bodies and who sits on them, their meetings and minutes, and orders: one model for every council and commission."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import KeyField
from intranet.core.languages import in_reader_language
from intranet.governance.enums import BodyKind, MembershipRole
from intranet.people.models import ONE_DAY_AT_LEAST, DatedQuerySet, Person


class Body(models.Model):
    """A council, a cabinet, a commission: what adopts by minutes."""

    names = models.JSONField(_("name"), help_text=_("The name in each language of the site."))
    kind = models.CharField(_("kind of body"), max_length=30, choices=BodyKind.choices, default=BodyKind.OTHER)
    sort_key = KeyField(max_length=800, editable=False)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering: ClassVar = ["sort_key", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(sort_key=""), name="body_has_a_sort_key")]

    def __str__(self) -> str:
        return in_reader_language(self.names)

    def get_names_display(self) -> str:
        return str(self)


class Membership(models.Model):
    """A person sits on a body in a role from a date; chair and secretary follow from it, never from a group."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("body"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    since = models.DateField(_("from"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ONE_DAY_AT_LEAST, name="membership_ends_after_start"),
            models.UniqueConstraint(fields=["body", "person", "since"], name="membership_once"),
            models.UniqueConstraint(fields=["body", "person"], condition=Q(until=None), name="membership_open_once"),
            models.UniqueConstraint(
                fields=["body"], condition=Q(until=None, role=MembershipRole.CHAIR), name="one_open_chair"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(until=None, role=MembershipRole.SECRETARY), name="one_open_secretary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.body}"


class Meeting(models.Model):
    """A meeting of a body, held or to be held."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("body"))
    on_date = models.DateField(_("date"))
    number = models.CharField(_("number"), max_length=30, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    agenda_on = models.DateField(null=True, editable=False)  # since when there is one

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering: ClassVar = ["-on_date", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "on_date", "number"], name="meeting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.on_date:%d.%m.%Y}"


class Minutes(models.Model):
    """The minutes of a meeting: what a regulation is adopted by."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("body"))
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("meeting")
    )
    number = models.CharField(_("number"), max_length=60)
    date = models.DateField(_("date"))
    recorded_on = models.DateField(null=True, editable=False)
    scan = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("scan"),
    )

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = pgettext_lazy("of several meetings", "minutes")
        ordering: ClassVar = ["-date", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(number=""), name="minutes_have_a_number"),
            models.UniqueConstraint(fields=["body", "number", "date"], name="minutes_once"),
        ]

    def __str__(self) -> str:
        return gettext("%(body)s, minutes No. %(number)s of %(date)s") % {
            "body": self.body,
            "number": self.number,
            "date": f"{self.date:%d.%m.%Y}",
        }


class Order(models.Model):
    """An order of the head (in a council, a delegated decision): what a regulation is approved by."""

    number = models.CharField(_("number"), max_length=60)
    date = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    scan = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("scan"),
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering: ClassVar = ["-date", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(number=""), name="order_has_a_number"),
            models.UniqueConstraint(fields=["number", "date"], name="order_once"),
        ]

    def __str__(self) -> str:
        return gettext("order No. %(number)s of %(date)s") % {"number": self.number, "date": f"{self.date:%d.%m.%Y}"}
