from django.db import migrations, models


class Migration(migrations.Migration):
    """Files with codes made before stay as they are and open until they are deleted, at most some days later."""

    dependencies = [("pledges", "0004_paper_and_pacts")]

    operations = [
        migrations.AddField("reachfile", "fetched_at", models.DateTimeField(null=True)),
    ]
