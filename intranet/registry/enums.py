from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    NEVER = "never", pgettext_lazy("counting begins anew", "never")


class IntroductionSlug(models.TextChoices):
    LIST = "list", _("public list")
    VERIFY = "verify", _("verification")


class Signing(models.TextChoices):
    """How the certificates of a series are signed (DOC-07)."""

    PAPER = "paper", _("by hand, on paper")
    QUALIFIED = "qualified", _("with a qualified e-signature or seal")


class Restriction(models.TextChoices):
    """Why a name had to go from every public place; only staff see it."""

    SAFETY = "safety", _("the holder’s safety")
    COURT = "court", _("a court’s decision")
    OBJECTION = "objection", _("the holder’s objection was upheld")
    NOT_RECORDED = "unrecorded", _("not recorded")  # of names that were withheld before grounds were asked for


class LeafEvent(models.TextChoices):
    """What happened to a certificate, as the log says it."""

    ISSUED = "issued", _("issued")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CORRECTED = "corrected", _("corrected")
    ANNULLED = "annulled", _("annulled")
    RESTRICTED = "restricted", _("name withheld")
    RESTORED = "restored", _("name shown again")
    ERASED = "erased", _("earlier traces erased")


class StateSystem(models.TextChoices):
    """Where a certificate stands in the state's system (LAW-10)."""

    SENT = "sent", pgettext_lazy("to the state’s system", "sent")
    ACCEPTED = "accepted", pgettext_lazy("by the state’s system", "accepted")
    REFUSED = "refused", pgettext_lazy("by the state’s system", "refused")


class Paper(models.TextChoices):
    PORTRAIT = "portrait", _("A4 upright")
    LANDSCAPE = "landscape", _("A4 across")


class ApiScope(models.TextChoices):
    """What a key of the API may be used for."""

    ISSUE = "certificates:issue", _("issue certificates")
    DRAFT = "certificates:draft", _("prepare certificates for somebody to issue")


class VerificationWay(models.TextChoices):
    """How somebody asked whether a certificate is genuine."""

    CODE = "code", _("by code")
    NUMBER = "number", _("by number and surname")
    MANY = "many", _("several at once")
    FILE = "file", _("by file")
    NAME = "name", _("by full name")


class VerificationOutcome(models.TextChoices):
    """What the register answered; a full name is only said to be right or not."""

    VALID = "valid", _("valid")
    ANNULLED = "annulled", _("annulled")
    SUPERSEDED = "superseded", _("superseded")
    UNKNOWN = "unknown", _("no such record")
    ALTERED = "altered", _("not the file that was made here")
    MATCHES = "matches", _("the name is the holder’s")
    DIFFERS = "differs", _("the name is another")
    REFUSED = "refused", _("too many tries")


class HolderCause(models.TextChoices):
    """What the holder of a certificate is told."""

    ISSUED = "issued", _("what will be public and why")
    READY = "ready", _("the certificate is signed")


class ReturnOutcome(models.TextChoices):
    """What became of a signed file that came back."""

    MATCHED = "matched", _("taken over")
    ALREADY_THERE = "already_there", _("already there")
    OTHER_FILE = "other_file", _("another signed file is there already")
    UNKNOWN = "unknown", _("no such certificate")
    MISNAMED = "misnamed", _("it is another certificate than its name says")
    NOT_SIGNED = "not_signed", _("not signed")
    NOT_STANDING = "not_standing", _("withdrawn, superseded or annulled")
    TOO_EARLY = "too_early", _("signed before its issue date")
    TOO_LARGE = "too_large", _("too large")
    UNREADABLE = "unreadable", _("cannot be read")
