"""The passphrase of a backup: from a file, or typed without being shown."""

import sys
from getpass import getpass
from pathlib import Path

from django.utils.translation import gettext as _

from ikrar.core.errors import Refused

LEAST = 12


def new(file: Path | None) -> str:
    """A passphrase for a new backup; typed twice, and long enough to withstand guessing."""
    phrase = known(file)
    if file is None and getpass(_("Frasa sandi sekali lagi: ")) != phrase:
        raise Refused(_("Kedua frasa sandi tidak sama."))
    if len(phrase) < LEAST:
        raise Refused(_("Frasa sandi terlalu pendek. Pakai sedikitnya %d huruf, misalnya lima kata acak.") % LEAST)
    return phrase


def known(file: Path | None) -> str:
    """The passphrase of a backup that exists."""
    if file is not None:
        if not file.is_file():
            raise Refused(_("Berkas frasa sandi %s tidak ada.") % file)
        lines = file.read_text("utf-8").splitlines()
        return lines[0].strip() if lines else ""
    if not sys.stdin.isatty():
        raise Refused(_("Tidak ada terminal untuk mengetik frasa sandi. Pakai --passphrase-file."))
    return getpass(_("Frasa sandi cadangan: "))
