"""A badge's text: signed, short enough for a small QR code, and nothing but what we signed is read."""

import datetime as dt
import os
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from ikrar.outreach import badges

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
