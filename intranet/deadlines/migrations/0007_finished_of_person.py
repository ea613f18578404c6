"""The finished deadlines of a person have an index of their own, so that reminding, which writes the others, leaves it.

It is made before the one that it follows goes, so that no moment is without either.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0006_moves"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("met_on__isnull", False), ("lapsed_on__isnull", False), _connector="OR"),
                fields=["responsible", "due_on", "id", "met_on", "rule_key"],
                name="finished_of_person",
            ),
        ),
        migrations.RemoveIndex(
            model_name="deadline",
            name="deadlines_by_person",
        ),
    ]
