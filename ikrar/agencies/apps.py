"""The room `agencies` as a Django application."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "ikrar.agencies"
    verbose_name = "agencies"

    def ready(self) -> None:
        """Let the outbox know how our letters are made, in every process."""
        from ikrar.agencies import notices  # noqa: F401
