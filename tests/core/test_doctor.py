"""Each check of the doctor sees the thing that it is for, broken here on purpose."""

import datetime as dt
import json
import os
import sqlite3

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ikrar.core import canaries, doctor, files, home, jobs, keys, outbox
from ikrar.core.doctor import database, installation, web
from ikrar.core.models import Job, JobState, KeyCanary, MailState, OutboxMessage
from tests.factories import agencies

pytestmark = pytest.mark.django_db


def findings(name: str) -> list[str]:
    return [finding.says for one in doctor.examine(only=[name]) for finding in one.findings]


@pytest.fixture
def house(tmp_path, settings):
    """A whole installation of its own."""
    home.make(tmp_path / "rumah", public_url="https://ikrar.kota.example")
    settings.IKRAR_HOME, settings.IKRAR_KEYS = tmp_path / "rumah", tmp_path / "rumah" / "keys"
    keys._secret.cache_clear()
    yield tmp_path / "rumah"
    keys._secret.cache_clear()


def test_a_whole_installation_has_nothing_to_name(house):
    for name in (
        "home",
        "keys",
        "database",
        "migrations",
        "disk",
        "zones",
        "papers",
        "clock",
        "jobs",
        "outbox",
        "files",
    ):
        assert findings(name) == [], name


def test_a_missing_home_is_named(house, settings):
    settings.IKRAR_HOME = house / "tidak-ada"
    assert "tidak ada" in findings("home")[0]


def test_an_open_home_is_named(house):
    house.chmod(0o755)
    assert "terbuka bagi pengguna lain" in findings("home")[0]


def test_a_home_that_cannot_be_written_is_named(house, monkeypatch):
    def refuse(**_options):
        raise PermissionError

    monkeypatch.setattr(installation.tempfile, "TemporaryFile", refuse)
    assert "tidak bisa ditulis" in findings("home")[0]


def test_where_only_the_settings_are_gone_no_new_installation_is_advised(house, settings, tmp_path):
    (house / "ikrar.toml").unlink()
    (told,) = [one for seen in doctor.examine(only=["home"]) for one in seen.findings]
    assert "cadangan" in told.do
    assert "Jangan jalankan ikrar init" in told.do
    settings.IKRAR_HOME = tmp_path / "empty"
    settings.IKRAR_HOME.mkdir(mode=0o700)
    (told,) = [one for seen in doctor.examine(only=["home"]) for one in seen.findings]
    assert told.do == "Jalankan: ikrar init"


def test_missing_or_open_settings_are_named(house):
    (house / "ikrar.toml").chmod(0o644)
    assert "ikrar.toml terbuka" in findings("home")[0]
    (house / "ikrar.toml").unlink()
    assert "tidak ada" in findings("home")[0]


@pytest.mark.parametrize("name", sorted(keys.FILES))
def test_each_missing_key_is_named(house, name):
    (house / "keys" / name).unlink()
    assert [name in said for said in findings("keys")] == [True]


def test_a_key_that_others_can_read_is_named(house):
    (house / "keys" / "pin.key").chmod(0o640)
    assert "bisa dibaca pengguna lain" in findings("keys")[0]


@pytest.mark.parametrize("text", ["00" * 32, "0123456789abcdef", "kunci contoh", ""])
def test_a_key_that_nobody_drew_is_named(house, text):
    (house / "keys" / "code.key").write_text(text)
    assert "bukan 32 bita acak" in findings("keys")[0]


def test_an_exchanged_pin_key_is_named(house):
    KeyCanary.objects.all().delete()
    canaries.plant()
    assert findings("canary") == []
    (house / "keys" / "pin.key").unlink()
    keys.make(house / "keys")
    keys._secret.cache_clear()
    canaries.plant()
    assert findings("canary") == [
        "Kunci pin bukan kunci basis data ini: kode, PIN, pengaman kedua, atau jejak tidak akan cocok.",
    ]


def test_a_database_that_does_not_know_its_keys_is_named(house):
    KeyCanary.objects.all().delete()
    assert len(findings("canary")) == len(keys.CHECKED)


def test_a_full_disk_is_named(house, monkeypatch):
    monkeypatch.setattr(
        installation.shutil,
        "disk_usage",
        lambda _path: installation.shutil._ntuple_diskusage(10 << 30, 10 << 30, 9 << 20),
    )
    assert "tinggal 9 MiB" in findings("disk")[0]


def test_missing_time_zones_are_named(monkeypatch):
    def unknown(name):
        raise installation.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(installation, "ZoneInfo", unknown)
    assert len(findings("zones")) == 3


def test_a_silent_database_is_named_and_what_rests_on_it_waits(monkeypatch):
    def silent(_question):
        raise OSError("connection refused")

    monkeypatch.setattr(database, "_ask", silent)
    told = {one.name: one for one in doctor.examine(only=["canary", "migrations", "database", "zones"])}
    assert "connection refused" in told["database"].findings[0].says
    assert (told["migrations"].waits_for, told["canary"].waits_for) == ("database", "migrations")
    assert told["zones"].findings == ()


def test_an_old_database_is_named(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 27, 2))
    monkeypatch.setattr(database, "_LEAST_POSTGRESQL", 99)
    assert "terlalu tua" in findings("database")[0]


def test_a_schema_behind_or_ahead_is_named():
    recorder = MigrationRecorder(connection)
    ((_core, newest),) = MigrationLoader(connection).graph.leaf_nodes("core")
    recorder.record_applied("core", "0999_later")
    recorder.record_unapplied("core", newest)
    assert "langkah tertinggal" in findings("migrations")[0]
    assert "lebih baru (core.0999_later)" in findings("migrations")[1]


def test_a_database_that_forgets_acknowledged_rows_is_named(monkeypatch, settings):
    """The tests' own SQLite runs without FULL; a PostgreSQL is asked as one without fsync would answer."""
    settings.IKRAR_DEMO = False
    if connection.vendor == "postgresql":
        monkeypatch.setattr(database, "_ask", lambda question: "off")
    assert any("synchronous" in said for said in findings("durability"))


def test_a_demo_may_run_without_full(settings):
    settings.IKRAR_DEMO = True
    if connection.vendor == "sqlite":
        assert findings("durability") == []


def test_a_clock_that_differs_is_named(monkeypatch):
    late = timezone.now() - dt.timedelta(minutes=3)
    monkeypatch.setattr(database.connection, "vendor", "postgresql", raising=False)
    monkeypatch.setattr(database, "_ask", lambda _question: late)
    assert "berbeda 180 detik" in findings("clock")[0]


def test_styles_that_were_not_collected_are_named(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert "belum dikumpulkan" in findings("static")[0]
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STORAGES = dict(settings.STORAGES)
    assert findings("static") == []


@pytest.mark.parametrize(
    ("url", "is_wrong"),
    [("http://ikrar.kota.example", True), ("https://ikrar.kota.example", False), ("http://127.0.0.1:8000", False)],
)
def test_an_address_without_https_is_named(settings, url, is_wrong):
    settings.PUBLIC_URL = url
    assert bool(findings("address")) is is_wrong


def test_mail_that_is_not_set_up_is_named_unless_the_agency_wants_none(settings):
    settings.EMAIL_HOST, settings.MAIL_NONE, settings.IKRAR_DEMO = "", False, False
    assert findings("mail") == ["Surel belum diatur."]
    settings.MAIL_NONE = True
    assert findings("mail") == []


def test_a_mail_server_that_refuses_is_named_only_when_asked(settings, monkeypatch):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.IKRAR_DEMO = "127.0.0.1", 1, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert findings("mail") == []
    monkeypatch.setenv(web.CONNECT, "1")
    assert "menolak" in findings("mail")[0]


def test_papers_that_cannot_be_made_are_named(monkeypatch):
    def broken(_path):
        raise RuntimeError("no font could be found")

    monkeypatch.setattr(web.typst, "compile", broken)
    assert "no font" in findings("papers")[0]


def test_a_worker_that_never_ran_or_fell_silent_is_named():
    assert findings("worker") == ["Pekerja latar belum pernah berjalan."]
    jobs.enrol(timezone.now())
    assert findings("worker") == []
    Job.objects.update(not_before=timezone.now() - dt.timedelta(minutes=20))
    assert "tidak berjalan sejak" in findings("worker")[0]


def test_failed_work_is_named_by_its_kind():
    now = timezone.now()
    Job.objects.create(
        kind="pledges.pacts", state=JobState.FAILED, message="disk penuh", not_before=now, made_at=now, finished_at=now
    )
    assert findings("jobs") == ["1 pekerjaan pledges.pacts gagal: disk penuh"]


def test_mail_that_waits_or_was_refused_is_named(settings):
    settings.MAIL_NONE = False
    long_ago = timezone.now() - dt.timedelta(hours=3)
    for number, state in enumerate((MailState.QUEUED, MailState.FAILED)):
        outbox.queue("x", to="sari@kota.example", key=f"{number}", at=long_ago)
        OutboxMessage.objects.filter(key=f"{number}").update(state=state)
    assert ["menunggu" in findings("outbox")[0], "gagal terkirim" in findings("outbox")[1]] == [True, True]


def test_a_lost_file_is_named():
    stored = files.store(
        agencies.agency().pk, b"x", name="x", content_type="image/png", purpose="scan", at=timezone.now()
    )
    assert findings("files") == []
    default_storage.delete(stored.path)
    assert stored.path in findings("files")[0]


def test_a_check_that_breaks_is_itself_a_finding():
    doctor.discover()

    @doctor.check("patah", after="")
    def broken():
        raise RuntimeError("di luar dugaan")

    try:
        assert "di luar dugaan" in findings("patah")[0]
    finally:
        del doctor._CHECKS["patah"]


def test_the_command_fails_with_one_line_and_prints_json(settings, capsys):
    settings.PUBLIC_URL = "http://ikrar.kota.example"
    with pytest.raises(CommandError, match="1 hal perlu dibenahi"):
        call_command("ikrar_doctor", "--json", "--only", "address,zones")
    report = json.loads(capsys.readouterr().out)
    assert (report["ok"], [one["name"] for one in report["checks"]]) == (False, ["address", "zones"])
    assert report["checks"][0]["findings"][0]["do"]


def test_an_unknown_check_is_refused():
    with pytest.raises(CommandError, match="tidak dikenal"):
        call_command("ikrar_doctor", "--only", "tidak-ada")


def test_mail_is_asked_by_its_option(settings, monkeypatch):
    monkeypatch.delenv(web.CONNECT, raising=False)
    settings.MAIL_NONE = True
    call_command("ikrar_doctor", "--mail", "--only", "mail")
    assert os.environ.pop(web.CONNECT) == "1"
