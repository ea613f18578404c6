from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineState(models.TextChoices):
    """What a deadline is on a day; derived from its dates, never stored."""

    OVERDUE = "overdue", _("overdue")
    SOON = "near", _("due within a week")
    OPEN = "open", _("open")
    WAIVED = "waived", _("waived")
    MET = "met", _("met")
    MET_LATE = "met_late", _("met late")
    LAPSED = "lapsed", _("no longer applies")


class WaiverReason(models.TextChoices):
    """Why a deadline need not be met; never a word about anybody's health."""

    ABSENCE = "absence", _("long absence")
    NOT_APPLICABLE = "not_applicable", _("the rule does not apply to this case")
    COURT_OR_AUTHORITY = "authority", _("a decision of a court or an authority")
    OUTSIDE_CONTROL = "outside_control", _("circumstances outside the institution’s control")
    ORDER = "order", _("an order of the head of the institution")
