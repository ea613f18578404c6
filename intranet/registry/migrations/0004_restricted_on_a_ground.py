from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_what_was_there"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restricted_on', None), ('restriction', ''), ('restriction_reason', '')), models.Q(('restricted_on__isnull', False), models.Q(('restriction', ''), _negated=True), models.Q(('restriction_reason', ''), _negated=True)), _connector='OR'), name='restricted_on_a_ground'),
        ),
    ]
