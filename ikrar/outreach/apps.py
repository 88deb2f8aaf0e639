"""The room `outreach` as a Django application."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "ikrar.outreach"
    verbose_name = "outreach"
