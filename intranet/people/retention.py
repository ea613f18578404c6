"""How long this room keeps what it need not keep for good."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.people.models import SignIn


def purge_sign_ins(before: datetime) -> int:
    """Remove the sign-ins made before a moment, and sessions that ended before it."""
    Session.objects.filter(expire_date__lt=before).delete()
    UserSession.objects.filter(last_seen_at__lt=before).delete()
    count, _per_model = SignIn.objects.filter(at__lt=before).delete()
    return count


RULES = [
    Retention(key="people.sign_ins", name=_("Sign-in log"), keep_days_default=365, purge=purge_sign_ins),
    Retention(key="people.appointments", name=_("People, appointments and substitutions")),
]
