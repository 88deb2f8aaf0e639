"""A table brought to what a file says, with few statements: it is read once, and only what differs is written."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


class Shelf:
    """The rows of one table by the fields that name them."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self.model, self.changed = model, 0
        rows = model._default_manager.all()
        self._held = {tuple(getattr(row, name) for name in names): row for row in rows}

    def bring(self, key: Mapping[str, Any], told: Mapping[str, Any]) -> Any:
        """The row under `key`, as the file tells it from now on."""
        found = self._held.get(tuple(key.values()))
        if found is not None and all(getattr(found, name) == said for name, said in told.items()):
            return found
        self.changed += 1
        if found is None:
            found = self._held[tuple(key.values())] = self.model._default_manager.create(**key, **told)
        else:
            for name, said in told.items():
                setattr(found, name, said)
            found.save(update_fields=list(told))
        return found
