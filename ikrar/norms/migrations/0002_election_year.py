from django.db import migrations, models


class Migration(migrations.Migration):
    """The year of voting, by which elections are ordered; the catalogue fills it when it is loaded."""

    dependencies = [("norms", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="election", name="year", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
