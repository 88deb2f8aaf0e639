"""`ikrar badge TEXT [--key KEY]`: whether a badge is genuine and still good, without server, database or network."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ikrar.core import zones
from ikrar.core.management.printing import print_json
from ikrar.outreach import badges
from ikrar.outreach.actions.badges import key


class Command(BaseCommand):
    help = "Memeriksa keaslian dan masa berlaku sebuah lencana, tanpa server dan tanpa basis data."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="isi kode QR lencana: IK1…, atau alamat yang memuatnya")
        parser.add_argument(
            "--key", default="", help="kunci umum dari /b/kunci.txt; tanpa ini dipakai kunci instalasi ini"
        )
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, **options: Any) -> None:
        public = badges.public_key(options["key"]) if options["key"] else key().public_key()
        if public is None:
            raise CommandError(_("Kunci ini bukan kunci umum lencana. Salin baris pertama dari /b/kunci.txt."))
        told = badges.read(options["text"], public)
        if told is None:
            raise CommandError(_("Bukan lencana asli dari kunci ini, atau kodenya rusak."))
        until = told.expires_at.isoformat()
        if told.expires_at <= zones.now():
            raise CommandError(_("Lencana asli, tetapi masanya lewat pada %(until)s.") % {"until": until})
        if options["json"]:
            print_json(self, {"serial": told.serial.hex(), "expires_at": until})
        else:
            self.stdout.write(
                _("Lencana asli, berlaku sampai %(until)s. Apakah ia dicabut hanya diketahui meja.") % {"until": until}
            )
