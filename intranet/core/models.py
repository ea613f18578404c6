"""Rows that every room leans on: accounts, the institution, holidays, the audit trail, jobs and sweeps."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.enums import JobState
from intranet.core.profile import PROFILES, Profile


class Account(AbstractUser):
    """A sign-in. A person need not have one, and an account need not belong to a member of staff."""

    class Meta:
        swappable = "AUTH_USER_MODEL"
        verbose_name = _("account")
        verbose_name_plural = _("accounts")


class Institution(models.Model):
    """The institution whose site this is: one row, made by ``setup_site``."""

    profile_key = models.CharField(_("profile"), max_length=20, choices=[(key, key) for key in PROFILES])
    languages = models.JSONField(_("languages of the site"), help_text=_("Language codes, the default one first."))
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Kyiv")
    names = models.JSONField(_("name"), help_text=_("The full legal name in each language of the site."))
    short_names = models.JSONField(_("short name"), default=dict, blank=True)
    code = models.CharField(_("state register code"), max_length=20, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    addresses = models.JSONField(_("postal address"), default=dict, blank=True)
    brand_colour = models.CharField(_("brand colour"), max_length=7, default="#113c3c")
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#b9832a")
    public_list = models.BooleanField(_("public list of certificates"), default=True)
    list_basis = models.JSONField(_("legal basis of the public list"), default=dict, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    issuing_locked_since = models.DateTimeField(
        null=True, editable=False, help_text=_("Set by a restore, until the register has been compared with its copy.")
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institution")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="institution_is_one_row")]

    def __str__(self) -> str:
        return self.name_in(self.default_language)

    @property
    def profile(self) -> Profile:
        return PROFILES[self.profile_key]

    @property
    def default_language(self) -> str:
        return str(self.languages[0])

    def name_in(self, language: str) -> str:
        """Return the full name in ``language``, or in the default one where it has none."""
        return str(self.names.get(language) or self.names.get(self.default_language, ""))

    def short_name_in(self, language: str) -> str:
        return str(
            self.short_names.get(language) or self.short_names.get(self.default_language) or self.name_in(language)
        )

    def list_basis_in(self, language: str) -> str:
        return str(self.list_basis.get(language) or self.list_basis.get(self.default_language, ""))

    def address_in(self, language: str) -> str:
        return str(self.addresses.get(language) or self.addresses.get(self.default_language, ""))


class Holiday(models.Model):
    """A day that is not a working day though it falls on one, or (``is_working``) the other way round (LAW-07)."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_working = models.BooleanField(_("a working day moved here"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"


class AuditEntry(models.Model):
    """What was done to what, by whom, when. Written by operations alone; never changed."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"


class Job(models.Model):
    """Long work with progress, seen by who started it; a worker that dies leaves it to the next sweep."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    started_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs")
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                name="jobs_unfinished",
                condition=Q(state__in=[JobState.WAITING, JobState.RUNNING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SweepRun(models.Model):
    """One tick of the sweep and what it counted; ``/health/`` reads the latest."""

    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    on_date = models.DateField()
    counts = models.JSONField(default=dict)
    failures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M:%S}"


class RetentionPeriod(models.Model):
    """How many days records of a kind are kept, where the institution decided otherwise than the default (JOB-12)."""

    key = models.CharField(max_length=60, unique=True)
    days = models.PositiveIntegerField(_("days"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(days__gt=0), name="retention_is_a_day_at_least")]

    def __str__(self) -> str:
        return f"{self.key}: {self.days}"
