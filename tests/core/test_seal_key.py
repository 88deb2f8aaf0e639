"""The sealing key: opened, refused in plain words, made for each agency, told by the doctor, kept by a backup."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.conf import settings

from ikrar.core import seal_key
from ikrar.core.doctor import installation
from ikrar.core.errors import Refused
from tests.core.seal_judges import Issuer

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of keys with one that an invented issuer gave."""
    monkeypatch.setattr(settings, "IKRAR_KEYS", tmp_path)
    where = seal_key.Place(tmp_path / "seal.p12", tmp_path / "seal.pass")
    Issuer.made().issue(where, "Kota Contoh")
    for path in (where.key, where.phrase):
        path.chmod(0o600)
    return where


def test_a_wrong_pass_phrase_and_a_broken_file_are_refused(place):
    place.phrase.write_text("frasa lain\n")
    with pytest.raises(Refused, match="tidak terbuka"):
        seal_key.opened(place)
    place.phrase.write_text("frasa rekaan\n")
    place.key.write_bytes(place.key.read_bytes()[:-40])
    with pytest.raises(Refused, match="tidak terbuka"):
        seal_key.opened(place)
    place.key.unlink()
    with pytest.raises(Refused, match="tidak ada"):
        seal_key.opened(place)


def test_a_key_that_is_not_its_certificates_is_refused(place):
    held = seal_key.opened(place)
    other, protection = rsa.generate_private_key(65537, 2048), BestAvailableEncryption(b"frasa rekaan")
    bare = pkcs12.serialize_key_and_certificates(b"x", other, None, [held.certificate], protection)
    place.key.write_bytes(bare)
    with pytest.raises(Refused, match="beserta sertifikatnya"):
        seal_key.opened(place)
    assert seal_key.is_pair(held.key, held.certificate)
    assert not seal_key.is_pair(other, held.certificate)


def test_before_and_after_its_certificates_days_a_key_seals_nothing(place):
    assert seal_key.usable("kota-contoh", NOW).holder == "Kota Contoh"
    with pytest.raises(Refused, match="sudah berakhir"):
        seal_key.usable("kota-contoh", NOW + dt.timedelta(days=366))
    with pytest.raises(Refused, match="belum berlaku"):
        seal_key.usable("kota-contoh", dt.datetime(2019, 1, 1, tzinfo=dt.UTC))


def test_each_agency_gets_a_key_of_its_own_name_once_and_none_is_written_over(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "IKRAR_KEYS", tmp_path)
    agencies = [("kota-contoh", "Kota Contoh"), ("kota-lain", "Kota Lain")]
    assert seal_key.ensure(agencies, at=NOW) == ["seal.p12", "seal-kota-lain.p12"]
    before = seal_key.place("kota-contoh").key.read_bytes()
    assert seal_key.ensure(agencies, at=NOW) == []
    assert seal_key.place("kota-contoh").key.read_bytes() == before
    assert [seal_key.usable(code, NOW).holder for code, _name in agencies] == ["Kota Contoh", "Kota Lain"]
    own = seal_key.usable("kota-lain", NOW)
    assert own.is_own
    assert seal_key.OWN_WORDS in own.certificate.subject.rfc4514_string()
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    assert len(seal_key.files(tmp_path)) == 4
    with pytest.raises(Refused, match="tidak ditimpa"):
        seal_key.make(seal_key.place("kota-contoh"), holder="Lain", at=NOW)


def test_a_key_named_in_the_settings_is_taken_and_none_is_made_beside_it(place, monkeypatch, tmp_path):
    moved = tmp_path / "sertifikat" / "segel.p12"
    moved.parent.mkdir()
    place.key.rename(moved)
    monkeypatch.setattr(settings, "SEAL_KEY", str(moved))
    monkeypatch.setattr(settings, "SEAL_PHRASE", str(place.phrase))
    assert seal_key.ensure([("kota-contoh", "Kota Contoh")], at=NOW) == []
    assert seal_key.usable("kota-contoh", NOW).issuer == "Penerbit Sertifikat Rekaan"


def test_the_doctor_finds_a_seal_that_does_not_open_that_ends_within_a_month_and_that_others_can_read(place):
    assert list(installation.seals()) == []
    Issuer.made().issue(place, "Kota Contoh", days=29)
    assert "berakhir" in next(iter(installation.seals())).says
    Issuer.made().issue(place, "Kota Contoh", days=-1)
    assert "tidak bisa disegel" in next(iter(installation.seals())).says
    place.phrase.write_text("frasa lain\n")
    assert "tidak terbuka" in next(iter(installation.seals())).says
    place.key.chmod(0o644)
    assert "pengguna lain" in next(iter(installation.seals())).says
