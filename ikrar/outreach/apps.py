"""The room `outreach` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "ikrar.outreach"
    verbose_name = _("Kegiatan")
