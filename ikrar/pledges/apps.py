"""The room `pledges` as a Django application."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "ikrar.pledges"
    verbose_name = "pledges"

    def ready(self) -> None:
        """Let the queue and the outbox know our handlers and letters, in every process."""
        from ikrar.pledges import jobs, notices  # noqa: F401
