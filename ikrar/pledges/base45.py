"""Base45 (RFC 9285): bytes in the letters that a QR code packs most densely. Pure."""

from ikrar.register.notes import Malformed

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}


def encoded(data: bytes) -> str:
    out = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _letter in range(len(pair) + 1):
            value, rest = divmod(value, 45)
            out.append(_LETTERS[rest])
    return "".join(out)


def decoded(text: str) -> bytes:
    """Raises `Malformed` for whatever `encoded` would not have written."""
    out = bytearray()
    for at in range(0, len(text), 3):
        letters = text[at : at + 3]
        if len(letters) == 1 or any(letter not in _VALUES for letter in letters):
            raise Malformed("no base45")
        value = sum(_VALUES[letter] * 45**place for place, letter in enumerate(letters))
        if value >= 256 ** (len(letters) - 1):
            raise Malformed("no base45")
        out += value.to_bytes(len(letters) - 1, "big")
    return bytes(out)
