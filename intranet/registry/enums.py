from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an issued certificate stands; derived from its dates, never stored."""

    WAITING = "waiting", _("issued, to be published")
    PUBLIC = "public", _("published")
    HELD = "held", _("held back")
    ANNULLED = "annulled", _("annulled")
    SUPERSEDED = "superseded", _("superseded")
    RESTRICTED = "restricted", _("name withheld")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublicStatus(models.TextChoices):
    """What the public is told about a certificate."""

    VALID = "valid", _("valid")
    ANNULLED = "annulled", _("annulled")
    SUPERSEDED = "superseded", _("superseded")


class Restart(models.TextChoices):
    YEARLY = "yearly", _("every year from 1")
    NEVER = "never", _("never")


class IntroductionSlug(models.TextChoices):
    LIST = "list", _("public list")
    VERIFY = "verify", _("verification")
