"""A badge's text: signed, short enough for a small QR code, and nothing but what we signed is read."""

import datetime as dt
import io
import json
import os
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as some

from ikrar.outreach import badges
from ikrar.outreach.actions.badges import key

KEY = Ed25519PrivateKey.generate()
END = dt.datetime(2024, 10, 2, 9, 30, tzinfo=dt.UTC)


def test_a_badge_tells_its_serial_and_end():
    serial = os.urandom(8)
    told = badges.read(badges.text(serial, END, KEY), KEY.public_key())
    assert told == badges.Told(serial, END)


def test_its_address_is_read_in_any_case_and_stays_in_the_alphanumeric_set():
    text = f"HTTPS://IKRAR.KOTA.EXAMPLE/B/{badges.text(bytes(8), END, KEY)}"
    assert re.fullmatch(r"[0-9A-Z $%*+\-./:]+", text)
    assert badges.read(text.lower(), KEY.public_key()) == badges.Told(bytes(8), END)


def test_another_installations_badge_is_nothing():
    assert badges.read(badges.text(bytes(8), END, Ed25519PrivateKey.generate()), KEY.public_key()) is None


@given(some.integers(0, 122), some.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_changed_letter_is_nothing(place, letter):
    text = badges.text(b"12345678", END, KEY)
    changed = text[: 3 + place] + letter + text[4 + place :]
    if changed != text:
        assert badges.read(changed, KEY.public_key()) in (None, badges.read(text, KEY.public_key()))


@given(some.text(max_size=300))
def test_any_text_is_read_without_a_fault(text):
    assert badges.read(text, KEY.public_key()) is None
    assert badges.read(f"IK1{text}", KEY.public_key()) is None


def said(*words):
    out = io.StringIO()
    call_command("ikrar_badge", *words, stdout=out)
    return out.getvalue()


def test_anybody_verifies_a_badge_with_the_published_key_alone():
    """Without the database: no fixture opens it, so that a look into it would fail."""
    published = badges.shown(KEY.public_key())
    good = badges.text(bytes(8), dt.datetime.now(dt.UTC) + dt.timedelta(days=1), KEY)
    assert "Lencana asli, berlaku sampai" in said(f"HTTPS://IKRAR.KOTA.EXAMPLE/B/{good}", "--key", published)
    for text, told, why in (
        (badges.text(bytes(8), END, KEY), published, "masanya lewat"),
        (good, badges.shown(Ed25519PrivateKey.generate().public_key()), "Bukan lencana asli"),
        (good, "ed25519:abc", "bukan kunci umum"),
    ):
        with pytest.raises(CommandError, match=why):
            said(text, "--key", told)


def test_the_published_key_is_the_one_that_signs(client):
    told = client.get("/b/kunci.txt").content.decode().splitlines()[0]
    assert badges.public_key(told).public_bytes_raw() == key().public_key().public_bytes_raw()
    good = badges.text(bytes(8), dt.datetime.now(dt.UTC) + dt.timedelta(days=1), key())
    assert json.loads(said(good, "--key", told, "--json"))["serial"] == "00" * 8
