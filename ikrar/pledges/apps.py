"""The room `pledges` as a Django application."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    name = "ikrar.pledges"
    verbose_name = "pledges"
