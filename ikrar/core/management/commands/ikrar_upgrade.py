"""`ikrar upgrade`: bring tables and styles to the version of the code that is installed."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Memutakhirkan tabel dan berkas tampilan ke versi yang terpasang. Buat cadangan lebih dulu."

    def handle(self, **_options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(_("Tabel dan berkas tampilan sudah mutakhir."))
