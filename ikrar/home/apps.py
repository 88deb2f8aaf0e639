"""The room `home` as a Django application."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "ikrar.home"
    verbose_name = "home"
