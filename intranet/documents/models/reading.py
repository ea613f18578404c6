"""Who has to read what by when, who has, and what stands behind it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intranet.documents.enums import AcknowledgementProof, ReadingState
from intranet.documents.models.editions import Document, Edition
from intranet.documents.rules.acknowledging import ENOUGH, Standing, due_on, state

LONGEST = 300
SIGNED = [choice for choice in AcknowledgementProof.choices if choice[0] != AcknowledgementProof.CLICK]


class ReadingPolicy(models.Model):
    """What makes "I have read it" count, from a day on, and on what ground. Before the first one, the profile says."""

    since = models.DateField(_("from"), unique=True)
    needs = models.CharField(_("a confirmation counts with"), max_length=10, choices=AcknowledgementProof.choices)
    ground = models.CharField(
        _("ground"),
        max_length=LONGEST,
        blank=True,
        help_text=_("For example the clause of the contract by which a confirmation on the site suffices."),
    )

    class Meta:
        verbose_name = _("rule of confirmation")
        verbose_name_plural = _("rules of confirmation")
        ordering: ClassVar = ["-since"]

    def __str__(self) -> str:
        return f"{self.since:%d.%m.%Y}: {self.get_needs_display()}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, on_date: date) -> Self:
        """Keep what is assigned on a day."""
        return self.filter(Q(until=None) | Q(until__gt=on_date), since__lte=on_date)


class Assignment(models.Model):
    """A document is to be read by a unit with all below it, by the holders of a post, or by a person."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("document")
    )
    unit = models.ForeignKey(
        "people.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    post = models.ForeignKey(
        "people.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("post")
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("person"),
    )
    clauses = models.CharField(
        _("clauses that concern them"),
        max_length=200,
        blank=True,
        help_text=_("Numbers with commas: 3, 5.2. Only when these change are they asked again. Left empty: all."),
    )
    since = models.DateField(_("from"))
    due_on = models.DateField(_("to be read by"))
    days = models.PositiveSmallIntegerField(
        _("days for those who come later"),
        default=5,
        help_text=_("Calendar days for new starters and for new editions, once the day above is near or past."),
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment to read")
        verbose_name_plural = _("assignments to read")
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, post=None, person=None)
                | Q(unit=None, post__isnull=False, person=None)
                | Q(unit=None, post=None, person__isnull=False),
                name="assigned_to_one_of_the_three",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("since")), name="assignment_due_after_start"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="assignment_ends_after_start"
            ),
            *(
                models.UniqueConstraint(
                    fields=["document", whom],
                    condition=Q(until=None) & Q(**{f"{whom}__isnull": False}),
                    name=f"assigned_once_to_a_{whom}",
                )
                for whom in ("unit", "post", "person")
            ),
        ]

    def __str__(self) -> str:
        return str(self.reader)

    @property
    def reader(self) -> str:
        """Return to whom it is assigned, in words."""
        return str(self.unit or self.post or self.person)

    def due_for(self, asked_on: date) -> date:
        return due_on(self.due_on, asked_on, self.days)


class Evidence(models.Model):
    """A signed sheet, or a file with a qualified signature: of everybody who signed it.

    The file is kept in the database, where no web server can reach it: it bears people's signatures.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("what was signed"), max_length=10, choices=SIGNED)
    signed_on = models.DateField(_("signed on"))
    place = models.CharField(_("where the paper is kept"), max_length=200, blank=True)
    name = models.CharField(_("file"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    data = models.BinaryField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evidence of reading")
        verbose_name_plural = _("evidence of reading")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(place="") | Q(data__isnull=False), name="evidence_is_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.signed_on:%d.%m.%Y}"


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def standing(self) -> Self:
        """Keep what no later edition and no change of readers has taken back."""
        return self.filter(withdrawn_at=None)

    def to_confirm(self) -> Self:
        return self.standing().filter(confirmed_at=None)

    def unsigned(self) -> Self:
        """Keep what was confirmed and still lacks the signature that makes it count."""
        enough = Q()
        for needed, kinds in ENOUGH.items():
            enough |= Q(needs=needed, proof__in=kinds) | Q(needs=needed, evidence__kind__in=kinds)
        return self.standing().filter(confirmed_at__isnull=False).exclude(enough)


class Acknowledgement(models.Model):
    """A person is asked to read an edition, and confirms that they have (JOB-02).

    What was confirmed is the edition with its hash, in the language in which it was read, in the words of
    ``statement``; ``proof`` says by what, ``needs`` what was demanded on the day of the question, on what ``ground``.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="acknowledgements")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="acknowledgements")
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="acknowledgements"
    )  # none: the holder of the post that the document describes
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("to be read by"), null=True)
    needs = models.CharField(max_length=10, choices=AcknowledgementProof.choices, default=AcknowledgementProof.CLICK)
    ground = models.CharField(max_length=LONGEST, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    confirmed_edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    statement = models.CharField(max_length=LONGEST, blank=True)
    proof = models.CharField(max_length=10, choices=AcknowledgementProof.choices, blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="acknowledgements", verbose_name=_("evidence")
    )
    withdrawn_at = models.DateTimeField(null=True)  # a later edition took the question's place, or the reader left

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "edition"], name="asked_once_an_edition"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_on=None, confirmed_edition=None, proof="")
                | Q(confirmed_at__isnull=False, confirmed_on__isnull=False, confirmed_edition__isnull=False)
                & ~Q(proof=""),
                name="confirmed_whole_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=Q(evidence=None) | Q(confirmed_at__isnull=False), name="evidence_of_what_was_confirmed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person"], name="acknowledgements_open", condition=Q(confirmed_at=None, withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.edition}"

    @property
    def is_enough(self) -> bool:
        """Say whether what there is counts by what was demanded."""
        return self.confirmed_at is not None and self.state_on(date.min) == ReadingState.COMPLETE

    def state_on(self, on_date: date) -> ReadingState:
        evidence = self.evidence.kind if self.evidence else ""
        return state(Standing(self.due_on, self.confirmed_on, self.needs, self.proof, evidence), on_date)
