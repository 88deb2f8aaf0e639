"""The room `oversight` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "ikrar.oversight"
    verbose_name = _("Pemantauan")
