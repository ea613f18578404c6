"""The templates that are supplied, for sites that were set up before a new site was given any."""

from __future__ import annotations

from django.db import migrations

from intranet.core import clock
from intranet.registry.operations.designing import columns_of, supplied_templates


def supply_templates(apps, schema_editor):
    """Give the site its templates; one that is not set up yet gets them then, one that has any keeps its own."""
    institution = apps.get_model("core", "Institution").objects.first()
    templates, versions = apps.get_model("registry", "Template"), apps.get_model("registry", "TemplateVersion")
    if institution is None or templates.objects.exists():
        return
    at = clock.now()
    for name, design, is_default in supplied_templates(institution.languages):
        template = templates.objects.create(name=name, is_default=is_default)
        versions.objects.create(template=template, number=1, made_at=at, **columns_of(design))
    apps.get_model("core", "AuditEntry").objects.create(at=at, action="registry.templates_made")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_restricted_on_a_ground"),
    ]

    operations = [
        migrations.RunPython(supply_templates, migrations.RunPython.noop),
    ]
