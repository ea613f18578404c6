"""What other pages show of this room: the question for the language, until it is answered."""

from __future__ import annotations

from typing import Any

from django import template

from intranet.notices.forms import LanguageForm
from intranet.notices.models import Preference
from intranet.people.models import Person

register = template.Library()


@register.inclusion_tag("notices/ask_language.html", takes_context=True)
def ask_language(context: template.Context) -> dict[str, Any]:
    """Ask the person of the page for the language of their letters; nothing where they were asked before."""
    person = context.get("person")
    if not isinstance(person, Person) or person.language:
        return {"form": None}
    asked = Preference.objects.filter(person=person, language_recorded_at__isnull=False).exists()
    return {"form": None if asked else LanguageForm(), "csrf_token": context.get("csrf_token")}
