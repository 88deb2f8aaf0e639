"""`ikrar init`: an empty installation with keys, one agency and the invitation of its first personnel officer.

Settings and keys are read when a process starts, so what needs them runs in processes of their own.
"""

import json as json_module
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.agencies.management.commands.ikrar_first_officer import QUESTIONS, add_questions, refuse_bad
from ikrar.core import home
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json


class Command(BaseCommand):
    help = "Membuat instalasi kosong: folder, ikrar.toml, kunci, tabel, satu instansi, undangan petugas pertama."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--home", type=Path, help="folder instalasi (bawaan: $IKRAR_HOME, atau ./var)")
        parser.add_argument("--public-url", default="http://127.0.0.1:8000", help="alamat yang dibuka orang, https://…")
        parser.add_argument("--database", default="", help="postgresql://… (kosong: SQLite di folder instalasi)")
        add_questions(parser)
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON; tidak bertanya")

    def handle(self, *, home: Path | None, public_url: str, database: str, json: bool, **options: Any) -> None:
        folder = (home or settings.IKRAR_HOME).resolve()
        try:
            _refuse_existing(folder, database)
            answers = self._ask({name: options[name] for name in QUESTIONS}, is_silent=json)
            refuse_bad(answers)
            made = _make(folder, public_url, database, answers)
        except (Refused, OSError) as failure:
            raise CommandError(str(failure)) from failure
        if json:
            print_json(self, {"home": str(folder), **made})
        else:
            self._tell(folder, made)

    def _ask(self, answers: dict[str, str], *, is_silent: bool) -> dict[str, str]:
        """Fill what was not given on the command line, in front of a person only; e-mail or login is enough."""
        for name, question in QUESTIONS.items():
            if not answers[name] and not is_silent and sys.stdin.isatty():
                answers[name] = input(question).strip()
        missing = [n for n, given in answers.items() if not given and n not in {"officer_email", "officer_login"}]
        if missing:
            raise Refused(_("Belum disebut: %s") % ", ".join(f"--{name.replace('_', '-')}" for name in missing))
        return answers

    def _tell(self, folder: Path, made: dict[str, Any]) -> None:
        self.stdout.write(
            _(
                "Instalasi dibuat di %(home)s. Simpan salinan folder keys di tempat lain: tanpa kunci itu kode dan PIN hilang.\n"
                "Petugas pertama: %(officer)s, masuk dengan %(login)s.\n"
                "Kode undangan (sekali pakai, %(hours)d jam): %(code)s\n"
                "Dipakai di: %(address)s"
            )
            % {"home": folder, **made}
        )


def _refuse_existing(folder: Path, database: str) -> None:
    """Nothing of an installation may be there yet; what is there is named and left alone."""
    found = home.contents(folder)
    database = database or home.database_of(folder)
    if database or "ikrar.sqlite3" in found:
        tables = home.tables_in(database, folder)
        if tables:
            agencies = tables.get("agencies_agency", 0)
            found.append(
                _("basis data (%(tables)d tabel, %(agencies)d instansi)")
                % {"tables": len(tables), "agencies": agencies}
            )
    if found:
        raise Refused(_("Sudah ada: %s. Tidak ada yang diubah.") % ", ".join(found))


def _make(folder: Path, public_url: str, database: str, answers: dict[str, str]) -> dict[str, Any]:
    """Write the folder, then let processes that read it make tables, styles, elections and the first rows."""
    home.make(folder, public_url=public_url, database=database)
    _django(folder, "ikrar_upgrade")
    words = [f"--{name.replace('_', '-')}={given}" for name, given in answers.items() if given]
    made = dict(json_module.loads(_django(folder, "ikrar_first_officer", *words)))
    _django(folder, "ikrar_seal", "--make")
    return made


def _django(folder: Path, *words: str) -> str:
    """Run a Django command in the new installation; returns what it printed."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("IKRAR_")}
    known |= {"IKRAR_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "django", *words], env=known, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["?"]
        raise Refused(
            _("%(step)s gagal: %(why)s. Hapus %(home)s dan kosongkan basis data, lalu ulangi.")
            % {"step": words[0], "why": said[-1], "home": folder}
        )
    return done.stdout
