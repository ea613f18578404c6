"""What certificates are made with: forms, kinds, series of numbers, signatories (REG-04, REG-06, DOC-07)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.core.languages import in_reader_language
from intranet.registry.enums import Restart, Signing


class VocabularyEntry(models.Model):
    """A word of a vocabulary that an institution may extend; a used one keeps its name and can be retired."""

    code = models.SlugField(_("code"), max_length=40, help_text=_("Latin letters; part of addresses, never changed."))
    names = models.JSONField(_("name"), help_text=_("The name in each language of the site."))
    position = models.PositiveSmallIntegerField(_("place in lists"), default=100)
    is_retired = models.BooleanField(_("no longer offered"), default=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return in_reader_language(self.names)


class Form(VocabularyEntry):
    """A form of professional development (CPD-15)."""

    class Meta(VocabularyEntry.Meta):
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="form_code_once")]


class Kind(VocabularyEntry):
    """A kind of professional development (CPD-14)."""

    class Meta(VocabularyEntry.Meta):
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="kind_code_once")]


class Series(models.Model):
    """How record numbers are made (REG-04, REG-06)."""

    code = models.CharField(_("series"), max_length=20, help_text=_("For example “CPD”."))
    pattern = models.CharField(
        _("pattern of the record number"),
        max_length=60,
        help_text=_("For example CPD-{year}-{seq:05}. May hold {series}, {year}, {yy}, {edrpou}; must hold {seq}."),
    )
    restart = models.CharField(_("numbers start again"), max_length=10, choices=Restart.choices, default=Restart.YEARLY)
    grace_hours = models.PositiveSmallIntegerField(
        _("hours before publication"),
        default=24,
        help_text=_(
            "In this time an issued certificate can still be withdrawn. It never delays publication past its due date."
        ),
    )
    signing = models.CharField(_("signed how"), max_length=12, choices=Signing.choices, default=Signing.PAPER)
    template = models.ForeignKey(
        "Template", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("template"),
        help_text=_("Left empty: the default template."),
    )  # fmt: skip
    is_default = models.BooleanField(_("used where no series is named"), default=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="series_code_once"),
            models.UniqueConstraint(fields=["pattern"], name="series_pattern_once"),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_series"),
            models.CheckConstraint(condition=Q(pattern__contains="{seq"), name="series_pattern_counts"),
        ]

    def __str__(self) -> str:
        return self.code


class Counter(models.Model):
    """The last number given in a series; its row is locked by the transaction that issues (REG-04)."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField(help_text=_("0 where the numbers never start again."))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "year"], name="one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def on(self, on_date: Any) -> Self:
        """Keep those who may sign on the day."""
        return self.filter(Q(until=None) | Q(until__gt=on_date), since__lte=on_date)


class Signatory(models.Model):
    """Somebody who signs certificates from a date until a date (DOC-07)."""

    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("surname and initials"), max_length=160, help_text=_("As printed on the certificate."))
    post = models.CharField(_("post"), max_length=200, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering: ClassVar = ["-since", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="signatory_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="signatory_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.name}".strip()
