"""What holders of certificates are told: at issue what will be public and why, at signing where the certificate is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.core import institution
from intranet.core.dates import format_date, format_hours
from intranet.core.languages import in_reader_language, reader_language
from intranet.notices.kinds import Kind

ISSUED, CORRECTED, READY = "registry.issued", "registry.corrected", "registry.ready"


def words(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the texts below take, in the reader's language."""
    language = reader_language()
    return {
        "number": context["number"],
        "day": format_date(date.fromisoformat(context["issue_date"]), language),
        "name": context["name"] or gettext("name withheld"),
        "topic": context["topic"],
        "form": in_reader_language(context["form"]),
        "kind": in_reader_language(context["kind"]),
        "volume": format_hours(Decimal(context["hours"]), language),
        "where": where_public(),
        "contact": contact(),
    }


def where_public() -> str:
    """Say where the public fields can be seen and why, in the reader's language."""
    site = institution.current()
    if not site.public_list:
        return gettext("There is no public list here: only whoever has the code of the certificate sees this.")
    if basis := site.list_basis_in(reader_language()):
        return gettext("This stands in the public list of certificates, as required by: %(basis)s.") % {"basis": basis}
    return gettext("This stands in the public list of certificates.")


def contact() -> str:
    """Return how the institution is reached, in the reader's language."""
    site = institution.current()
    return ", ".join(part for part in (site.phone, site.email) if part) or site.name_in(reader_language())


EXAMPLE = {
    "number": "ПК-2026-000017",
    "issue_date": "2026-02-14",
    "name": "Приклад П. П.",
    "topic": "Цифрові інструменти викладача",
    "form": {"uk": "очна", "en": "in person", "cy": "wyneb yn wyneb", "ru": "очная"},
    "kind": {"uk": "семінар", "en": "seminar", "cy": "seminar", "ru": "семинар"},
    "hours": "30",
}

KINDS = [
    Kind(
        key=ISSUED,
        name=_("What will be public about a certificate"),
        subject=_("Your certificate no. %(number)s: what will be public and why"),
        body=_(
            "A certificate was issued to you. Anybody can see of it: record number %(number)s, issue date %(day)s, "
            "surname and initials (%(name)s), topic (%(topic)s), kind (%(kind)s), form (%(form)s), volume "
            "(%(volume)s), and whether it is valid. Everything else stays private. %(where)s\n\n"
            "You get the certificate itself when it is signed. If something above is wrong, or your name must not be "
            "public for the sake of your safety, tell the institution: %(contact)s"
        ),
        statutory=True,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=CORRECTED,
        name=_("What will be public about a corrected certificate"),
        subject=_("Your certificate no. %(number)s was corrected: what is public now and why"),
        body=_(
            "Your certificate was corrected, and the earlier one is no longer in force. Anybody can see of the new "
            "one: record number %(number)s, issue date %(day)s, surname and initials (%(name)s), topic (%(topic)s), "
            "kind (%(kind)s), form (%(form)s), volume (%(volume)s), and whether it is valid. Everything else stays "
            "private. %(where)s\n\n"
            "You get the corrected certificate when it is signed. If something above is wrong, tell the institution: "
            "%(contact)s"
        ),
        statutory=True,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=READY,
        name=_("A certificate is ready"),
        subject=_("Your certificate no. %(number)s is ready"),
        body=_(
            "Your certificate no. %(number)s is signed. On your page you can download it and see what is public about "
            "it and why. Keep the address to yourself: whoever has it can open the page. If something is wrong, tell "
            "the institution: %(contact)s"
        ),
        words=words,
        example=EXAMPLE,
    ),
]
