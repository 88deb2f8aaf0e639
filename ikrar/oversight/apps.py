"""The room `oversight` as a Django application."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "ikrar.oversight"
    verbose_name = "oversight"
