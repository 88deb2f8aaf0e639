"""Is the folder of the installation whole and closed to others: permissions, settings, keys, room on the disk, time zones."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import gettext as _

from ikrar.core import home as installation
from ikrar.core import keys, seal_key, zones
from ikrar.core.doctor import Finding, check
from ikrar.core.errors import Refused
from ikrar.core.models import KeyCanary

#: Below this much free space, or this share of the disk, an operator has to act.
_LEAST_FREE, _LEAST_SHARE = 1 << 30, 0.05
#: A key of fewer different bytes was typed by somebody, not drawn.
_LEAST_DIFFERENT = 8


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


@check("home", after="")
def home() -> Iterator[Finding]:
    """The folder exists, is written by us and read by nobody else; `ikrar.toml` is there."""
    folder: Path = settings.IKRAR_HOME
    if not folder.is_dir():
        yield Finding(_("Folder instalasi %s tidak ada.") % folder, _("Jalankan: ikrar init, atau setel IKRAR_HOME."))
        return
    if _is_open(folder):
        yield Finding(_("Folder %s terbuka bagi pengguna lain.") % folder, _("Jalankan: chmod 700 %s") % folder)
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        yield Finding(
            _("Folder %s tidak bisa ditulis.") % folder, _("Berikan foldernya kepada pengguna yang menjalankan Ikrar.")
        )
    own = folder / "ikrar.toml"
    if not own.exists():
        yield Finding(_("Pengaturan %s tidak ada.") % own, _way_back(folder))
    elif _is_open(own):
        yield Finding(_("%s terbuka bagi pengguna lain.") % own, _("Jalankan: chmod 600 %s") % own)


def _way_back(folder: Path) -> str:
    """Where something of an installation is still there, `ikrar init` refuses: it would make another one over it."""
    if installation.contents(folder):
        return _("Ambil ikrar.toml dari cadangan. Jangan jalankan ikrar init: instalasi lama masih ada di folder itu.")
    return _("Jalankan: ikrar init")


@check("keys", after="")
def key_files() -> Iterator[Finding]:
    """Every key is there, drawn at random, and readable by its owner alone."""
    folder: Path = settings.IKRAR_KEYS
    if folder.is_dir() and _is_open(folder):
        yield Finding(_("Folder kunci %s terbuka bagi pengguna lain.") % folder, _("Jalankan: chmod 700 %s") % folder)
    for name, what in keys.FILES.items():
        path = folder / name
        if not path.exists():
            yield Finding(
                _("Kunci %(path)s tidak ada (untuk: %(what)s).") % {"path": path, "what": what},
                _("Ambil dari cadangan. Kunci baru membuat kode dan PIN yang sudah dibagikan tidak berlaku."),
            )
            continue
        if _is_open(path):
            yield Finding(_("Kunci %s bisa dibaca pengguna lain.") % path, _("Jalankan: chmod 600 %s") % path)
        if not _is_random(path):
            yield Finding(
                _("Kunci %s bukan 32 bita acak.") % path, _("Ambil dari cadangan; jangan pakai kunci contoh.")
            )


def _is_random(path: Path) -> bool:
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        return False
    return len(secret) == 32 and len(set(secret)) >= _LEAST_DIFFERENT


@check("seal", after="keys")
def seals() -> Iterator[Finding]:
    """Every key of an electronic seal opens, fits its certificate, is readable by its owner alone and holds for a month."""
    where = [seal_key.Place(path, path.with_suffix(".pass")) for path in settings.IKRAR_KEYS.glob("seal-*.p12")]
    for place in [seal_key.place(""), *sorted(where, key=lambda one: one.key)]:
        yield from _of_seal(place)


def _of_seal(place: seal_key.Place) -> Iterator[Finding]:
    for path in (place.key, place.phrase):
        if path.exists() and _is_open(path):
            yield Finding(_("Kunci %s bisa dibaca pengguna lain.") % path, _("Jalankan: chmod 600 %s") % path)
    try:
        key = seal_key.opened(place)
    except Refused as refusal:
        yield Finding(
            str(refusal),
            _(
                "Ambil dari cadangan atau dari penerbitnya. Segel sendiri yang baru: ikrar seal --make (docs/operations.md)."
            ),
        )
        return
    told = {"holder": key.holder, "until": f"{key.until:%Y-%m-%d}"}
    if key.until <= zones.now():
        yield Finding(_("Sertifikat segel %(holder)s berakhir %(until)s; pakta tidak bisa disegel.") % told, _renew())
    elif key.until <= zones.now() + seal_key.WARN:
        yield Finding(_("Sertifikat segel %(holder)s berakhir %(until)s.") % told, _renew())


def _renew() -> str:
    return _("Pasang kunci yang baru; segel pada pakta lama tidak berubah (docs/operations.md, bagian segel).")


@check("canary")
def canary() -> Iterator[Finding]:
    """The keys are those with which this database was filled."""
    known = {row.key: bytes(row.digest) for row in KeyCanary.objects.all()}
    for name in keys.CHECKED:
        if name not in known:
            yield Finding(_("Basis data belum mengenal kunci %s.") % name, _("Jalankan: ikrar upgrade"))
        elif _is_another(name, known[name]):
            yield Finding(
                _("Kunci %s bukan kunci basis data ini: kode, PIN, pengaman kedua, atau jejak tidak akan cocok.")
                % name,
                _("Ambil kunci dari cadangan yang sama dengan basis datanya."),
            )


def _is_another(name: str, known: bytes) -> bool:
    """Whether a readable key is not the one known; what cannot be read is named by `keys`."""
    try:
        return not keys.same(known, keys.canary(name))
    except (OSError, ValueError):
        return False


@check("disk", after="")
def disk() -> Iterator[Finding]:
    """There is room to go on writing."""
    usage = shutil.disk_usage(settings.IKRAR_HOME)
    if usage.free < _LEAST_FREE or usage.free < usage.total * _LEAST_SHARE:
        free = usage.free // (1 << 20)
        yield Finding(
            _("Ruang disk hampir habis: tinggal %d MiB.") % free,
            _("Hapus cadangan lama dari mesin ini, atau perbesar disk."),
        )


@check("zones", after="")
def time_zones() -> Iterator[Finding]:
    """WIB, WITA and WIT are known to this machine."""
    for code, name in zones.ZONES.items():
        try:
            ZoneInfo(name)
        except ZoneInfoNotFoundError:
            yield Finding(_("Data zona waktu %s tidak ada.") % code, _("Pasang paket tzdata."))
