

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_cache'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('record', models.BigIntegerField()),
                ('key', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record'), name='one_data_key_per_record')],
            },
        ),
    ]
