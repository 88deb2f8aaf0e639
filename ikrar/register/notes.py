"""Signed notes and checkpoints as C2SP signed-note and tlog-checkpoint describe them, with Ed25519 (RFC 8032). Pure."""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Signature type byte of Ed25519 (signed-note, "Signature types").
_ED25519 = b"\x01"
_DASH = "\u2014"
_MOST_BYTES, _MOST_SIGNATURES = 1_000_000, 100
_SIZE = re.compile(r"0|[1-9]\d{0,18}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


#: Keys whose private half stands in print, in base64: of RFC 8032, of the Go package's documentation, of seeds that
#: nobody drew (all bytes alike, or counting up). Whoever trusts one of them trusts everybody.
_SAMPLES = frozenset(
    [
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=",
        "/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=", "7Bcrk61eVjv0kyxw4SRQNMNUZ+8u/U1k6/gZaDRn4r8=",
        "GlzZBxQ8OExB6DDFvOEqqIF+xWSaqr8sMTiLNbLXRNY=", "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=",
        "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=", "dqFZIESm5PURJlvKc6YE2QsFKdHfYCvjChmpJXZg0fU=",
        "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
    ]
)  # fmt: skip


class Malformed(ValueError):
    """A text that is no signed note, checkpoint or key; the text says in what."""


class Unsigned(ValueError):
    """A note that none of the known keys signed, or one whose signature by a known key is wrong."""


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_b64(text: str, length: int | None = None) -> bytes:
    """Standard base64 in its one right form, of this many bytes where told; raises `Malformed`."""
    try:
        data = base64.b64decode(text, validate=True) if _BASE64.fullmatch(text) else b""
    except (binascii.Error, ValueError):
        data = b""
    if b64(data) != text or (length is not None and len(data) != length) or not data:
        raise Malformed("no base64 of the right length")
    return data


@dataclass(frozen=True)
class Verifier:
    """A public key by its name; `text` is the form in which it is published (`name+id+key`)."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise Malformed("a key name is empty or has a space or a plus")
        if len(self.public) != 32:
            raise Malformed("an Ed25519 key has 32 bytes")

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(_ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """A published key; raises `Malformed`, also where its id is that of another one."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3 or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
            raise Malformed("no published key: name+id+key")
        key = from_b64(parts[2], 33)
        if key[:1] != _ED25519:
            raise Malformed("a key of another kind than Ed25519")
        found = cls(parts[0], key[1:])
        if found.id.hex() != parts[1]:
            raise Malformed("the id belongs to another key")
        return found

    @property
    def is_sample(self) -> bool:
        """Does everybody have the private half?"""
        return b64(self.public) in _SAMPLES

    def verify(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer:
    """A private key by its name; one text gets one signature, whenever it is signed (RFC 8032)."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """The signature line of a text."""
        return f"{_DASH} {self.verifier.name} {b64(self.verifier.id + self._key.sign(text.encode()))}\n"


def is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or ord(c) < 0x20 for c in name)


def sign(text: str, signers: Sequence[Signer]) -> str:
    """The note of a text, with one signature line for each key."""
    if not text.endswith("\n") or any(ord(c) < 0x20 and c != "\n" for c in text):
        raise Malformed("a text ends with a newline and has no control characters")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


@dataclass(frozen=True)
class Note:
    """A note taken apart: nothing of it is verified yet. `signatures` are key name, key id and signature."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def parse(cls, note: str) -> "Note":
        """Raises `Malformed` for whatever is not exactly a signed note."""
        if len(note) > _MOST_BYTES or any(ord(c) < 0x20 and c != "\n" for c in note):
            raise Malformed("too long, or with control characters")
        text, blank, lines = note.rpartition("\n\n")
        if not blank or not lines.endswith("\n"):
            raise Malformed("no blank line before the signatures")
        found = tuple(_signature(line) for line in lines[:-1].split("\n"))
        if len(found) > _MOST_SIGNATURES:
            raise Malformed("too many signatures")
        return cls(text + "\n", found)

    def opened(self, known: Sequence[Verifier]) -> list[Verifier]:
        """The known keys that signed it, each once; others are ignored. Raises `Unsigned` for none or a wrong one."""
        signed = []
        for name, key_id, signature in self.signatures:
            key = next((one for one in known if (one.name, one.id) == (name, key_id)), None)
            if key is None or key in signed:
                continue
            if not key.verify(self.text, signature):
                raise Unsigned("a signature of a known key is wrong")
            signed.append(key)
        if not signed:
            raise Unsigned("no known key signed it")
        return signed


def _signature(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH or not is_name(parts[1]):
        raise Malformed("a signature line of another form")
    data = from_b64(parts[2])
    if len(data) < 5:
        raise Malformed("a signature without its key")
    return parts[1], data[:4], data[4:]


@dataclass(frozen=True)
class Checkpoint:
    """A log's head: how many leaves it has and their root."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), b64(self.root), *self.more))

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """From the text of a note; raises `Malformed`."""
        lines = text.split("\n")[:-1]
        if len(lines) < 3 or not all(lines) or not text.endswith("\n"):
            raise Malformed("a checkpoint has an origin, a size and a root")
        if not _SIZE.fullmatch(lines[1]):
            raise Malformed("no size of a tree")
        return cls(lines[0], int(lines[1]), from_b64(lines[2], 32), tuple(lines[3:]))


def checkpoint_of(note: str, known: Sequence[Verifier]) -> Checkpoint:
    """The checkpoint of a note that a known key of just this log signed; raises `Malformed` or `Unsigned`."""
    parsed = Note.parse(note)
    found = Checkpoint.parse(parsed.text)
    parsed.opened([key for key in known if key.name == found.origin])
    return found
