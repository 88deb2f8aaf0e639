"""What is lost or mistyped is named in one line, and never answered by making something empty in its place."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import databases
from ikrar.cli import APART, COMMANDS
from ikrar.core import canaries, doctor, keys, postgresql
from ikrar.core.doctor import database
from ikrar.core.management.commands import ikrar_serve
from ikrar.core.models import KeyCanary


def findings(name: str) -> list[doctor.Finding]:
    return [finding for one in doctor.examine(only=[name]) for finding in one.findings]


def ikrar(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    known = {name: value for name, value in os.environ.items() if name != "IKRAR_DATABASE_URL"}
    known |= {"IKRAR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "ikrar", *words]
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("toml", "said"), [("demo = = 3\n", "(at line 1, column 8)"), ('database = "mysql://x"\n', "unknown kind 'mysql'")]
)
def test_settings_that_cannot_be_read_are_one_line(tmp_path, toml, said):
    (tmp_path / "ikrar.toml").write_text(toml)
    told = ikrar(tmp_path, "doctor")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "ikrar.toml" in told.stderr
    assert said in told.stderr


@pytest.mark.django_db
def test_a_lost_sqlite_file_is_named_and_not_made_anew(tmp_path, monkeypatch):
    lost = tmp_path / "ikrar.sqlite3"
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(lost))
    told = findings("database")
    assert [one.says for one in told] == [f"Basis data {lost} tidak ada."]
    assert "Jangan jalankan ikrar upgrade" in told[0].do
    assert not lost.exists()


@pytest.mark.django_db
def test_an_empty_database_is_not_taken_for_one_that_is_behind(monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: {})
    told = findings("migrations")
    assert len(told) == 1
    assert "Jangan jalankan ikrar upgrade" in told[0].do
    assert database.connection is connection
    with pytest.raises(CommandError, match="ikrar doctor"):
        ikrar_serve._check_database()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["session", "pin", "code", "audit", "cookie"])
def test_each_exchanged_key_is_named_and_a_missing_one_once(tmp_path, settings, name):
    settings.IKRAR_HOME, settings.IKRAR_KEYS = tmp_path, tmp_path / "keys"
    keys.make(tmp_path / "keys")
    keys._secret.cache_clear()
    KeyCanary.objects.all().delete()
    canaries.plant()
    path = tmp_path / "keys" / f"{name}.key"
    path.unlink()
    keys._secret.cache_clear()
    assert (len(findings("keys")), findings("canary")) == (1, [])
    with pytest.raises(CommandError, match="cadangan"):
        ikrar_serve._check_keys()
    keys.make(tmp_path / "keys")
    assert [one.says.split()[1] for one in findings("canary")] == [name]
    keys._secret.cache_clear()


def test_how_a_connection_is_protected_is_handed_on_and_a_strange_word_refused(tmp_path):
    url = "postgresql://ikrar:rahasia@db.example/ikrar?sslmode=verify-full&sslrootcert=/etc/ssl/akar.pem"
    known = databases.from_url(url, tmp_path)
    assert known["OPTIONS"]["sslmode"] == "verify-full"
    assert postgresql.url(known) == (
        "postgresql://ikrar@db.example/ikrar?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fakar.pem"
    )
    with pytest.raises(ValueError, match="sslmod"):
        databases.from_url("postgresql://db.example/ikrar?sslmod=require", tmp_path)


def test_the_help_tells_what_each_subcommand_does_before_anything_is_installed(tmp_path):
    told = ikrar(tmp_path / "none", "--help")
    assert told.returncode == 0
    lines = [line.split(maxsplit=1) for line in told.stdout.splitlines() if line.startswith("  ")]
    assert [line[0] for line in lines] == [*COMMANDS, *APART]
    assert all(line[1].split()[0].startswith("Me") for line in lines)
    assert not (tmp_path / "none").exists()
