"""`ikrar restore FILE --into DIR`: a backup put back into an empty place, brought to this version and examined."""

import json as json_module
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.core import doctor, home, keys_archive, passphrases, restore
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json

#: The operator's word that nothing was ever erased here, or that no data key is left.
NO_LIST = "tidak-ada"
#: What says nothing of the data that was put back: `ikrar doctor` tells it once the place serves.
NOT_YET = "worker,jobs,outbox,mail,address,disk,durability,register"


class Command(BaseCommand):
    help = "Memulihkan cadangan ke folder kosong (dan basis data kosong), lalu memeriksanya."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="berkas cadangan")
        parser.add_argument("--into", type=Path, required=True, help="folder instalasi yang baru atau kosong")
        parser.add_argument("--database", default="", help="basis data PostgreSQL yang kosong, postgresql://…")
        parser.add_argument("--passphrase-file", type=Path, help="berkas berisi frasa sandi pada baris pertama")
        parser.add_argument("--published", action="append", default=[], metavar="REGISTER=UKURAN",
                            help="ukuran terakhir yang diterbitkan, dari berita acara atau pengawas")  # fmt: skip
        parser.add_argument("--erased", required=True, metavar="BERKAS",
                            help="daftar penghapusan (erased.list) yang terbaru; tidak-ada bila memang tidak pernah ada")  # fmt: skip
        parser.add_argument("--data-keys", metavar="BERKAS",
                            help="salinan kunci data yang dibuat bersama cadangan atau sesudahnya; bila di samping cadangan, "
                                 "tidak perlu disebut; tidak-ada: tanpa siapa pun yang menandatangani")  # fmt: skip
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(
        self, *, archive: Path, into: Path, database: str, passphrase_file: Path | None, published: list[str],
        erased: str, data_keys: str | None, json: bool, **_o: Any,
    ) -> None:  # fmt: skip
        if erased != NO_LIST and not Path(erased).is_file():
            raise CommandError(
                _("Daftar penghapusan %(path)s tidak ada. Tanpa daftar itu orang yang sudah dihapus kembali lagi. Bila memang "
                  "tidak pernah ada yang dihapus: --erased %(word)s")
                % {"path": erased, "word": NO_LIST}
            )  # fmt: skip
        try:
            keys = self._keys(archive, data_keys)
            done = restore.restore(archive, passphrases.known(passphrase_file), keys=keys, into=into, database=database)
        except (Refused, OSError) as failure:
            raise CommandError(_("Tidak dipulihkan: %s") % (failure or type(failure).__name__)) from failure
        told = restore.django(into, "ikrar_upgrade")
        if told.returncode:
            raise CommandError(_("Data dipulihkan, tetapi pemutakhiran gagal: %s") % _last_line(told.stderr))
        self._erase_again(into, erased, database)
        waiting = self._confirm(into, published)
        figures = doctor.figures(home.tables_in(database, into))
        examined = restore.django(into, "ikrar_doctor", "--json", "--skip", NOT_YET)
        findings = _findings(examined.stdout, examined.stderr)
        if json:
            print_json(self, {"into": str(into), "made_at": done.manifest.made_at, "files": done.files,
                              "gone": done.gone, "figures": figures, "findings": findings})  # fmt: skip
        else:
            self.stdout.write(
                _("Dipulihkan ke %(into)s dari cadangan %(made_at)s: %(figures)s, %(files)d berkas.")
                % {"into": into, "made_at": done.manifest.made_at, "figures": doctor.told(figures), "files": done.files}
            )
        findings += waiting
        if findings:
            raise CommandError(_("Data dipulihkan, tetapi pemeriksaan menyebut: %s") % " ".join(findings))

    def _keys(self, archive: Path, named: str | None) -> Path | None:
        """The copy of the data keys: as named, or the one beside the backup."""
        if named == NO_LIST:
            return None
        path = Path(named) if named else keys_archive.beside(archive)
        if not path.is_file():
            raise Refused(
                _("Salinan kunci data %(path)s tidak ada. Sebutkan dengan --data-keys. Tanpa kunci itu tidak seorang pun "
                  "dikenali lagi sebagai penanda tangan, hanya jumlahnya: --data-keys %(word)s")
                % {"path": path, "word": NO_LIST}
            )  # fmt: skip
        return path

    def _erase_again(self, into: Path, erased: str, database: str) -> None:
        """Before anything can be read; where it fails, the folder with its keys goes again."""
        if erased == NO_LIST:
            return
        told = restore.django(into, "ikrar_erase_again", str(Path(erased).resolve()))
        if told.returncode:
            restore.empty(into, keep=True)
            said = _("Tidak dipulihkan: %s Kosongkan juga basis datanya.") if database else _("Tidak dipulihkan: %s")
            raise CommandError(said % _last_line(told.stderr))

    def _confirm(self, into: Path, published: list[str]) -> list[str]:
        """Ask how far each register had been published: a backup cannot know. Returns what is still to be said."""
        told = restore.django(into, "ikrar_register", "hold", "--json")
        answers = dict(one.rpartition("=")[::2] for one in published)
        left = []
        for log in json_module.loads(told.stdout)["held"]:
            origin, size = log["origin"], answers.get(log["origin"]) or answers.get("") or self._asked(log)
            words = ["ikrar_register", "resume", origin, "--size", size]
            done = restore.django(into, *words) if size else None
            if done is None:
                left.append(
                    _("Register %(origin)s menunggu ukuran terakhirnya, dari berita acara atau pengawas: "
                      "ikrar register resume %(origin)s --size UKURAN")
                    % {"origin": origin}
                )  # fmt: skip
            elif done.returncode:
                left.append(_last_line(done.stderr))
        return left

    def _asked(self, log: dict[str, Any]) -> str:
        """In front of a person only; nothing typed means: later."""
        if not sys.stdin.isatty():
            return ""
        question = _(
            "Register %(origin)s: berapa entri pada berita acara terakhir atau catatan pengawas? (cadangan ini: %(size)d) "
        )
        return input(question % log).strip()


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "?"


def _findings(report: str, errors: str) -> list[str]:
    try:
        checks = json_module.loads(report)["checks"]
    except ValueError:
        return [_last_line(errors)]
    return [finding["says"] for check in checks for finding in check["findings"]]
