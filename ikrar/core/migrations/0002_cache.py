"""The cache lives in the database (log-in limits hold for all processes), so `migrate` alone makes its table."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    replaces = [("core", "0002_cache_table")]
    dependencies = [("core", "0001_tables")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
