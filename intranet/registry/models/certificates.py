"""Certificates that the institution issues (REG-01…11, DOC-01…08).

A draft and a certificate are two tables: a row of ``Certificate`` is always complete, numbered and frozen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.core.fields import KeyField
from intranet.core.languages import CHOICES as LANGUAGES
from intranet.registry.enums import Restriction, State
from intranet.registry.models.vocabularies import Form, Kind, Series, Signatory
from intranet.registry.rules.values import Values
from intranet.registry.rules.volumes import Volume, shown_volume


class Content(models.Model):
    """What a registrar writes: the same columns in a draft and, frozen, in a certificate. All of it is private."""

    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss",
        verbose_name=_("person of the institution"), help_text=_("Only where the holder is known here."),
    )  # fmt: skip
    surname = models.CharField(_("surname"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    form = models.ForeignKey(
        Form, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("form")
    )
    kind = models.ForeignKey(
        Kind, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind")
    )
    topic = models.CharField(_("topic"), max_length=1000, blank=True, help_text=_("Direction or title."))
    hours = models.DecimalField(
        _("hours"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text=_("Fill in what the programme states: hours, ECTS credits, or both."),
    )  # fmt: skip
    ects = models.DecimalField(
        _("ECTS credits"), max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    outcomes = models.TextField(_("learning outcomes"), blank=True)
    issue_date = models.DateField(_("issue date"), null=True, blank=True)
    programme = models.CharField(_("programme"), max_length=500, blank=True)
    programme_document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name=_("published programme"), help_text=_("The programme of this institution that led to it."),
    )  # fmt: skip
    programme_reason = models.CharField(
        _("why without a published programme"), max_length=300, blank=True,
        help_text=_("Needed only where the programme named above is not published on the issue date."),
    )  # fmt: skip
    topics = models.JSONField(
        _("topic in other languages"), default=dict, blank=True, help_text=_("The topic above is the legal one.")
    )
    public_name_given = models.CharField(
        _("surname and initials, where they are others"), max_length=200, blank=True,
        help_text=_("Left empty: made of the names above. It is what the public sees."),
    )  # fmt: skip
    public_name_reason = models.CharField(_("why they are others"), max_length=300, blank=True)
    signatory = models.ForeignKey(
        Signatory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("signatory"),
        help_text=_("Left empty: whoever signs for the institution on the issue date."),
    )  # fmt: skip
    document_type = models.CharField(_("type of document"), max_length=80, blank=True)
    period_from = models.DateField(_("training from"), null=True, blank=True)
    period_to = models.DateField(_("training until"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    workplace = models.CharField(_("place of work"), max_length=300, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=300, blank=True)
    late_reason = models.CharField(
        _("why it is registered late"), max_length=300, blank=True,
        help_text=_("Needed only where the issue date lies so far back that the time for publication has passed."),
    )  # fmt: skip

    class Meta:
        abstract = True

    def values(self) -> Values:
        """Return the content as plain values for the rules."""
        return Values(
            **{name: getattr(self, name) for name in Values.TEXTS},
            **{name: getattr(self, name) for name in Values.OTHERS},
            form=self.form.code if self.form else "",
            kind=self.kind.code if self.kind else "",
        )

    @property
    def volume(self) -> Volume:
        """Return hours and credits as shown, the unit that is not stated computed (VOL-05)."""
        return shown_volume(self.hours, self.ects)

    def full_name(self) -> str:
        """Return the holder's full name: private."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


class Draft(Content):
    """A certificate being prepared. Ready is computed by the gate, never stored (DOC-08)."""

    one_name = models.BooleanField(
        _("the person has one name only"), default=False, help_text=_("Tick it where there is no given name at all.")
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("series"),
        help_text=_("Left empty: the default series."),
    )  # fmt: skip
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("certificate to be issued")
        verbose_name_plural = _("certificates to be issued")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.full_name()

    def values(self) -> Values:
        return super().values().but(one_name=self.one_name)


LISTED = Q(withdrawn_at=None, superseded_on=None, held_at=None)
AFTER_ALL_NAMES = "~"  # sort keys are digits


class Literal(Value):
    """A value that stands in the statement itself: SQLite uses an index on an expression only for the very same."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return f"'{self.value}'", ()


def alphabetical() -> Case:
    """Return what the list is sorted by in alphabetical order: a name that is withheld has no place in it."""
    last = Literal(AFTER_ALL_NAMES)
    return Case(When(restricted_on=None, then=F("sort_key")), default=last, output_field=KeyField())


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Sets of issued certificates. What the public may see of them is in ``disclosure``."""

    def standing(self) -> Self:
        """Keep what was not withdrawn and not superseded: the register as it stands."""
        return self.filter(withdrawn_at=None, superseded_on=None)

    def public_at(self, at: datetime) -> Self:
        """Keep what is public at the moment, whether or not a sweep has recorded it (REG-01)."""
        return self.standing().filter(held_at=None, publish_after__lte=at)

    def unpublished(self) -> Self:
        """Keep what no sweep has recorded as published."""
        return self.filter(first_published_at=None, withdrawn_at=None, superseded_on=None)

    def held_back(self) -> Self:
        return self.unpublished().exclude(held_at=None)

    def in_state(self, state: str, *, at: datetime) -> Self:
        """Keep those whose derived state it is."""
        standing = self.standing()
        plain = standing.filter(annulled_on=None, restricted_on=None)
        sets = {
            State.WITHDRAWN: self.exclude(withdrawn_at=None),
            State.SUPERSEDED: self.filter(withdrawn_at=None).exclude(superseded_on=None),
            State.ANNULLED: standing.exclude(annulled_on=None),
            State.RESTRICTED: standing.filter(annulled_on=None).exclude(restricted_on=None),
            State.HELD: plain.exclude(held_at=None),
            State.PUBLIC: plain.filter(held_at=None, publish_after__lte=at),
            State.WAITING: plain.filter(held_at=None, publish_after__gt=at, first_published_at=None),
        }
        return sets[State(state)]


class Certificate(Content):
    """A certificate that was issued: numbered, coded and frozen. Operations alone write its dates."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("form"))
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("kind"))
    signatory = models.ForeignKey(
        Signatory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name=_("signatory"),
    )  # fmt: skip
    issue_date = models.DateField(_("issue date"))

    series = models.ForeignKey(
        Series,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("series"),
    )
    record_number = KeyField(_("record number"), max_length=60)
    number_key = KeyField(max_length=60, editable=False)
    code = KeyField(_("verification code"), max_length=32)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)

    public_name = models.CharField(_("surname and initials"), max_length=200)
    name_key = KeyField(max_length=400, editable=False)
    sort_key = KeyField(max_length=800, editable=False)
    topic_hash = models.BigIntegerField(null=True, editable=False)  # empty until the topic's words can be searched

    provider_name = models.CharField(_("provider"), max_length=500)
    provider_code = models.CharField(_("state register code"), max_length=20, blank=True)
    signatory_name = models.CharField(_("signed by"), max_length=160, blank=True)
    signatory_post = models.CharField(_("post of the signatory"), max_length=200, blank=True)

    registered_at = models.DateTimeField(pgettext_lazy("of a certificate", "registered"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name=_("registered by"),
    )  # fmt: skip
    publish_after = models.DateTimeField(_("public from"))
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True)
    held_at = models.DateTimeField(_("held back since"), null=True, blank=True)
    held_reason = models.CharField(_("why it is held back"), max_length=300, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name=_("held back by"),
    )  # fmt: skip
    annulled_on = models.DateField(_("annulled on"), null=True, blank=True)
    annulment_basis = models.CharField(_("basis of the annulment"), max_length=300, blank=True)
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    correction_reason = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    annulment_order = models.ForeignKey(
        "governance.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name=_("order of annulment"),
    )  # fmt: skip
    restricted_on = models.DateField(_("name withheld since"), null=True, blank=True)
    restriction = models.CharField(
        _("why the name is withheld"), max_length=10, choices=Restriction.choices, blank=True
    )
    restriction_reason = models.CharField(_("reason, for staff"), max_length=300, blank=True)
    template_version = models.ForeignKey(
        "TemplateVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name=_("template"),
    )  # fmt: skip
    origin = models.CharField(max_length=200, blank=True, editable=False)  # of the verify address, as printed
    withdrawn_at = models.DateTimeField(pgettext_lazy("of a certificate", "withdrawn"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    batch = models.ForeignKey(
        "ImportBatch",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
        db_index=False,
        verbose_name=_("import"),
    )
    is_historical = models.BooleanField(_("issued before the register was kept here"), default=False)
    not_recorded = models.JSONField(_("not recorded"), default=list, blank=True)
    source_key = KeyField(max_length=40, null=True, blank=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["-issue_date", "-id"]
        permissions: ClassVar = [
            ("issue_certificate", _("Can issue certificates")),
            ("hold_certificate", _("Can hold certificates back and release them")),
            ("withdraw_certificate", _("Can withdraw certificates before they are public")),
            ("restrict_certificate", _("Can withhold the name of a certificate’s holder")),
            ("ask_annulment", _("Can ask for the annulment of certificates")),
            ("annul_certificate", _("Can annul certificates")),
            ("correct_certificate", _("Can correct issued certificates")),
            ("record_state", _("Can record where certificates stand in the state’s system")),
            ("export_for_state", _("Can export certificates for the state’s system")),
            ("import_certificates", _("Can import certificates")),
            ("unlock_issuing", _("Can unlock issuing after a restore")),
            ("erase_traces", _("Can erase what the log could prove of a certificate")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-issue_date", "-id"], name="certificates_newest"),
            models.Index(fields=["name_key"], name="certificates_by_surname"),
            # The list's questions, each with its index (``queries.filters.SERVED``). They hold what is listed alone,
            # so that a count needs no row; by the last columns what is not public yet is passed over.
            models.Index(
                fields=["-issue_date", "-id", "publish_after", "topic_hash"], name="certificates_listed",
                condition=LISTED,
            ),
            models.Index(
                fields=["form", "-issue_date", "-id", "publish_after"], name="certificates_by_form", condition=LISTED
            ),
            models.Index(
                fields=["kind", "-issue_date", "-id", "publish_after"], name="certificates_by_kind", condition=LISTED
            ),
            models.Index(
                fields=["form", "kind", "-issue_date", "-id", "publish_after"], name="certificates_by_both",
                condition=LISTED,
            ),
            models.Index(
                fields=["programme_document", "-issue_date", "-id", "publish_after"], name="certificates_by_programme",
                condition=LISTED & Q(programme_document__isnull=False),
            ),
            models.Index(
                fields=["-issue_date", "-id", "publish_after"], name="certificates_annulled",
                condition=LISTED & Q(annulled_on__isnull=False),
            ),
            models.Index(
                fields=["topic_hash", "-issue_date", "-id", "publish_after"], name="certificates_by_topic",
                condition=LISTED,
            ),
            models.Index(
                fields=["name_key", "-issue_date", "-id", "publish_after", "form", "kind"], name="certificates_by_name",
                condition=LISTED & Q(restricted_on=None),
            ),
            models.Index(fields=["number_key", "-issue_date", "-id"], name="certificates_by_number"),
            models.Index(
                alphabetical().asc(), F("issue_date").desc(), F("id").desc(), F("publish_after"),
                name="certificates_by_alphabet", condition=LISTED,
            ),
            models.Index(fields=["id"], name="certificates_without_topic", condition=Q(topic_hash=None)),
            # Staff's questions: what is not simply public, what an import brought, what a series numbered.
            models.Index(
                fields=["-issue_date", "-id"], name="certificates_set_apart",
                condition=Q(held_at__isnull=False) | Q(withdrawn_at__isnull=False) | Q(superseded_on__isnull=False)
                | Q(restricted_on__isnull=False),
            ),
            models.Index(
                fields=["batch", "-issue_date", "-id"], name="certificates_by_batch", condition=Q(batch__isnull=False)
            ),
            models.Index(
                fields=["series", "-issue_date", "-id"], name="certificates_by_series",
                condition=Q(series__isnull=False),
            ),
            models.Index(
                fields=["publish_after"], name="certificates_unpublished",
                condition=Q(first_published_at=None, withdrawn_at=None),
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="certificate_code_once"),
            # A correction keeps the number of what it supersedes; nothing else has a number twice (REG-04, REG-08).
            # A number that we gave stays taken when its certificate is withdrawn; one that a file brought does not.
            models.UniqueConstraint(
                fields=["record_number"],
                condition=Q(superseded_on=None) & (Q(withdrawn_at=None) | Q(series__isnull=False)),
                name="record_number_once",
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=None), name="imported_once"
            ),
            models.CheckConstraint(
                condition=~Q(surname="") & ~Q(public_name="") & ~Q(topic="") & ~Q(provider_name="")
                & ~Q(record_number="") & ~Q(code=""),
                name="certificate_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(is_historical=True) | (~Q(outcomes="") & ~Q(signatory_name="")),
                name="certificate_says_what_and_who",
            ),
            models.CheckConstraint(
                condition=(Q(hours=None) | Q(hours__gt=0)) & (Q(ects=None) | Q(ects__gt=0))
                & (Q(hours__isnull=False) | Q(ects__isnull=False)),
                name="certificate_has_a_volume",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, held_reason="") | (Q(held_at__isnull=False) & ~Q(held_reason="")),
                name="held_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(annulled_on=None, annulment_basis="")
                | (Q(annulled_on__isnull=False) & ~Q(annulment_basis="")),
                name="annulled_with_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, first_published_at=None) & ~Q(withdrawal_reason="")),
                name="withdrawn_before_publication",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | Q(superseded_on__isnull=False), name="superseded_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(restricted_on=None, restriction="", restriction_reason="")
                | (Q(restricted_on__isnull=False) & ~Q(restriction="") & ~Q(restriction_reason="")),
                name="restricted_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(version=1, correction_reason="") | (Q(version__gt=1) & ~Q(correction_reason="")),
                name="corrected_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=models.F("period_from")),
                name="certificate_period_runs_forward",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.record_number)

    def state_at(self, at: datetime) -> State:
        """Return where the certificate stands at the moment."""
        facts: Iterable[tuple[object, State]] = (
            (self.withdrawn_at, State.WITHDRAWN),
            (self.superseded_on, State.SUPERSEDED),
            (self.annulled_on, State.ANNULLED),
            (self.restricted_on, State.RESTRICTED),
            (self.held_at, State.HELD),
        )
        for fact, state in facts:
            if fact is not None:
                return state
        return State.PUBLIC if self.publish_after <= at else State.WAITING

    @property
    def url(self) -> str:
        """Return the address at which the certificate is verified."""
        return reverse("verify", args=[self.code])

    def is_public_at(self, at: datetime) -> bool:
        """Say whether the list shows it at the moment; the same condition as ``public_at``."""
        hidden = self.withdrawn_at or self.superseded_on or self.held_at
        return not hidden and self.publish_after <= at
