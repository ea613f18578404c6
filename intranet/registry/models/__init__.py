"""The tables of the register (REG-01…11, DOC-01…08)."""

from intranet.registry.models.api import ApiKey, ApiRequest
from intranet.registry.models.certificates import Certificate, CertificateQuerySet, Content, Draft
from intranet.registry.models.counting import VerificationCount
from intranet.registry.models.designs import Template, TemplateVersion
from intranet.registry.models.disclosing import DisclosureSettings, Introduction
from intranet.registry.models.handling import (
    AnnulmentRequest,
    Duplicate,
    PrintRun,
    Signature,
    SignedBatch,
    StateRecord,
)
from intranet.registry.models.holders import HolderLink, HolderTelling, TellingMark
from intranet.registry.models.imports import ColumnMapping, ImportBatch, Upload
from intranet.registry.models.log import BLOCK, Block, Head, Leaf
from intranet.registry.models.topics import TopicWord
from intranet.registry.models.vocabularies import (
    Counter,
    Form,
    Kind,
    Series,
    Signatory,
    SignatoryQuerySet,
    VocabularyEntry,
)

__all__ = [
    "BLOCK",
    "AnnulmentRequest",
    "ApiKey",
    "ApiRequest",
    "Block",
    "Certificate",
    "CertificateQuerySet",
    "ColumnMapping",
    "Content",
    "Counter",
    "DisclosureSettings",
    "Draft",
    "Duplicate",
    "Form",
    "Head",
    "HolderLink",
    "HolderTelling",
    "ImportBatch",
    "Introduction",
    "Kind",
    "Leaf",
    "PrintRun",
    "Series",
    "Signatory",
    "SignatoryQuerySet",
    "Signature",
    "SignedBatch",
    "StateRecord",
    "TellingMark",
    "Template",
    "TemplateVersion",
    "TopicWord",
    "Upload",
    "VerificationCount",
    "VocabularyEntry",
]
