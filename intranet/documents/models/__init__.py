"""Documents and their editions; who has to read them and has; who answers for them and when they were checked."""

from intranet.documents.models.care import Review
from intranet.documents.models.corrections import Correction, SignedCopy
from intranet.documents.models.editions import Clause, Document, DocumentQuerySet, Edition, EditionQuerySet, SourceFile
from intranet.documents.models.reading import (
    Acknowledgement,
    AcknowledgementQuerySet,
    Assignment,
    Evidence,
    ReadingPolicy,
)
from intranet.documents.models.references import Reference
from intranet.documents.models.subscriptions import Subscription
from intranet.documents.models.templates import WordTemplate
from intranet.documents.models.translating import TranslationDecision
from intranet.documents.models.uploads import TextUpload

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "Assignment",
    "Clause",
    "Correction",
    "Document",
    "DocumentQuerySet",
    "Edition",
    "EditionQuerySet",
    "Evidence",
    "ReadingPolicy",
    "Reference",
    "Review",
    "SignedCopy",
    "SourceFile",
    "Subscription",
    "TextUpload",
    "TranslationDecision",
    "WordTemplate",
]
