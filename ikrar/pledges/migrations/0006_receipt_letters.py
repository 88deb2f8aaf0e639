"""Up to which act signers were told that their receipt is whole; acts of before are left in peace."""

from typing import Any

from django.db import migrations, models
from django.db.models import Max


def leave_in_peace(apps: Any, schema_editor: Any) -> None:
    marks = apps.get_model("pledges", "TallyMark")
    acts = apps.get_model("pledges", "Signature").objects
    for mark in marks.objects.all():
        mark.proven_to = acts.filter(campaign=mark.campaign_id).aggregate(top=Max("pk"))["top"] or 0
        mark.save(update_fields=["proven_to"])


class Migration(migrations.Migration):
    dependencies = [("pledges", "0005_erasure")]
    operations = [
        migrations.AddField("tallymark", "proven_to", models.BigIntegerField(default=0)),
        migrations.RunPython(leave_in_peace, migrations.RunPython.noop, elidable=True),
    ]
