"""Runs of programmes, who signed up for them, and who was there (PRG-02)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.core.languages import CHOICES as LANGUAGES
from intranet.training.enums import Audience, PlaceState, RunState
from intranet.training.rules.runs import RunDates, free_places, state

RUN = pgettext_lazy("of a programme", "run")
HOLDS_A_PLACE = Q(place_given_at__isnull=False, withdrawn_at=None)
WAITS = Q(confirmed_at__isnull=False, place_given_at=None, withdrawn_at=None)


class RunQuerySet(models.QuerySet["ProgrammeRun"]):
    def with_places(self) -> Self:
        """Add how many places are taken and how many people wait."""
        return self.annotate(
            taken=Count("sign_ups", filter=Q(sign_ups__place_given_at__isnull=False, sign_ups__withdrawn_at=None)),
            waiting=Count(
                "sign_ups",
                filter=Q(
                    sign_ups__confirmed_at__isnull=False,
                    sign_ups__place_given_at=None,
                    sign_ups__withdrawn_at=None,
                ),
            ),
        )

    def to_come(self, on_date: date) -> Self:
        """Keep what has not ended and was not cancelled, the next first."""
        return self.filter(cancelled_on=None, ends_on__gte=on_date).order_by("starts_on", "pk")


class ProgrammeRun(models.Model):
    """A programme held once, for one group: when, where, by whom, in which language, for how many, at what price."""

    programme = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="runs", verbose_name=_("programme")
    )
    topic = models.CharField(
        _("topic"), max_length=1000, help_text=_("As it will stand on the certificates: direction or title.")
    )
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    form = models.ForeignKey("registry.Form", on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    kind = models.ForeignKey("registry.Kind", on_delete=models.PROTECT, related_name="+", verbose_name=_("kind"))
    hours = models.DecimalField(
        _("hours"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("Fill in what the programme states: hours, ECTS credits, or both."),
    )  # fmt: skip
    ects = models.DecimalField(
        _("ECTS credits"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    outcomes = models.TextField(
        _("learning outcomes"), blank=True, help_text=_("As they will stand on the certificates.")
    )
    starts_on = models.DateField(pgettext_lazy("of a course", "first day"))
    ends_on = models.DateField(pgettext_lazy("of a course", "last day"))
    schedule = models.CharField(
        _("times"), max_length=300, blank=True, help_text=_("For example: Tuesdays, 14:00–16:00")
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(
        _("link for joining"), max_length=500, blank=True, help_text=_("Shown to those with a place.")
    )
    trainers = models.TextField(
        _("trainers"), blank=True, help_text=_("One a line: name, then degree, title or experience.")
    )
    group_size = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Left empty: no limit.")
    )
    price = models.DecimalField(
        _("price"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("Left empty: free of charge."),
    )  # fmt: skip
    audience = models.CharField(_("open to"), max_length=10, choices=Audience.choices, default=Audience.STAFF)
    sign_up_until = models.DateField(
        _("last day for signing up"), null=True, blank=True, help_text=_("Left empty: the day before the first day.")
    )
    series = models.ForeignKey(
        "registry.Series", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("series"),
        help_text=_("Of the certificates. Left empty: the default series."),
    )  # fmt: skip
    cancelled_on = models.DateField(_("cancelled"), null=True)
    cancelled_reason = models.CharField(_("reason"), max_length=300, blank=True)
    completed_at = models.DateTimeField(_("completion recorded"), null=True)
    completed_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a programme")
        verbose_name_plural = _("runs of programmes")
        ordering: ClassVar = ["-starts_on", "-pk"]
        permissions: ClassVar = [
            ("record_completion", _("Can record attendance and completion")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="run_ends_after_start"),
            models.CheckConstraint(
                condition=Q(hours__isnull=False) | Q(ects__isnull=False), name="run_has_a_volume"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_reason="")
                | (Q(cancelled_on__isnull=False, completed_at=None) & ~Q(cancelled_reason="")),
                name="run_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None, completed_on=None)
                | Q(completed_at__isnull=False, completed_on__isnull=False),
                name="run_completed_on_a_day",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["starts_on", "id"], name="runs_in_order")]

    def __str__(self) -> str:
        return f"{self.topic}, {self.starts_on:%d.%m.%Y}"

    @property
    def last_sign_up_day(self) -> date:
        return self.sign_up_until or self.starts_on - timedelta(days=1)

    @property
    def dates(self) -> RunDates:
        return RunDates(
            self.starts_on,
            self.ends_on,
            self.last_sign_up_day,
            cancelled=self.cancelled_on is not None,
            completed=self.completed_at is not None,
        )

    def state_on(self, on_date: date) -> RunState:
        return state(self.dates, on_date)

    @property
    def free(self) -> int | None:
        """How many places are free; nothing where there is no limit. Asked of rows that ``with_places`` found."""
        return free_places(self.group_size, self.taken)  # type: ignore[attr-defined]


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def with_a_place(self) -> Self:
        return self.filter(HOLDS_A_PLACE)

    def on_the_waiting_list(self) -> Self:
        """Keep who waits, the longest waiting first."""
        return self.filter(WAITS).order_by("confirmed_at", "pk")


class SignUp(models.Model):
    """Somebody wants to take part in a run: one of the staff, or an outsider under the name that they typed."""

    run = models.ForeignKey(ProgrammeRun, on_delete=models.PROTECT, related_name="sign_ups", verbose_name=RUN)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="sign_ups",
        verbose_name=_("person of the institution"),
    )  # fmt: skip
    surname = models.CharField(_("surname"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    workplace = models.CharField(_("place of work"), max_length=300, blank=True)
    language = models.CharField(max_length=5, choices=LANGUAGES, blank=True)
    signed_up_at = models.DateTimeField(_("signed up"))
    confirmed_at = models.DateTimeField(null=True)  # an outsider’s address answered; staff are known
    place_given_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    completed = models.BooleanField(_("completed"), null=True)
    draft = models.ForeignKey("registry.Draft", null=True, on_delete=models.SET_NULL, related_name="+")
    handed_over_at = models.DateTimeField(_("given to the register"), null=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering: ClassVar = ["signed_up_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "person"], condition=Q(withdrawn_at=None), name="person_signs_up_once"
            ),
            models.UniqueConstraint(
                fields=["run", "email"],
                condition=Q(withdrawn_at=None, person=None) & ~Q(email=""),
                name="address_signs_up_once",
            ),
            models.CheckConstraint(condition=~Q(surname=""), name="sign_up_has_a_surname"),
            models.CheckConstraint(
                condition=Q(place_given_at=None) | Q(confirmed_at__isnull=False), name="place_is_given_to_the_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | Q(completed=True), name="given_to_the_register_when_completed"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "confirmed_at"], name="sign_ups_in_order")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def state(self) -> PlaceState:
        if self.withdrawn_at is not None:
            return PlaceState.WITHDRAWN
        if self.completed is not None:
            return PlaceState.COMPLETED if self.completed else PlaceState.NOT_COMPLETED
        if self.place_given_at is not None:
            return PlaceState.PLACE
        return PlaceState.UNCONFIRMED if self.confirmed_at is None else PlaceState.WAITING

    @property
    def matter(self) -> str:
        """How notices and letters name this sign-up."""
        return f"training.sign_up:{self.pk}"


class Session(models.Model):
    """A day of a run, with the hours that are taught on it."""

    run = models.ForeignKey(ProgrammeRun, on_delete=models.PROTECT, related_name="sessions", verbose_name=RUN)
    on_date = models.DateField(_("date"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["on_date", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "on_date"], name="one_session_a_day"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="session_has_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.on_date:%d.%m.%Y}"


class Attendance(models.Model):
    """Somebody was at a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="attendances")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "sign_up"], name="present_once_a_session"),
        ]

    def __str__(self) -> str:
        return f"{self.sign_up}, {self.session}"
