"""Circulars known by number and title take their numbers too."""

from typing import Any

from django.db import migrations


def _take(apps: Any, _editor: Any) -> None:
    known, taken = apps.get_model("norms", "Circular"), apps.get_model("norms", "CircularNumber")
    for row in known.objects.all():
        taken.objects.get_or_create(
            agency_id=row.agency_id, year=row.year, key="".join(row.number.split()).casefold(),
            defaults={"number": row.number, "circular": row},
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("norms", "0006_circulars")]
    operations = [migrations.RunPython(_take, migrations.RunPython.noop)]
