"""The database itself refuses to change an approved text."""

from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER pledges_approved_text_stays BEFORE UPDATE ON pledges_pledgetext WHEN OLD.state = 'approved'
BEGIN SELECT RAISE(ABORT, 'an approved text never changes'); END
"""
_POSTGRESQL = """
CREATE FUNCTION pledges_approved_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'approved' THEN
    RAISE EXCEPTION 'an approved text never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pledges_approved_text_stays BEFORE UPDATE ON pledges_pledgetext
FOR EACH ROW EXECUTE FUNCTION pledges_approved_text_stays()
"""


def guard(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE, params=None)


def unguard(apps: Any, schema_editor: Any) -> None:
    on = " ON pledges_pledgetext" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER pledges_approved_text_stays{on}")
    if on:
        schema_editor.execute("DROP FUNCTION pledges_approved_text_stays()")


class Migration(migrations.Migration):
    replaces = [("pledges", "0003_approved_text_stays")]
    dependencies = [("pledges", "0001_tables")]
    operations = [migrations.RunPython(guard, unguard)]
