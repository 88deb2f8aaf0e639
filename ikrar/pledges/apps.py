"""The room `pledges` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "ikrar.pledges"
    verbose_name = _("Ikrar dan pakta")
