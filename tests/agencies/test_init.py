"""`ikrar init` in an empty folder: everything that a first log-in needs, and nothing that is there is touched."""

import json
import tomllib

import pytest
from django.utils import timezone

from ikrar.agencies.actions import founding
from ikrar.agencies.models import Account, Agency
from ikrar.agencies.queries import officers
from ikrar.agencies.roles import Role, system
from ikrar.core import home, keys
from ikrar.core.errors import Refused

WORDS = ("--agency-code", "kota-contoh", "--agency-name", "Pemerintah Kota Contoh", "--zone", "WITA")
OFFICER = ("--officer-name", "Sari Contohwati", "--officer-login", "sari.contoh")


def test_init_makes_a_closed_house_with_one_agency_and_one_invited_officer(tmp_path, console_run):
    done = console_run(tmp_path / "rumah", "init", *WORDS, *OFFICER, "--json")
    assert done.returncode == 0, done.stderr
    told, folder = json.loads(done.stdout), tmp_path / "rumah"
    assert (told["agency"], told["login"], told["hours"]) == ("kota-contoh", "sari.contoh", 48)
    assert told["address"] == "http://127.0.0.1:8000/akun/undangan/"
    assert len(told["code"].replace("-", "")) == 16
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, folder / "keys", *(folder / "keys").iterdir()))
    assert (folder / "ikrar.toml").stat().st_mode & 0o077 == 0
    assert tomllib.loads((folder / "ikrar.toml").read_text())["demo"] is False
    tables = home.tables_in("", folder)
    assert {name: tables[f"agencies_{name}"] for name in ("agency", "account", "rolegrant", "staff")} == {
        "agency": 1, "account": 1, "rolegrant": 1, "staff": 0,
    }  # fmt: skip
    assert tables["norms_election"] > 0, "a campaign names an election: without any the officer is stuck"
    assert told["code"].replace("-", "").encode() not in (folder / "ikrar.sqlite3").read_bytes()

    again = console_run(folder, "init", *WORDS, *OFFICER)
    assert again.returncode == 1
    assert again.stderr.count("\n") == 1
    assert "keys/pin.key" in again.stderr and "1 instansi" in again.stderr  # noqa: PT018

    doctor = console_run(folder, "doctor", "--json")
    wrong = [one["name"] for one in json.loads(doctor.stdout)["checks"] if one["findings"]]
    assert (doctor.returncode, wrong) == (1, ["mail", "worker"])


def test_init_asks_for_what_is_missing_only_in_front_of_a_person(tmp_path, console_run):
    done = console_run(tmp_path / "rumah", "init", *WORDS)
    assert (done.returncode, done.stderr) == (1, "CommandError: Belum disebut: --officer-name\n")
    assert not (tmp_path / "rumah").exists()


@pytest.mark.parametrize(
    ("officer", "says"),
    [
        (("--officer-name", "Sari"), "surel atau nama masuk"),
        (("--officer-name", "Sari", "--officer-login", "198609262015051001"), "bukan NIP"),
        (("--officer-name", "Sari", "--officer-email", "sari"), "alamat email"),
    ],
)
def test_a_bad_answer_is_refused_before_anything_is_made(tmp_path, console_run, officer, says):
    done = console_run(tmp_path / "rumah", "init", *WORDS, *officer)
    assert done.returncode == 1
    assert says in done.stderr
    assert not (tmp_path / "rumah").exists()


def test_existing_keys_are_never_replaced(tmp_path, console_run):
    keys.make(tmp_path / "rumah" / "keys")
    before = (tmp_path / "rumah" / "keys" / "pin.key").read_bytes()
    assert console_run(tmp_path / "rumah", "init", *WORDS, *OFFICER).returncode == 1
    assert (tmp_path / "rumah" / "keys" / "pin.key").read_bytes() == before


@pytest.mark.django_db
def test_the_first_officer_is_a_personnel_officer_whose_code_opens_the_account():
    at = timezone.now()
    made = founding.found_installation(
        code="kota",
        name="Pemerintah Kota",
        zone="WIB",
        officer="Sari Contohwati",
        login="sari.contoh",
        by=system(),
        at=at,
    )
    assert officers.invited(made.code, at) == made.officer
    assert list(made.officer.grants.values_list("role", "unit")) == [(Role.PERSONNEL, None)]
    assert (made.officer.username, made.officer.has_usable_password()) == ("sari.contoh", False)


@pytest.mark.django_db
def test_an_installation_is_founded_once():
    answers = {"code": "a", "name": "A", "zone": "WIB", "officer": "Sari", "login": "sari", "by": system()}
    founding.found_installation(**answers, at=timezone.now())
    with pytest.raises(Refused, match="sudah memuat instansi"):
        founding.found_installation(**{**answers, "code": "b", "login": "budi"}, at=timezone.now())
    assert (Agency.objects.count(), Account.objects.count()) == (1, 1)
