"""`ikrar restore` runs this first: what was erased after the backup was made is erased again."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ikrar.core import erased
from ikrar.core.errors import Refused
from ikrar.pledges.actions import erasing


class Command(BaseCommand):
    help = "Menghapus lagi yang tercatat dalam daftar penghapusan, sesudah cadangan dipulihkan."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", type=Path, help="berkas daftar penghapusan")

    def handle(self, *, list: Path, **_options: Any) -> None:
        try:
            count = erasing.erase_again(erased.entries_of(list))
        except (Refused, OSError) as failure:
            raise CommandError(str(failure)) from failure
        if not settings.ERASED_LIST.exists():
            shutil.copyfile(list, settings.ERASED_LIST)
            settings.ERASED_LIST.chmod(0o600)
        self.stdout.write(_("%d tanda tangan dihapus lagi.") % count)
