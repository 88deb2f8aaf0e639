"""The first tables of a room, made in one go, and which steps of the schema this Ikrar knows.

Django draws every related model anew after each operation of a migration: with a hundred tables that are all related
to the agency a new installation took twenty seconds for it, and takes three with this.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Make these tables, indexes and constraints, related in any order; a later migration changes them as usual."""

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"


def known_steps(loader: MigrationLoader) -> set[tuple[str, str]]:
    """Each (room, step) that a database of this Ikrar or an older one may hold, those that a later step replaced too."""
    return {(app, name) for key, one in loader.disk_migrations.items() for app, name in (key, *one.replaces)}
