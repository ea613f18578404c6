from django.db import migrations, models


def make_again(apps, schema_editor):
    """Have the sweep say anew which addresses a clause had: they are lines now, no longer JSON."""
    apps.get_model('documents', 'Clause').objects.update(former_anchors='')
    apps.get_model('documents', 'Edition').objects.update(making=0)


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_care_and_reading'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clause',
            name='former_anchors',
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(make_again, migrations.RunPython.noop),
    ]
