"""The room `agencies` as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "ikrar.agencies"
    verbose_name = _("Instansi, pegawai, dan petugas")
    #: What `ikrar upgrade` calls once the tables are there.
    after_upgrade = ("ikrar_seal", "--make")
