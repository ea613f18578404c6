from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from intranet.core import institution


def institution_of_the_site(request: HttpRequest) -> dict[str, Any]:
    """Offer the institution to every template, read only where a template asks for it."""
    return {"institution": SimpleLazyObject(institution.current)}
