from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """Who may sign up."""

    STAFF = "staff", _("staff of the institution")
    EVERYBODY = "everybody", _("everybody")


class RunState(models.TextChoices):
    """What a run is on a day; derived from its dates, never stored."""

    OPEN = "open", pgettext_lazy("of a run", "open for sign-up")
    CLOSED = "closed", pgettext_lazy("of a run", "sign-up has closed")
    RUNNING = "running", pgettext_lazy("of a run", "under way")
    ENDED = "ended", pgettext_lazy("of a run", "ended")
    COMPLETED = "completed", pgettext_lazy("of a run", "completion recorded")
    CANCELLED = "cancelled", pgettext_lazy("of a run", "cancelled")


class PlaceState(models.TextChoices):
    """Where somebody stands who signed up; derived, never stored."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("of a sign-up", "address not confirmed yet")
    PLACE = "place", pgettext_lazy("of a sign-up", "has a place")
    WAITING = "waiting", pgettext_lazy("of a sign-up", "on the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a sign-up", "withdrawn")
    COMPLETED = "completed", pgettext_lazy("of a sign-up", "completed")
    NOT_COMPLETED = "not_completed", pgettext_lazy("of a sign-up", "not completed")


class HostKind(models.TextChoices):
    """Where an internship is done: it decides who may supervise it (INT-03, INT-04)."""

    EDUCATION = "education", _("an educational or scientific institution")
    OTHER = "other", _("another institution or organisation")


class Provider(models.TextChoices):
    """Who provides an internship: only what is done with us leads to a certificate of ours (INT-02)."""

    OURSELVES = "ourselves", _("this institution: interns come to us")
    ANOTHER = "another", _("another institution: our staff go there")


class InternshipState(models.TextChoices):
    """What an internship is on a day; derived from its dates, never stored."""

    PLANNED = "planned", pgettext_lazy("of an internship", "planned")
    RUNNING = "running", pgettext_lazy("of an internship", "under way")
    ENDED = "ended", pgettext_lazy("of an internship", "ended")
    COMPLETED = "completed", pgettext_lazy("of an internship", "completion recorded")
    CANCELLED = "cancelled", pgettext_lazy("of an internship", "cancelled")


class Lack(models.TextChoices):
    """What an internship still lacks before its completion can be recorded."""

    PROGRAMME = "programme", _("The individual programme says nothing yet: fill in what will be done.")
    DAYS = "days", _("The volume is missing: fill in the number of days.")
    OUTCOMES = "outcomes", _("The expected results are missing.")
    APPROVAL = "approval", _("The approval of the individual programme is missing: by whom, and when.")
    SUPERVISOR = "supervisor", _("The supervisor is missing.")
    MAIN_JOB = "main_job", _("It is not confirmed that the supervisor works there as the main job.")
    DEGREE = "degree", _("It is not confirmed that the supervisor has a degree or an academic title.")
    YEARS = "years", _("Ten years of service or more of the supervisor are not confirmed.")
    EXPERIENCE = "experience", _("It is not confirmed that the supervisor is experienced and qualified.")
