from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    REGULATION = "regulation", _("regulation")
    JOB_DESCRIPTION = "job-description", _("job description")
    PROGRAMME = "programme", _("training programme")


class Governs(models.TextChoices):
    """The procedure whose rules a regulation sets: deadlines cite its clauses."""

    CPD = "cpd", _("professional development and its certificates")
    ATTESTATION = "attestation", _("staff appraisal (attestation)")
    MENTORING = "mentoring", _("mentoring")
    JOB_DESCRIPTIONS = "job-descriptions", _("job descriptions")


class BlockKind(models.TextChoices):
    SECTION = "section", _("section")
    CLAUSE = "clause", _("clause")
    PARAGRAPH = "paragraph", _("paragraph")
    LIST = "list", _("list")
    TABLE = "table", _("table")
    ANNEX = "annex", _("annex")
    NOTE = "note", _("note")


class EditionState(models.TextChoices):
    """How an edition stands on a day: computed from dates, never stored."""

    FUTURE = "future", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    PREVIOUS = "previous", _("no longer in force: replaced")
    REPEALED = "repealed", _("no longer in force: repealed")
    NOT_RECORDED = "not_recorded", _("approval not recorded")


class AcknowledgementProof(models.TextChoices):
    CLICK = "click", _("confirmed on the site")
    PAPER = "paper", _("signed sheet on file")
