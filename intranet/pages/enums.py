from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Layout(models.TextChoices):
    """How a post is described: the same facts and blocks, arranged as its institution is used to."""

    SHEETS = "sheets", _("header, sections and tables")
    NUMBERED = "numbered", _("numbered instruction")


class FactKind(models.TextChoices):
    STAFF = "staff", pgettext_lazy("of a post", "Staff")
    BUDGET = "budget", _("Budget")
    DEPUTISING = "deputising", _("Deputising")
    OTHER = "other", _("Other")


class RowKind(models.TextChoices):
    """What a row of a person specification is; the values are those of ``documents.rules.structured``."""

    CRITERION = "criterion", _("criterion")
    GROUP = "group", _("heading of a group")
    NOTE = "note", _("note")


class Level(models.TextChoices):
    ESSENTIAL = "essential", _("essential")
    DESIRABLE = "desirable", _("desirable")
    BOTH = "both", _("both (choose one before publication)")


class Measure(models.TextChoices):
    """By what a criterion is measured; the letters that stand for it are each language's own."""

    FORM = "form", _("application form")
    INTERVIEW = "interview", _("interview")
    CERTIFICATE = "certificate", pgettext_lazy("way to measure", "certificate")
    TEST = "test", _("test")
    PRESENTATION = "presentation", _("presentation")
    REFERENCE = "reference", pgettext_lazy("way to measure", "references")


class WelshCategory(models.TextChoices):
    """The four categories of posts by Welsh skills that the Welsh language standards name."""

    ESSENTIAL = "essential", _("Welsh language skills are essential")
    TO_BE_LEARNT = "to_be_learnt", _("Welsh language skills need to be learnt when appointed to the post")
    DESIRABLE = "desirable", _("Welsh language skills are desirable")
    NOT_NECESSARY = "not_necessary", _("Welsh language skills are not necessary")


class Vacancy(models.TextChoices):
    NEW = "new", pgettext_lazy("a post", "new")
    VACANT = "vacant", pgettext_lazy("a post", "vacant")
