"""Deadlines as rows, and the versions of what an institution has set about a rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intranet.core.models import Account
from intranet.deadlines.enums import DeadlineState, WaiverReason
from intranet.people.models import Person

SOON = timedelta(days=7)
UNFINISHED = Q(met_on=None, lapsed_on=None)
FINISHED = Q(met_on__isnull=False) | Q(lapsed_on__isnull=False)


class RuleSetting(models.Model):
    """How far the reconciling of a rule has come; whoever reconciles it locks this row."""

    rule_key = models.CharField(_("rule"), max_length=60, unique=True, editable=False)
    reconciled_at = models.DateTimeField(null=True, editable=False)
    fully_reconciled_on = models.DateField(null=True, editable=False)
    counted_by = models.CharField(max_length=64, blank=True, editable=False)  # scheduling.fingerprint

    class Meta:
        verbose_name = _("reconciling of a rule")
        verbose_name_plural = _("reconciling of the rules")

    def __str__(self) -> str:
        return self.rule_key


class RuleVersion(models.Model):
    """The values that the institution gave a rule from a day on: frozen; a change is a further version.

    What the code declares is version 0 and no row. A version never begins before the one it follows.
    """

    rule_key = models.CharField(_("rule"), max_length=60)
    number = models.PositiveIntegerField(_("version"))
    valid_from = models.DateField(_("applies from"))
    parameters = models.JSONField()  # rules.parameters.as_json
    reason = models.CharField(_("reason"), max_length=300)
    order = models.CharField(_("order"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("changed"))
    made_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("version of a deadline rule")
        verbose_name_plural = _("versions of deadline rules")
        permissions: ClassVar = [("set_rule", _("Can set the parameters of a deadline rule"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule_key", "number"], name="rule_version_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="rule_version_0_is_the_code"),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_version_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_key} {self.number}"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def to_be_met(self, on_date: date) -> Self:
        """Keep what is neither met nor lapsed nor waived on ``on_date``."""
        waived = Q(waived_at__isnull=False) & (Q(waived_until=None) | Q(waived_until__gt=on_date))
        return self.filter(UNFINISHED).exclude(waived)

    def in_state(self, state: DeadlineState, on_date: date) -> Self:
        """Keep what is in ``state`` on ``on_date``: the same as ``Deadline.state_on``, for sets."""
        waived = Q(waived_at__isnull=False) & (Q(waived_until=None) | Q(waived_until__gt=on_date))
        to_be_met = UNFINISHED & ~waived
        conditions = {
            DeadlineState.MET: Q(met_on__lte=F("due_on")),
            DeadlineState.MET_LATE: Q(met_on__gt=F("due_on")),
            DeadlineState.LAPSED: Q(met_on=None, lapsed_on__isnull=False),
            DeadlineState.WAIVED: UNFINISHED & waived,
            DeadlineState.OVERDUE: to_be_met & Q(due_on__lt=on_date),
            DeadlineState.SOON: to_be_met & Q(due_on__gte=on_date, due_on__lte=on_date + SOON),
            DeadlineState.OPEN: to_be_met & Q(due_on__gt=on_date + SOON),
        }
        return self.filter(conditions[state])

    def overdue(self, on_date: date) -> Self:
        return self.to_be_met(on_date).filter(due_on__lt=on_date)

    def speaking(self, on_date: date) -> Self:
        """Keep what has a reminder or an escalation to be told by ``on_date``."""
        return self.to_be_met(on_date).filter(speaks_on__lte=on_date)


class Deadline(models.Model):
    """What one rule demands about one subject. The facts decide: it is opened, moved, met and reopened by comparing."""

    rule_key = models.CharField(_("rule"), max_length=60)
    subject_id = models.BigIntegerField()
    label = models.CharField(_("subject"), max_length=200)
    anchor = models.DateField(_("counted from"))
    due_on = models.DateField(_("last day"))
    responsible = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deadlines",
        verbose_name=_("responsible"),
        db_index=False,  # deadlines_of_person and finished_of_person begin with it
    )
    opened_on = models.DateField(_("opened"))
    met_on = models.DateField(_("met"), null=True)
    lapsed_on = models.DateField(_("no longer applies since"), null=True)
    waived_at = models.DateTimeField(_("waived"), null=True)
    waived_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    waived_until = models.DateField(_("waived until"), null=True)
    waiver_reason = models.CharField(_("reason"), max_length=20, choices=WaiverReason.choices, blank=True)
    waiver_note = models.CharField(_("document or remark"), max_length=300, blank=True)
    speaks_on = models.DateField(null=True)  # the next day with a reminder or an escalation
    told_until = models.DateField(null=True)
    nobody_told = models.BooleanField(_("nobody could be told"), default=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        permissions: ClassVar = [("waive_deadline", _("Can waive a deadline"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule_key", "subject_id"], name="deadline_once_a_subject"),
            models.CheckConstraint(
                condition=Q(waived_at=None) | Q(waived_by__isnull=False) & ~Q(waiver_reason=""),
                name="deadline_waiver_says_who_and_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], name="deadlines_to_be_met", condition=UNFINISHED),
            models.Index(fields=["speaks_on"], name="deadlines_speaking", condition=UNFINISHED),
            models.Index(fields=["responsible", "due_on", "id"], name="deadlines_of_person", condition=UNFINISHED),
            # Holds all that a board asks of what is finished; reminding, which writes the others anew, leaves it alone.
            models.Index(
                fields=["responsible", "due_on", "id", "met_on", "rule_key"],
                name="finished_of_person",
                condition=FINISHED,
            ),
            models.Index(fields=["rule_key", "due_on", "id"], name="deadlines_of_rule", condition=UNFINISHED),
            models.Index(
                fields=["due_on", "id"], name="deadlines_waived", condition=UNFINISHED & Q(waived_at__isnull=False)
            ),
            models.Index(fields=["due_on", "id"], name="deadlines_met", condition=Q(met_on__isnull=False)),
            models.Index(fields=["due_on", "id"], name="deadlines_met_late", condition=Q(met_on__gt=F("due_on"))),
            models.Index(
                fields=["responsible", "due_on", "id"], name="met_late_of_person", condition=Q(met_on__gt=F("due_on"))
            ),
            models.Index(fields=["waived_by"], name="deadlines_waived_by", condition=Q(waived_by__isnull=False)),
            models.Index(
                fields=["due_on", "id"], name="deadlines_lapsed", condition=Q(met_on=None, lapsed_on__isnull=False)
            ),
            models.Index(
                fields=["due_on", "id"], name="deadlines_nobody_told", condition=UNFINISHED & Q(nobody_told=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_key} {self.label}"

    @property
    def matter(self) -> str:
        """How notices name this deadline."""
        return f"deadline:{self.rule_key}:{self.subject_id}"

    @property
    def is_unfinished(self) -> bool:
        return self.met_on is None and self.lapsed_on is None

    def waived_on(self, on_date: date) -> bool:
        return self.waived_at is not None and (self.waived_until is None or on_date < self.waived_until)

    def state_on(self, on_date: date) -> DeadlineState:
        """Return what this deadline is on ``on_date``."""
        if self.met_on is not None:
            return DeadlineState.MET if self.met_on <= self.due_on else DeadlineState.MET_LATE
        if self.lapsed_on is not None:
            return DeadlineState.LAPSED
        if self.waived_on(on_date):
            return DeadlineState.WAIVED
        if self.due_on < on_date:
            return DeadlineState.OVERDUE
        return DeadlineState.SOON if self.due_on <= on_date + SOON else DeadlineState.OPEN

    def days_late(self, on_date: date) -> int:
        """Return by how many days it was met late or is overdue; 0 when it is not."""
        return max(0, ((self.met_on or on_date) - self.due_on).days)


class Move(models.Model):
    """A last day that a deadline once had: it moved, or what had been met or had lapsed was to be met again."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="moves")
    on = models.DateField()
    earlier_due_on = models.DateField()
    due_on = models.DateField()
    reopened = models.BooleanField()

    class Meta:
        verbose_name = _("moved deadline")
        verbose_name_plural = _("moved deadlines")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.earlier_due_on} → {self.due_on}"
