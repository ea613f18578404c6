"""What is done with an issued certificate: annulments asked for, duplicates, signing, the state's system."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.registry.enums import Signing, StateSystem
from intranet.registry.models.certificates import Certificate

WHO = settings.AUTH_USER_MODEL


class AnnulmentRequest(models.Model):
    """An annulment that one person asked for and another decides (REG-09)."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="annulment_requests", verbose_name=_("certificate")
    )
    basis = models.CharField(_("basis"), max_length=300)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    decided_at = models.DateTimeField(pgettext_lazy("of a request", "decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    is_approved = models.BooleanField(pgettext_lazy("of a request", "approved"), null=True)
    refusal = models.CharField(_("why it was refused"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("request for annulment")
        verbose_name_plural = _("requests for annulment")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(decided_at=None), name="one_annulment_asked_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_approved=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_approved__isnull=False),
                name="annulment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="annulment_by_a_second_person"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.certificate)


class Duplicate(models.Model):
    """A duplicate (дублікат) handed out in the place of a lost or damaged certificate (REG-08)."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="duplicates", verbose_name=_("certificate")
    )
    number = models.PositiveSmallIntegerField(_("duplicate no."))
    issued_on = models.DateField(_("date of the duplicate"))
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(pgettext_lazy("of a duplicate", "registered"))
    made_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("duplicate")
        verbose_name_plural = _("duplicates")
        ordering: ClassVar = ["certificate", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "number"], name="duplicate_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.certificate} – {self.number}"


class PrintRun(models.Model):
    """Certificates that were printed together to be signed on paper, or left together to be signed with a key.

    The file is made by a worker, can be made again with the same bytes at any time, and is not kept for long.
    """

    signing = models.CharField(_("signed how"), max_length=12, choices=Signing.choices)
    made_at = models.DateTimeField(pgettext_lazy("of a print run", "made"))
    made_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField(_("certificates"), default=0)
    file = models.FileField(_("file"), upload_to="signing/", blank=True)
    file_made_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey("core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("print run")
        verbose_name_plural = _("print runs")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}"


class Signature(models.Model):
    """How far a certificate is with its signature (DOC-07). No row: nothing was done yet."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="signature", verbose_name=_("certificate")
    )
    signing = models.CharField(_("signed how"), max_length=12, choices=Signing.choices)
    run = models.ForeignKey(
        PrintRun, null=True, blank=True, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("run")
    )
    original_sha256 = models.CharField(max_length=64, blank=True, db_index=True)  # of the PDF that left to be signed
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    recorded_at = models.DateTimeField(pgettext_lazy("of a signature", "recorded"), null=True, blank=True)
    recorded_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(_("signed file or scan"), upload_to="signed/", blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        permissions: ClassVar = [
            ("sign_certificate", _("Can have certificates signed")),
            ("print_journal", _("Can print the issue journal")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(recorded_at__isnull=False), name="signature_recorded_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=False) | Q(file="", sha256=""), name="signature_file_of_something_signed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.certificate)


class SignedBatch(models.Model):
    """Signed files that came back together, and what became of each of them."""

    file_name = models.CharField(_("file"), max_length=255)
    file = models.FileField(upload_to="returned/", blank=True)  # a zip of what came; gone when all is taken over
    signed_on = models.DateField(_("signed on"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    outcomes = models.JSONField(_("what became of each file"), default=list)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    job = models.ForeignKey("core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("return of signed files")
        verbose_name_plural = _("returns of signed files")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class StateRecord(models.Model):
    """A certificate in the state's information system (LAW-10). No row: not sent."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="state_record", verbose_name=_("certificate")
    )
    state = models.CharField(_("state there"), max_length=10, choices=StateSystem.choices)
    state_id = models.CharField(_("identifier there"), max_length=120, blank=True)
    refusal = models.CharField(_("why it was refused"), max_length=500, blank=True)
    changed_at = models.DateTimeField(pgettext_lazy("in the state’s system", "changed"))
    changed_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("record in the state’s system")
        verbose_name_plural = _("records in the state’s system")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="refused_by_the_state_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.get_state_display()}"
