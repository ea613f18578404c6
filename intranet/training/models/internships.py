"""Internships: the contract, the individual programme, the supervisor (INT-01…04)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.training.enums import HostKind, InternshipState, Lack, Provider
from intranet.training.models.words import Cites
from intranet.training.rules.internships import InternshipFacts, Supervision, internship_state, lacks, worth

MOST_DAYS = 366


class InternshipContract(Cites):
    """A contract between an institution and a provider; the individual programmes are its annexes (INT-02)."""

    number = models.CharField(_("number"), max_length=60)
    date = models.DateField(_("date"))
    provider = models.CharField(_("who provides it"), max_length=10, choices=Provider.choices)
    other_party = models.CharField(_("the other party"), max_length=300)
    order = models.ForeignKey(
        "governance.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"),
        help_text=_("By which people are sent or taken."),
    )  # fmt: skip
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day."))
    amendments = models.TextField(
        _("additional agreements"), blank=True,
        help_text=_("One a line: number, date, what it changes."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("contract of internship")
        verbose_name_plural = _("contracts of internship")
        ordering: ClassVar = ["-date", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "date", "other_party"], name="internship_contract_once"),
            models.CheckConstraint(condition=~Q(number=""), name="internship_contract_has_a_number"),
            models.CheckConstraint(condition=~Q(other_party=""), name="internship_contract_has_a_party"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("date")),
                name="internship_contract_ends_after_start",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} ({self.date:%d.%m.%Y}), {self.other_party}"


class InternshipQuerySet(models.QuerySet["Internship"]):
    def with_contract(self) -> Self:
        return self.select_related("contract", "person")


class Internship(models.Model):
    """What one person does at the provider by an individual programme, an annex of the contract (INT-01, INT-02)."""

    contract = models.ForeignKey(
        InternshipContract, on_delete=models.PROTECT, related_name="internships", verbose_name=_("contract")
    )
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="internships",
        verbose_name=_("person of the institution"), help_text=_("Left empty for somebody from elsewhere."),
    )  # fmt: skip
    surname = models.CharField(_("surname"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    workplace = models.CharField(_("place of work"), max_length=300, blank=True)
    topic = models.CharField(_("topic"), max_length=1000, help_text=_("As it will stand on the certificate."))
    programme = models.TextField(
        _("individual programme"), blank=True, help_text=_("What will be done, in order, one a line.")
    )
    outcomes = models.TextField(
        _("expected results"), blank=True, help_text=_("As they will stand on the certificate.")
    )
    starts_on = models.DateField(pgettext_lazy("of a course", "first day"))
    ends_on = models.DateField(pgettext_lazy("of a course", "last day"))
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_("Working days of internship as the programme states them: six hours, or 0.2 of a credit, each."),
    )  # fmt: skip
    approved_by = models.CharField(
        _("programme approved by"), max_length=300, blank=True,
        help_text=_("The body or head of the provider, with the number of the minutes or the order."),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    form = models.ForeignKey("registry.Form", on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    host = models.CharField(_("kind of host"), max_length=10, choices=HostKind.choices, default=HostKind.EDUCATION)
    supervisor = models.CharField(_("supervisor"), max_length=200, blank=True)
    supervisor_post = models.CharField(_("post of the supervisor"), max_length=300, blank=True)
    at_main_job = models.BooleanField(_("works there as the main job"), default=False)
    has_degree = models.BooleanField(_("has a degree or an academic title"), default=False)
    years_of_service = models.PositiveSmallIntegerField(
        _("years of service in teaching or research posts"), null=True, blank=True,
        validators=[MaxValueValidator(80)],
    )  # fmt: skip
    is_experienced = models.BooleanField(_("is experienced and qualified"), default=False)
    cancelled_on = models.DateField(_("cancelled"), null=True, editable=False)
    cancelled_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    completed_at = models.DateTimeField(_("completion recorded"), null=True, editable=False)
    completed_on = models.DateField(null=True, editable=False)
    draft = models.ForeignKey(
        "registry.Draft", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )  # fmt: skip
    handed_over_at = models.DateTimeField(_("given to the register"), null=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = InternshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("internship")
        verbose_name_plural = _("internships")
        ordering: ClassVar = ["-starts_on", "-pk"]
        permissions: ClassVar = [("complete_internship", _("Can record that an internship was completed"))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="internship_ends_after_start"),
            models.CheckConstraint(condition=~Q(surname=""), name="intern_has_a_surname"),
            models.CheckConstraint(condition=~Q(topic=""), name="internship_has_a_topic"),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_reason="")
                | (Q(cancelled_on__isnull=False, completed_at=None) & ~Q(cancelled_reason="")),
                name="internship_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None, completed_on=None)
                | Q(completed_at__isnull=False, completed_on__isnull=False),
                name="internship_completed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | Q(completed_at__isnull=False),
                name="internship_given_to_the_register_when_completed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_on", "id"], name="internships_in_order")]

    def __str__(self) -> str:
        return f"{self.intern}, {self.starts_on:%d.%m.%Y}"

    @property
    def intern(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def supervised_by(self) -> str:
        return ", ".join(part for part in (self.supervisor, self.supervisor_post) if part)

    @property
    def hours(self) -> Decimal | None:
        return worth(self.days)[0] if self.days else None

    @property
    def ects(self) -> Decimal | None:
        return worth(self.days)[1] if self.days else None

    @property
    def lacks(self) -> list[Lack]:
        """What is still to be entered or confirmed before completion can be recorded."""
        supervision = Supervision(
            self.supervisor, self.at_main_job, self.has_degree, self.years_of_service, self.is_experienced
        )
        return lacks(
            InternshipFacts(
                days=self.days,
                outcomes=self.outcomes,
                approved_on=self.approved_on,
                approved_by=self.approved_by,
                supervision=supervision,
                host=HostKind(self.host),
                has_programme=bool(self.programme.strip()),
            )
        )

    def state_on(self, on_date: date) -> InternshipState:
        return internship_state(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            on_date=on_date,
            completed=self.completed_at is not None,
            cancelled=self.cancelled_on is not None,
        )
