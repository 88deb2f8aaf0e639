"""The toolbox as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "ikrar.core"
    verbose_name = "core"

    def ready(self) -> None:
        """Let each room register its steps (`jobs.py`), letters (`notices.py`) and what lies under data keys (`private.py`)."""
        from ikrar.core import outbox, purging  # noqa: F401  (they register their own periodic calls)

        autodiscover_modules("jobs", "notices", "private")
        post_migrate.connect(_recognise_keys, sender=self)


def _recognise_keys(**_event: Any) -> None:
    """A database whose schema was made or changed learns the keys that it does not know yet."""
    from ikrar.core import canaries

    canaries.plant()
