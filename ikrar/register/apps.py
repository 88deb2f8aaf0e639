"""The room `register` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "ikrar.register"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Let doctor and monitor know what this room can tell, in every process."""
        from ikrar.register import monitor  # noqa: F401
