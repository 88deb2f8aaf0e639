"""An older backup comes back: it refuses to sign, and the operator's text (docs/operations.md) leads out of it."""

import json
import os
import subprocess
import sys

import pytest

from ikrar.core import keys
from tests.conftest import IS_SOAK, ROOT
from tests.core.test_serve import environment

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("kill")]
#: What a few lines do inside an installation; the last line printed is their answer.
_WORLD = """
import datetime as dt, json, sys, uuid, django
django.setup()
from ikrar.agencies.actions.credentials import set_pin
from ikrar.agencies.models import Credential, Staff
from ikrar.agencies.tokens import Signer
from ikrar.core import zones
from ikrar.core.errors import Refused
from ikrar.pledges import jobs
from ikrar.pledges.actions import signing
from ikrar.pledges.models import Campaign
from ikrar.register import actions, queries
from tests.factories import agencies as cast
from tests.factories import pledges as made

def sign(staff):
    campaign, at = Campaign.objects.select_related("ikrar", "pact").get(), zones.now()
    credential = Credential.objects.get(staff=staff)
    if credential.pin is None:
        set_pin(credential.pk, "482915", device="a1b2c3d4e5f60718", at=at)
    sent = signing.Sent(campaign.code, uuid.uuid4(), "482915", campaign.ikrar.digest, campaign.pact.digest, {})
    try:
        return signing.sign(Signer(credential.pk, "a1b2c3d4e5f60718"), sent, at=at).receipt
    except Refused as refusal:
        return str(refusal)
"""
_BEGIN = """
agency = cast.agency(code="uji")
people = [cast.staff(agency, f"Sari Contoh{n}") for n in range(30)]
made.campaign(agency, at=zones.now())
"""
_SIGN = """
people = list(Staff.objects.order_by("pk"))
told = [sign(one) for one in people[int(sys.argv[1]):int(sys.argv[2])]]
actions.sequence_all(zones.now())
jobs.adopt(at=zones.now())
print(json.dumps(told))
"""


@pytest.fixture(params=["sqlite", "postgresql"] if IS_SOAK else ["sqlite"])
def house(request, tmp_path, monkeypatch):
    """`house(home, database, code, …)` runs inside an installation, `house.ikrar(home, …)` a command of it."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    if request.param == "sqlite":
        yield House("", "")
        return
    import postgres
    import psycopg

    with postgres.Cluster() as url:
        other = url.rsplit("/", 1)[0] + "/again"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE again")
        yield House(url, other)


class House:
    def __init__(self, database, other):
        self.databases = {"first": database, "again": other}

    def env(self, home):
        told = {**environment(home), "IKRAR_PUBLIC_URL": "https://ikrar.uji.example", "PYTHONPATH": str(ROOT)}
        url = self.databases[home.name]
        return {**told, **({"IKRAR_DATABASE_URL": url} if url else {}), "DJANGO_SETTINGS_MODULE": "config.settings"}

    def run(self, home, code, *words):
        command = [sys.executable, "-c", _WORLD + code, *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env(home), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else None

    def ikrar(self, home, *words):
        command = [sys.executable, "-m", "ikrar", *words]
        return subprocess.run(command, cwd=ROOT, env=self.env(home), capture_output=True, text=True)


def test_an_older_backup_refuses_to_sign_and_the_written_way_out_works(house, tmp_path):
    home, again = tmp_path / "first", tmp_path / "again"
    home.mkdir()
    keys.make(home / "keys")
    (home / "ikrar.toml").write_text('public_url = "https://ikrar.uji.example"\n')
    assert house.ikrar(home, "upgrade").returncode == 0
    house.run(home, _BEGIN)
    assert len(house.run(home, _SIGN, "0", "12")) == 12
    (tmp_path / "frasa").write_text("lima kata acak untuk uji\n")
    os.chmod(tmp_path / "frasa", 0o600)
    phrase = ["--passphrase-file", str(tmp_path / "frasa")]
    (tmp_path / "cadangan").mkdir()
    assert house.ikrar(home, "backup", str(tmp_path / "cadangan"), *phrase).returncode == 0
    (archive,) = (tmp_path / "cadangan").glob("*.tar")
    later = house.run(home, _SIGN, "12", "24")
    told = json.loads(house.ikrar(home, "register", "checkpoint", "--json").stdout)
    origin, size = told["origin"], told["checkpoint"].splitlines()[1]
    assert (origin.endswith(".uji.ikrar.uji.example"), size, len(later)) == (True, "26", 12)

    where = ["--database", house.databases["again"]] if house.databases["again"] else []
    asked = house.ikrar(home, "restore", str(archive), "--into", str(again), *where, *phrase, "--erased", "tidak-ada")
    assert asked.returncode == 1
    assert f"ikrar register resume {origin} --size UKURAN" in asked.stderr
    (refused,) = house.run(again, _SIGN, "24", "25")
    assert "Register sedang berhenti menerima" in refused
    resumed = house.ikrar(again, "register", "resume", origin, "--size", size)
    assert resumed.returncode == 1
    assert "hanya sampai 13 entri, padahal 26 sudah diterbitkan" in resumed.stderr
    assert f"ikrar register succeed {origin}" in resumed.stderr
    (refused,) = house.run(again, _SIGN, "24", "25")
    assert "tertinggal dari yang sudah diterbitkan" in refused

    assert house.ikrar(again, "register", "succeed", origin).returncode == 0
    assert "digantikan" in house.run(again, _SIGN, "24", "25")[0]
    signed = house.run(again, _SIGN, "12", "25")
    assert all(len(receipt) == 8 for receipt in signed)
    audited = house.ikrar(again, "register", "audit", "--json", _next(origin))
    assert json.loads(audited.stdout)["kinds"]["01"] == 13
    assert audited.returncode == 0


def _next(origin):
    cycle, _dot, rest = origin.partition(".")
    return f"{cycle}-2.{rest}"
