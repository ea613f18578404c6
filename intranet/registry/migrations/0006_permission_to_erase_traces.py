from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_supplied_templates"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='certificate',
            options={'ordering': ['-issue_date', '-id'], 'permissions': [('issue_certificate', 'Can issue certificates'), ('hold_certificate', 'Can hold certificates back and release them'), ('withdraw_certificate', 'Can withdraw certificates before they are public'), ('restrict_certificate', 'Can withhold the name of a certificate’s holder'), ('ask_annulment', 'Can ask for the annulment of certificates'), ('annul_certificate', 'Can annul certificates'), ('correct_certificate', 'Can correct issued certificates'), ('record_state', 'Can record where certificates stand in the state’s system'), ('export_for_state', 'Can export certificates for the state’s system'), ('import_certificates', 'Can import certificates'), ('unlock_issuing', 'Can unlock issuing after a restore'), ('erase_traces', 'Can erase what the log could prove of a certificate')], 'verbose_name': 'certificate', 'verbose_name_plural': 'certificates'},
        ),
    ]
