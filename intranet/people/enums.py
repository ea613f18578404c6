from django.db import models
from django.utils.translation import gettext_lazy as _


class PostKind(models.TextChoices):
    """What a post means for rights and escalation; an institution's own title for it is data."""

    ORDINARY = "ordinary", _("ordinary")
    DIRECTOR = "director", _("director (head of the institution)")
    DEPUTY = "deputy", _("deputy director")
    HEAD_OF_UNIT = "head", _("head of unit")
    HEAD_OF_HR = "hr_head", _("head of HR")
    HR = "hr", _("HR officer")
    REGISTRAR = "registrar", _("registrar")
    SECRETARY = "secretary", _("secretary")


class StaffCategory(models.TextChoices):
    PEDAGOGICAL = "pedagogical", _("teaching staff")
    SCIENTIFIC_PEDAGOGICAL = "scientific_pedagogical", _("research and teaching staff")
    OTHER = "other", _("other staff")
