"""`ikrar backup FILE|DIR`: one encrypted archive of database, files, keys and settings, read again before it counts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.core import backup, datakeys, doctor, keys_archive, passphrases, zones
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json


class Command(BaseCommand):
    help = "Membuat cadangan terenkripsi (basis data, berkas, kunci, ikrar.toml), lalu membacanya ulang."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="berkas cadangan, atau folder tempat berkas itu dibuat")
        parser.add_argument("--passphrase-file", type=Path, help="berkas berisi frasa sandi pada baris pertama")
        parser.add_argument("--data-keys", type=Path, metavar="BERKAS|FOLDER",
                            help="tempat salinan kunci data, terpisah dari cadangan; tanpa ini: di samping cadangan")  # fmt: skip
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(
        self, *, target: Path, passphrase_file: Path | None, data_keys: Path | None, json: bool, **_options: Any
    ) -> None:
        at = zones.now()
        path = target / f"ikrar-{at:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
        keys = data_keys or keys_archive.beside(path)
        keys = keys / keys_archive.beside(path).name if keys.is_dir() else keys
        try:
            old = keys_archive.prune(keys.parent, at=at)
            made = backup.make(path, passphrases.new(passphrase_file), keys=keys, at=at)
        except (Refused, OSError) as failure:
            raise CommandError(_("Cadangan tidak dibuat: %s") % failure) from failure
        figures = doctor.figures(made.manifest.tables)
        if json:
            print_json(self, {"path": str(path), "data_keys": str(keys), "data_keys_deleted": len(old), "files": made.files,
                              "bytes": path.stat().st_size, "figures": figures, "engine": made.manifest.engine,
                              "faults": made.faults})  # fmt: skip
        else:
            self.stdout.write(
                _("Cadangan %(path)s dibuat dan sudah dibaca ulang: %(figures)s, %(files)d berkas, %(bytes)d bita.")
                % {"path": path, "figures": doctor.told(figures), "files": made.files, "bytes": path.stat().st_size}
            )
            self.stdout.write(
                _(
                    "Salinan kunci data: %(keys)s. Simpan jauh dari cadangannya, paling lama %(days)d hari (terhapus: %(count)d)."
                )
                % {"keys": keys, "days": datakeys.KEPT.days, "count": len(old)}
            )
        if made.faults:
            raise CommandError(_("Cadangan dibuat, tetapi ada yang salah: %s") % "; ".join(made.faults[:20]))
