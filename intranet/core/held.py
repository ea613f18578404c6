"""Everything held on a person, as one file for that person: collected from the packages' ``held.py``.

A package's ``held.py`` has ``def held_on(person) -> dict[str, Any]`` with values that JSON knows, dates and decimals.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model


def held_on(person: Model) -> dict[str, Any]:
    """Return what each package holds on ``person``, by the package's name."""
    found: dict[str, Any] = {}
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.held"
        if config.name.startswith("intranet.") and config.label != "core" and find_spec(name):
            found[config.label] = import_module(name).held_on(person)
    return found
