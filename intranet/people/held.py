"""What this room holds on a person."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from intranet.core.models import AuditEntry
from intranet.people.models import Appointment, Person


def held_on(person: Person) -> dict[str, Any]:
    """Return the person's row, account, appointments, substitutions, sign-ins and what was done to them."""
    return {
        "person": {
            "surname": person.surname,
            "given_name": person.given_name,
            "patronymic": person.patronymic,
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
        },
        "account": _account(person),
        "appointments": [
            {
                "post": appointment.post.titles,
                "unit": appointment.post.unit.names,
                "since": appointment.since,
                "until": appointment.until,
                "order_number": appointment.order_number,
                "order_date": appointment.order_date,
                "training_for_post": _training(appointment),
            }
            for appointment in person.appointments.select_related("post__unit", "training_for_post")
        ],
        "substituted_by": _periods(person.substituted_by.all()),
        "substitutes": _periods(person.substitutes.all()),
        "entries": list(
            AuditEntry.objects.filter(subject_type="people.person", subject_id=str(person.pk))
            .order_by("at", "pk")
            .values("at", "action")
        ),
    }


def _periods(substitutions: Any) -> list[dict[str, Any]]:
    """Return the periods alone: the other person's name is theirs."""
    return list(substitutions.values("since", "until", "order_number"))


def _training(appointment: Appointment) -> dict[str, Any] | None:
    training = getattr(appointment, "training_for_post", None)
    if training is None:
        return None
    return {"number": training.document_number, "date": training.document_date, "provider": training.provider}


def _account(person: Person) -> dict[str, Any] | None:
    account = person.account
    if account is None:
        return None
    return {
        "username": account.username,
        "email": account.email,
        "since": account.date_joined,
        "last_sign_in": account.last_login,
        "groups": list(account.groups.order_by("name").values_list("name", flat=True)),
        "inspector_terms": list(account.inspector_terms.values("since", "until", "basis")),
        "second_factors": list(Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at")),
        "sessions": list(
            UserSession.objects.filter(user=account).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
        "sign_ins": list(account.sign_ins.values("at", "address")),
        "done": list(AuditEntry.objects.filter(actor=account).order_by("at", "pk").values("at", "action")),
    }
