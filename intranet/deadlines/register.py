"""The register of deadline rules: found at start-up in the packages' ``deadlines.py``, like ``wagtail_hooks``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from intranet.deadlines.rules import Rule


@cache
def rules() -> dict[str, Rule]:
    """Return every rule of the installed packages by its key. Raises ValueError when two packages use one key."""
    found: dict[str, Rule] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.deadlines"
        if config.name.startswith("intranet.") and config.label != "deadlines" and find_spec(name):
            for rule in import_module(name).RULES:
                if rule.key in found:
                    raise ValueError(f"Two deadline rules have the key {rule.key!r}.")
                found[rule.key] = rule
    return found
