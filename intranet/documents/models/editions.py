"""Documents as institutions mean them: one document, its editions in each language, their clauses as frozen facts."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from intranet.core.languages import CHOICES as LANGUAGES
from intranet.documents.enums import Asks, BlockKind, ClauseChange, DocumentKind, Governs


class DocumentQuerySet(models.QuerySet["Document"]):
    def titled(self, *languages: str) -> models.QuerySet[Any]:
        """Have each document carry ``title``: of its latest edition, in the first of the languages that it has."""
        order = Case(*[When(language=code, then=Value(place)) for place, code in enumerate(languages)], default=99)
        latest = Edition.objects.standing().filter(document=OuterRef("pk"))
        latest = latest.order_by(order, F("in_force_from").desc(nulls_last=True), "-published_at")
        return self.annotate(title=Subquery(latest.values("title")[:1]))


class Document(models.Model):
    """What an institution knows by one name through all its editions and languages; its key is the pages'."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    governs = models.CharField(_("governs"), max_length=30, choices=Governs.choices, blank=True)
    post = models.ForeignKey("people.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    repealed_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    repealed_by_minutes = models.ForeignKey(
        "governance.Minutes", null=True, blank=True, on_delete=models.PROTECT, related_name="repeals"
    )
    repealed_by_order = models.ForeignKey(
        "governance.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="repeals"
    )
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces", verbose_name=_("replaced by")
    )
    repeal_recorded_at = models.DateTimeField(null=True)  # whoever subscribed later knew of it
    owner = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_documents",
        verbose_name=_("owner"),
        help_text=_("Who answers for what it says; an editor only keeps the page."),
    )
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        help_text=_("After “checked, still right” the next review is so many months later. Left empty: no reviews."),
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["governs"], condition=~Q(governs=""), name="one_document_governs_a_procedure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class EditionQuerySet(models.QuerySet["Edition"]):
    def standing(self) -> Self:
        """Return the editions that no correction has superseded."""
        return self.filter(superseded_at=None)

    def in_force_by(self, on_date: date) -> Self:
        """Return the standing editions that had come into force by a day, the latest first."""
        return self.standing().filter(in_force_from__lte=on_date).order_by("-in_force_from")


class Edition(models.Model):
    """The text of a document in one language as published: frozen; a correction supersedes it, nothing edits it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=5, choices=LANGUAGES)
    title = models.CharField(max_length=500)
    in_force_from = models.DateField(null=True)
    minutes = models.ForeignKey("governance.Minutes", null=True, on_delete=models.PROTECT, related_name="editions")
    order = models.ForeignKey("governance.Order", null=True, on_delete=models.PROTECT, related_name="editions")
    stamp = models.JSONField(default=dict)  # the approval in words, as it stood at publication
    reason_not_recorded = models.CharField(max_length=300, blank=True)  # why it was published without an approval
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)
    asks = models.CharField(max_length=10, choices=Asks.choices, default=Asks.CHANGED)
    # Where its words differ from those of the edition before it in this language: the addresses of the clauses, and
    # rules.acknowledging.EVERYWHERE for its head.
    touched = models.JSONField(default=list)
    # Numbered clauses of earlier editions that it no longer has: rules.addresses.Gone.
    gone = models.JSONField(default=list)
    # By which making of markup, search keys and references its clauses were last made: operations.indexing.MAKING.
    making = models.PositiveSmallIntegerField(default=0)
    # A translation's clauses and what each was made from: rules.pairing.Frozen. Empty for an original.
    pairing = models.JSONField(default=dict)
    # What the page said beside its text: a header, what a programme states. Empty too where it froze none.
    facts = models.JSONField(default=dict)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "language", "in_force_from"],
                condition=Q(superseded_at=None),
                name="one_edition_a_date_a_language",
            ),
            models.UniqueConstraint(
                fields=["document", "language"],
                condition=Q(superseded_at=None, in_force_from=None),
                name="one_unapproved_edition_a_language",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("published_at")),
                name="superseded_after_publication",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.in_force_from or '—'})"


class Clause(models.Model):
    """One block of an edition: its permanent id, its address, its words and its markup, made once at publication."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveIntegerField()
    block_id = models.CharField(max_length=36)
    kind = models.CharField(max_length=12, choices=BlockKind.choices)
    number = models.CharField(max_length=40, blank=True)
    anchor = models.CharField(max_length=80)
    heading = models.CharField(max_length=1000, blank=True)
    data = models.JSONField()
    html = models.TextField()
    text = models.TextField()
    search_key = models.TextField()
    lemmas = models.TextField(default="")  # the keys of its words, whatever forms they stand in: documents.searching
    change = models.CharField(max_length=10, choices=ClauseChange.choices, blank=True)
    # The addresses that it had in earlier editions and that no other clause has now, a line for each.
    former_anchors = models.TextField(blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering: ClassVar = ["edition", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "position"], name="one_clause_a_position"),
            models.UniqueConstraint(fields=["edition", "block_id"], name="one_clause_a_block"),
            models.UniqueConstraint(fields=["edition", "anchor"], name="one_clause_an_anchor"),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.kind} {self.text[:60]}"


class SourceFile(models.Model):
    """The file that a document was read from, kept with its checksum and the receipt of its reading."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="source_files")
    file = models.FileField(upload_to="sources/")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    receipt = models.JSONField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")

    def __str__(self) -> str:
        return self.name
