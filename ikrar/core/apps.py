"""The toolbox as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ikrar.core"
    verbose_name = "core"
