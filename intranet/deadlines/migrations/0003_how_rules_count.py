from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_rule_versions")]

    operations = [
        migrations.AddField(
            model_name="rulesetting",
            name="counted_by",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        )
    ]
