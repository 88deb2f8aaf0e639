"""Seals as others judge them: pdfsig and pyHanko's validator. No level is claimed that they do not show."""

import datetime as dt
import re

import pytest
from django.conf import settings

from ikrar.core import documents, pades, seal_key
from tests.core.seal_judges import Issuer, Store, stamp_server, validated
from tests.core.test_documents import NOON, PACT, words


@pytest.fixture(scope="module")
def key():
    return seal_key.opened(seal_key.place(""))


@pytest.fixture(scope="module")
def paper():
    return documents.render("pakta", PACT, timestamp=NOON)


@pytest.fixture(scope="module")
def sealed(key, paper):
    return pades.Sealer(key).seal(paper, reason="Segel elektronik")


@pytest.fixture
def store(tmp_path):
    return Store.trusting(tmp_path)


def changed(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def test_pdfsig_finds_a_valid_pades_signature_over_the_whole_file(sealed, store):
    said = store.says(sealed)
    assert said["Signature Validation"] == "Signature is Valid."
    assert said["Signature Type"] == "ETSI.CAdES.detached"
    assert said["Signing Hash Algorithm"] == "SHA-256"
    assert said["Coverage"] == "total"
    assert said["Signer Certificate Common Name"] == "Kota Contoh"
    assert said["Certificate Validation"] == "Certificate issuer is unknown."  # nobody but the agency stands for it


def test_pdfsig_trusts_the_seal_of_a_key_from_a_trusted_issuer(paper, tmp_path):
    issuer, place = Issuer.made(), seal_key.Place(tmp_path / "segel.p12", tmp_path / "segel.pass")
    issuer.issue(place, "Kota Contoh")
    issued = seal_key.opened(place)
    assert (issued.holder, issued.issuer, issued.is_own) == ("Kota Contoh", "Penerbit Sertifikat Rekaan", False)
    sealed = pades.Sealer(issued).seal(paper, reason="Segel elektronik")
    said = Store.trusting(tmp_path, issuer.certificate).says(sealed)
    assert said["Signature Validation"] == "Signature is Valid."
    assert said["Certificate Validation"] == "Certificate is Trusted."
    assert validated(sealed, issuer.certificate).bottom_line


def test_the_validator_finds_it_valid_and_intact_and_without_a_time_stamp(sealed, key):
    status = validated(sealed, key.certificate)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.timestamp_validity is None


def test_one_changed_bit_anywhere_that_is_signed_is_found(sealed, key, store, paper, seed):
    places = [100, seed % len(paper), len(paper) - 100, len(paper) + 50, len(sealed) - 40]
    for at in places:
        said = store.says(changed(sealed, at))
        assert said.get("Signature Validation") != "Signature is Valid.", at
    assert store.says(changed(sealed, places[0]))["Signature Validation"] == "Digest Mismatch."
    assert not validated(changed(sealed, places[0]), key.certificate).intact


def test_appended_bytes_are_found(sealed, key, store):
    longer = sealed + b"\n% more\n"
    assert "Coverage" not in store.says(longer)
    assert validated(longer, key.certificate).coverage.name != "ENTIRE_FILE"


def test_a_seal_of_another_key_with_the_same_name_is_not_trusted(paper, store, tmp_path):
    place = seal_key.Place(tmp_path / "lain.p12", tmp_path / "lain.pass")
    seal_key.make(place, holder="Kota Contoh", at=dt.datetime.now(dt.UTC))
    other = pades.Sealer(seal_key.opened(place)).seal(paper, reason="Segel elektronik")
    said = store.says(other)
    assert said["Signature Validation"] == "Signature is Valid."
    assert said["Certificate Validation"] != "Certificate is Trusted."


def test_the_paper_under_the_seal_stays_byte_by_byte_with_its_metadata_and_tags(sealed, paper):
    assert sealed.startswith(paper)
    added = sealed[len(paper) :]
    assert b"xmpmeta" not in added
    for kept in (b"/StructTreeRoot", b"/MarkInfo", b"/Metadata", b"/Lang (id)", b"/OutputIntents"):
        assert kept in added, kept
    assert re.search(rb"/Rect \[ -9999", added)
    assert words(sealed) == words(paper)


def test_a_time_stamp_server_makes_it_b_t(paper, key, store):
    with stamp_server() as server:
        sealer = pades.Sealer(key, stamps=server.address)
        stamped = sealer.seal(paper, reason="Segel elektronik")
        status = validated(stamped, key.certificate, server.certificate)
        assert server.asked == 1
    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.trusted
    assert abs(status.timestamp_validity.timestamp - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert store.says(stamped)["Signature Validation"] == "Signature is Valid."


def test_without_the_time_stamp_that_was_asked_for_nothing_is_sealed(paper, key):
    with stamp_server() as server:
        server.answers = False
        with pytest.raises(pades.StampMissing):
            pades.Sealer(key, stamps=server.address).seal(paper, reason="Segel elektronik")
        address = server.address
    with pytest.raises(pades.StampMissing):
        pades.Sealer(key, stamps=address).seal(paper, reason="Segel elektronik")


def test_the_key_says_of_itself_that_it_is_not_certified(key, store, sealed):
    assert seal_key.place("").key.parent == settings.IKRAR_KEYS
    assert key.is_own
    assert seal_key.OWN_WORDS in store.says(sealed)["Signer full Distinguished Name"]
