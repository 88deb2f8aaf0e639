"""The room `agencies` as a Django application."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "ikrar.agencies"
    verbose_name = "agencies"
