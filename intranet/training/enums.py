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
