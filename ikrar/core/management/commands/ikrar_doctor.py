"""`ikrar doctor`: each missing or wrong thing by name, with what to do; exit code 1 where there is one."""

import os
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.core import doctor
from ikrar.core.doctor import web
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json


class Command(BaseCommand):
    help = "Memeriksa instalasi dan menyebut setiap hal yang kurang atau salah, beserta cara membenahinya."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", default="", help="nama pemeriksaan, dipisah koma")
        parser.add_argument("--skip", default="", help="nama pemeriksaan yang dilewati, dipisah koma")
        parser.add_argument("--mail", action="store_true", help="hubungi juga server surel")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *, only: str, skip: str, mail: bool, json: bool, **_options: Any) -> None:
        if mail:
            os.environ[web.CONNECT] = "1"
        try:
            examined = list(doctor.examine(only=_names(only), skip=_names(skip)))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        wrong = sum(len(one.findings) for one in examined)
        if json:
            checks = [asdict(one) for one in examined]
            print_json(self, {"ok": not wrong, "checks": checks})
        else:
            self._tell(examined)
        if wrong:
            raise CommandError(_("%d hal perlu dibenahi.") % wrong)

    def _tell(self, examined: list[doctor.Examined]) -> None:
        for one in examined:
            if one.waits_for:
                self.stdout.write(
                    _("  belum  %(name)s: menunggu %(first)s") % {"name": one.name, "first": one.waits_for}
                )
            elif not one.findings:
                self.stdout.write(f"   baik  {one.name}")
            for finding in one.findings:
                self.stdout.write(f"  SALAH  {one.name}: {finding.says}\n         → {finding.do}")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
