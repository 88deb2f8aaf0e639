"""The room `norms` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NormsConfig(AppConfig):
    name = "ikrar.norms"
    verbose_name = _("Aturan dan pemilihan")
