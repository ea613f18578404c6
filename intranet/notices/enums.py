from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A road on which a notice reaches its recipient; each is told of separately and once."""

    INBOX = "inbox", _("on this site")
    EMAIL = "email", _("by e-mail")
    PAPER = "paper", _("on paper")


class LetterState(models.TextChoices):
    """Where a letter is. ``sending`` is written before the dialogue with the mail server begins (law 12)."""

    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, will be tried again")
    DEAD = "dead", _("given up")
    PERHAPS_SENT = "perhaps_sent", _("perhaps sent")
    CANCELLED = "cancelled", _("cancelled")
    BOUNCED = "bounced", _("came back")
