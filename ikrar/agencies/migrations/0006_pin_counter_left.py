from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_account_reset")]

    operations = [
        migrations.AddField("pincounter", "left_at", models.DateTimeField(null=True)),
    ]
