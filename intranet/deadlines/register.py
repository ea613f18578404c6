"""The register of deadline rules: found at start-up in the packages' ``deadlines.py``, like ``wagtail_hooks``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from intranet.deadlines.rules import Rule


def rules() -> dict[str, Rule]:
    """Return every rule as its package declares it, by its key; ``queries.rules_in_force`` says how it applies."""
    return found()


@cache
def found() -> dict[str, Rule]:
    """Look the packages through, once a process. Raises ValueError when two packages use one key."""
    by_key: dict[str, Rule] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.deadlines"
        if config.name.startswith("intranet.") and config.label != "deadlines" and find_spec(name):
            for rule in import_module(name).RULES:
                if rule.key in by_key:
                    raise ValueError(f"Two deadline rules have the key {rule.key!r}.")
                by_key[rule.key] = rule
    return by_key
