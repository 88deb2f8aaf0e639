"""Is the database there, recent enough, of our schema, durable, and of one mind with us about the time."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from ikrar.core import zones
from ikrar.core.doctor import Finding, check
from ikrar.core.tables import known_steps

_LEAST_POSTGRESQL = 15
_LEAST_SQLITE = (3, 35)
_MOST_SKEW = dt.timedelta(seconds=5)
_WAL_AND_FULL = {"journal_mode": "wal", "synchronous": 2}


def _ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@check("database", after="")
def database() -> Iterator[Finding]:
    """It is there, answers, and is of a version that we know. Asking SQLite for a file that is not there would make one."""
    if connection.vendor == "sqlite" and _is_missing(str(connection.settings_dict["NAME"])):
        yield Finding(_("Basis data %s tidak ada.") % connection.settings_dict["NAME"], _restoring())
        return
    try:
        _ask("SELECT 1")
    except Exception as failure:
        said = str(failure).strip().splitlines() or ["?"]
        yield Finding(
            _("Basis data tidak menjawab: %s") % said[0],
            _("Periksa `database` di ikrar.toml dan apakah basis data berjalan."),
        )
        return
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < _LEAST_SQLITE:
        yield Finding(
            _("SQLite %s terlalu tua.") % sqlite3.sqlite_version, _("Pakai Python dengan SQLite 3.35 atau lebih baru.")
        )
    if (
        connection.vendor == "postgresql"
        and (number := int(_ask("SHOW server_version_num")) // 10_000) < _LEAST_POSTGRESQL
    ):
        yield Finding(_("PostgreSQL %d terlalu tua.") % number, _("Pakai PostgreSQL 15 atau lebih baru."))


def _is_missing(name: str) -> bool:
    return not name.startswith((":memory:", "file:")) and not Path(name).exists()


def _restoring() -> str:
    """What to do where the data are gone: an upgrade would make empty tables and hide the loss."""
    return _("Jangan jalankan ikrar upgrade. Pulihkan dari cadangan; instalasi baru dibuat dengan: ikrar init")


@check("migrations", after="database")
def migrations() -> Iterator[Finding]:
    """The schema is exactly that of this version."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        yield Finding(_("Basis data kosong: tidak ada tabel Ikrar di dalamnya."), _restoring())
        return
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{step.app_label}.{step.name}" for step, _backwards in plan[:5])
        yield Finding(
            _("Skema basis data belum mutakhir: %(count)d langkah tertinggal (%(names)s).")
            % {"count": len(plan), "names": names},
            _("Buat cadangan, lalu jalankan: ikrar upgrade"),
        )
    newer = set(executor.loader.applied_migrations) - known_steps(executor.loader)
    if newer:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in newer)[:5])
        yield Finding(
            _("Basis data dari Ikrar yang lebih baru (%s).") % names, _("Pasang versi Ikrar yang lebih baru itu.")
        )


@check("durability", after="database")
def durability() -> Iterator[Finding]:
    """An acknowledged signature outlives a power cut."""
    if connection.vendor == "sqlite":
        yield from _sqlite_durability()
    else:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            if _ask(f"SHOW {name}") == "off":
                yield Finding(_("PostgreSQL berjalan dengan %s=off: tanda tangan bisa hilang bila listrik padam.") % name,
                              _("Hapus pengaturan itu dari postgresql.conf."))  # fmt: skip


def _sqlite_durability() -> Iterator[Finding]:
    for name, wanted in _WAL_AND_FULL.items():
        found = _ask(f"PRAGMA {name}")
        if found != wanted and not (name == "synchronous" and settings.IKRAR_DEMO):
            yield Finding(
                _("SQLite berjalan dengan %(name)s=%(found)s, seharusnya %(wanted)s.")
                % {"name": name, "found": found, "wanted": wanted},
                _("Simpan basis data di disk lokal, bukan di folder jaringan, dan setel demo = false di ikrar.toml."),
            )


@check("clock", after="database")
def clock() -> Iterator[Finding]:
    """This machine and the database agree about the time."""
    if connection.vendor == "sqlite":
        return
    skew = abs(_ask("SELECT clock_timestamp()") - zones.now())
    if skew > _MOST_SKEW:
        yield Finding(
            _("Jam mesin ini dan jam basis data berbeda %d detik.") % skew.total_seconds(),
            _("Nyalakan NTP di kedua mesin (timedatectl set-ntp true)."),
        )
