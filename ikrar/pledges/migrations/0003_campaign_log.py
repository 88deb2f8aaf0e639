import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pledges', '0002_approved_text'),
        ('register', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='log',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.log'),
        ),
    ]
