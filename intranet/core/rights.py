"""The groups of the house and what each may: collected from the packages' ``rights.py``.

A package's ``rights.py`` has ``GRANTS: dict[str, list[str]]``: group -> permissions (``registry.issue_certificate``).
Head, chair, secretary, mentor and curator are no groups: they follow from dated appointments and memberships.
"""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_noop

from intranet.core.models import Institution

EDITOR, APPROVER, REGISTRAR, HR, DIRECTOR, ADMINISTRATOR, INSPECTOR, STAFF = GROUPS = (
    gettext_noop("editor"),
    gettext_noop("approver"),
    gettext_noop("registrar"),
    gettext_noop("HR"),
    gettext_noop("director"),
    gettext_noop("administrator"),
    gettext_noop("inspector"),
    gettext_noop("staff"),
)


def grants() -> dict[str, set[str]]:
    """Return what each group may, over all packages."""
    collected: dict[str, set[str]] = defaultdict(set)
    for config in apps.get_app_configs():
        name = f"{config.name}.rights"
        if config.name.startswith("intranet.") and config.label != "core" and find_spec(name):
            for group, permissions in import_module(name).GRANTS.items():
                collected[group].update(permissions)
    return collected


def after_migration(**kwargs: Any) -> None:
    """Bring the groups of a site that stands up to the code: an upgrade may bring new rights."""
    if Institution.objects.exists():
        sync_groups()


def sync_groups() -> None:
    """Make the groups and give each exactly what the packages grant it. Raises KeyError for an unknown permission."""
    _make_right_to_translate()
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    granted = grants()
    for name in GROUPS:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in sorted(granted[name])])


def _make_right_to_translate() -> None:
    """Make wagtail-localize's permission, which one of its migrations makes once: emptying the tables loses it."""
    Permission.objects.get_or_create(
        codename="submit_translation",
        content_type=ContentType.objects.get_or_create(app_label="wagtail_localize", model="translation")[0],
        defaults={"name": "Can submit translations"},
    )
