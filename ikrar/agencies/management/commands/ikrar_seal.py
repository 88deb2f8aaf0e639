"""`ikrar seal`: whose electronic seal each agency has; makes self-signed keys where there is none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency
from ikrar.core import seal_key, zones
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json


class Command(BaseCommand):
    help = "Menunjukkan segel elektronik tiap instansi; dengan --make, membuat kunci yang belum ada (tidak tersertifikasi)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--make", action="store_true", help="buat kunci bagi instansi yang belum punya")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, make: bool, json: bool, verbosity: int, **options: Any) -> None:
        agencies = list(Agency.objects.order_by("pk").values_list("code", "name"))
        try:
            made = seal_key.ensure(agencies, at=zones.now()) if make else []
            told = [_told(code, name) for code, name in agencies] if verbosity else []
        except (Refused, OSError) as failure:
            raise CommandError(str(failure)) from failure
        if json:
            print_json(self, {"made": made, "seals": told})
            return
        for row in told:
            kind = _("dibuat sendiri, tidak tersertifikasi") if row["is_own"] else _("dari %s") % row["issuer"]
            said = _("%(agency)s: %(holder)s, %(kind)s, nomor seri %(serial)s, sampai %(until)s (%(file)s)")
            self.stdout.write(said % {**row, "kind": kind})


def _told(code: str, name: str) -> dict[str, Any]:
    place = seal_key.place(code)
    key = seal_key.opened(place)
    return {
        "agency": name, "file": str(place.key), "holder": key.holder, "issuer": key.issuer, "serial": key.serial,
        "until": f"{key.until:%Y-%m-%d}", "is_own": key.is_own, "sha256": key.fingerprint,
    }  # fmt: skip
