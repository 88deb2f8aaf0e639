"""The room `norms` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NormsConfig(AppConfig):
    name = "ikrar.norms"
    verbose_name = _("Aturan dan pemilihan")
    #: What `ikrar upgrade` calls once the tables are there.
    after_upgrade = ("ikrar_norms", "load")

    def ready(self) -> None:
        """Let the staff list know what depends on it, in every process."""
        from ikrar.norms import dependents  # noqa: F401
