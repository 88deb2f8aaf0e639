"""Numbers that people read aloud and type: Crockford base32 with its check symbol."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = {**{c: c for c in ALPHABET}, "O": "0", "I": "1", "L": "1"}
_CHECKED = 37  # Crockford's check symbol is the value modulo 37; values from 32 need symbols that no phone offers


def encode(value: int, length: int) -> str:
    """`value` as `length` symbols of Crockford base32."""
    symbols = []
    for _ in range(length):
        value, digit = divmod(value, 32)
        symbols.append(ALPHABET[digit])
    return "".join(reversed(symbols))


def clean(text: str) -> str:
    """What was typed, in upper case, without spaces and dashes, O, I, L read as 0, 1, 1; "" if a symbol is foreign."""
    symbols = [_READ.get(c, "?") for c in text.upper() if c not in " -–—.\u00a0"]
    return "" if "?" in symbols else "".join(symbols)


def value_of(symbols: str) -> int:
    value = 0
    for symbol in symbols:
        value = value * 32 + ALPHABET.index(symbol)
    return value


def with_check(value: int, length: int) -> str | None:
    """`length` symbols and the check symbol, or None where the check would be one of the five odd symbols."""
    check = value % _CHECKED
    return encode(value, length) + ALPHABET[check] if check < 32 else None


def checked(text: str, length: int) -> str | None:
    """The `length` + 1 symbols of a typed code if its check symbol is right, else None."""
    symbols = clean(text)
    if len(symbols) != length + 1 or value_of(symbols[:-1]) % _CHECKED != ALPHABET.index(symbols[-1]):
        return None
    return symbols


def grouped(symbols: str, by: int = 3) -> str:
    """Groups with dashes, as printed: `7Q4-M2F-9KV`."""
    return "-".join(symbols[i : i + by] for i in range(0, len(symbols), by))


def short_code(length: int = 6) -> str:
    """A random public code (campaigns, sheets): no secret, only hard to mistype."""
    return encode(secrets.randbelow(32**length), length)
