from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    """What a body is by law; what an institution calls it is data."""

    PEDAGOGICAL_COUNCIL = "pedagogical_council", _("pedagogical council")
    ACADEMIC_COUNCIL = "academic_council", _("academic council")
    CABINET = "cabinet", _("cabinet")
    ATTESTATION_COMMISSION = "attestation_commission", _("appraisal commission")
    UNIT_MEETING = "unit_meeting", _("meeting of a unit")
    OTHER = "other", _("other body")


class MembershipRole(models.TextChoices):
    CHAIR = "chair", _("chair")
    SECRETARY = "secretary", _("secretary")
    MEMBER = "member", _("member")
