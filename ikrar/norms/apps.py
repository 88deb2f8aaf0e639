"""The room `norms` as a Django application."""

from django.apps import AppConfig


class NormsConfig(AppConfig):
    name = "ikrar.norms"
    verbose_name = "norms"
