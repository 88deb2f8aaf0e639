"""The room `outreach` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "ikrar.outreach"
    verbose_name = _("Kegiatan")

    def ready(self) -> None:
        """Let the staff list know what depends on it, in every process."""
        from ikrar.outreach import dependents  # noqa: F401
