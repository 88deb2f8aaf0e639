import ikrar.outreach.models.activities
from django.db import migrations, models


def _give_codes(apps, _schema):
    """Each activity its own public code."""
    for activity in apps.get_model("outreach", "Activity").objects.filter(code=None):
        activity.code = ikrar.outreach.models.activities.new_code()
        activity.save(update_fields=["code"])


class Migration(migrations.Migration):

    dependencies = [("outreach", "0003_inviting")]

    operations = [
        migrations.AddField("activity", "code", models.CharField(max_length=10, null=True, unique=True)),
        migrations.RunPython(_give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "activity", "code",
            models.CharField(default=ikrar.outreach.models.activities.new_code, max_length=10, unique=True),
        ),
        migrations.AddField("activity", "opens_before", models.PositiveSmallIntegerField(default=30)),
        migrations.AddConstraint(
            "activity",
            models.CheckConstraint(
                condition=models.Q(
                    ("meeting", ""), ("meeting__startswith", "https://"), ("meeting__startswith", "http://"), _connector="OR"
                ),
                name="a_meeting_is_on_the_web",
            ),
        ),
    ]
