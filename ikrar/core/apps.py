"""The toolbox as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "ikrar.core"
    verbose_name = "core"

    def ready(self) -> None:
        """Let each room register what its `jobs.py` does for the worker, once all tables are known."""
        from ikrar.core import outbox  # noqa: F401  (registers its own periodic call)

        autodiscover_modules("jobs")
