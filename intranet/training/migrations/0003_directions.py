"""Give a site that stands the main directions of its regulations (CPD-16)."""

from django.db import migrations

from intranet.training.defaults import DIRECTIONS, PROFILES


def make_directions(apps, schema_editor):
    if not apps.get_model("core", "Institution").objects.filter(profile_key__in=PROFILES).exists():
        return
    model = apps.get_model("training", "Direction")
    for position, (code, names) in enumerate(DIRECTIONS.items(), start=1):
        model.objects.get_or_create(code=code, defaults={"names": names, "position": position})


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("training", "0002_internships_and_shared_lists"),
    ]

    operations = [migrations.RunPython(make_directions, migrations.RunPython.noop)]
