import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='clause',
            name='change',
            field=models.CharField(blank=True, choices=[('changed', 'changed'), ('added', 'added'), ('renumbered', 'renumbered')], max_length=10),
        ),
        migrations.AddField(
            model_name='clause',
            name='former_anchors',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='clause',
            name='lemmas',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='edition',
            name='gone',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='edition',
            name='making',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block_id', models.CharField(blank=True, max_length=36)),
                ('cited', models.CharField(max_length=40)),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='documents.clause')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='documents.document')),
            ],
            options={
                'verbose_name': 'reference',
                'verbose_name_plural': 'references',
                'indexes': [models.Index(fields=['document', 'block_id'], name='reference_to_a_block')],
            },
        ),
    ]
