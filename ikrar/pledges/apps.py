"""The room `pledges` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "ikrar.pledges"
    verbose_name = _("Ikrar dan pakta")

    def ready(self) -> None:
        """Let the staff list and activities know what depends on them, in every process."""
        from ikrar.pledges import dependents  # noqa: F401
