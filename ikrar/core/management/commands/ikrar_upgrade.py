"""`ikrar upgrade`: bring tables, styles and what the rooms carry to the version of the code that is installed."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ikrar.core import canaries


class Command(BaseCommand):
    help = (
        "Memutakhirkan tabel, berkas tampilan, dan daftar pemilihan ke versi yang terpasang. Buat cadangan lebih dulu."
    )

    def handle(self, **_options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        canaries.make_new_keys()
        canaries.plant()
        call_command("collectstatic", interactive=False, verbosity=0)
        for app in apps.get_app_configs():
            if command := getattr(app, "after_upgrade", ()):
                call_command(*command, verbosity=0)
        self.stdout.write(_("Tabel, berkas tampilan, dan daftar pemilihan sudah mutakhir."))
