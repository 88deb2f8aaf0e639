"""Counts failed log-ins in the database, apart for known devices and strangers."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_roster_staging'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoginCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.BinaryField(max_length=16)),
                ('device', models.CharField(blank=True, max_length=24)),
                ('wrong', models.SmallIntegerField(default=0)),
                ('last_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('who', 'device'), name='one_login_counter_per_name_and_device')],
            },
        ),
    ]
