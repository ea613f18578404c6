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
    FACTS = "facts", _("facts")
    DUTY_GROUP = "duty_group", _("group of duties")
    MATRIX = "matrix", _("matrix of behaviours")
    PERSON_SPEC = "person_spec", _("person specification")
    STANDARD = "standard", _("standard clause")
    CHART = "chart", _("structure chart")


class ClauseChange(models.TextChoices):
    """How a clause stands to the edition before; nothing where it says the same under the same number."""

    CHANGED = "changed", _("changed")
    ADDED = "added", _("added")
    RENUMBERED = "renumbered", _("renumbered")


class EditionState(models.TextChoices):
    """How an edition stands on a day: computed from dates, never stored."""

    FUTURE = "future", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    PREVIOUS = "previous", _("no longer in force: replaced")
    REPEALED = "repealed", _("no longer in force: repealed")
    NOT_RECORDED = "not_recorded", _("approval not recorded")


class AcknowledgementProof(models.TextChoices):
    """What stands behind "I have read it"; the values are those of the profile."""

    CLICK = "click", _("confirmed on the site")
    SIGNATURE = "signature", _("qualified electronic signature")
    PAPER = "paper", _("signed sheet on file")


class Asks(models.TextChoices):
    """Whom a new edition asks to read it, of those who have read an earlier one."""

    CHANGED = "changed", _("the readers of what changed")
    ALL = "all", _("all its readers")
    NOBODY = "nobody", _("nobody who has read the edition before")


class ReadingState(models.TextChoices):
    """How a request to read stands on a day: computed, never stored."""

    ASKED = "asked", _("not yet confirmed")
    OVERDUE = "overdue", _("overdue")
    UNSIGNED = "unsigned", _("confirmed, the signature is missing")
    COMPLETE = "complete", _("confirmed")


class ReviewOutcome(models.TextChoices):
    CHECKED = "checked", _("checked, still right")
    NEW_EDITION = "new_edition", _("a new edition took its place")


class TranslationDecisionKind(models.TextChoices):
    """What somebody said of a clause of a translation; all but the last say that it is right."""

    TRANSLATED = "translated", _("translated")
    ADOPTED = "adopted", _("taken as the translation when the text was first published")
    CONFIRMED = "confirmed", _("confirmed: still right")
    MINOR = "minor", _("minor edit of the original: still right")
    MARKED = "marked", _("to be published with a mark")
