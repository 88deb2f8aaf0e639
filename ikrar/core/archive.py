"""An encrypted archive: a plain tar of two members, both in the age format, so that it opens without Ikrar too.

`identity.age` is a fresh X25519 identity under the passphrase (scrypt); `content.tar.age` is a tar encrypted to it.
By hand: `tar xf FILE && age -d -i identity.age content.tar.age | tar x`. Two steps because the library streams only
to recipients, and an archive must not pass through memory.
"""

import hashlib
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.utils.translation import gettext as _

from ikrar.core.errors import Refused

_IDENTITY, _CONTENT = "identity.age", "content.tar.age"
_BLOCK = tarfile.BLOCKSIZE
_CHUNK = 1 << 20


class Damaged(Refused):
    """The archive is not what was written; nothing in it may be relied on."""


class WrongPassphrase(Refused):
    """The passphrase does not open the archive."""


class Hashed:
    """A reader that knows the digest of what was read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


class Sink:
    """Where members go, one after the other; each answers with its SHA-256."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar

    def add(self, name: str, source: BinaryIO, size: int) -> str:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashed = Hashed(source)
        self.tar.addfile(info, hashed)
        return hashed.digest.hexdigest()

    def add_bytes(self, name: str, data: bytes) -> str:
        return self.add(name, BytesIO(data), len(data))


@contextmanager
def write(path: Path, passphrase: str) -> Iterator[Sink]:
    """Write a new archive at `path` through the sink; on leaving, it is complete and on the disk."""
    identity = pyrage.x25519.Identity.generate()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        sealed = _sealed(identity, passphrase)
        out.write(_header(_IDENTITY, len(sealed)) + sealed + _padding(len(sealed)))
        begin = out.tell()
        out.write(bytes(_BLOCK))
        with (
            _encrypting(out, identity) as pipe,
            tarfile.open(fileobj=pipe, mode="w|", format=tarfile.GNU_FORMAT) as tar,
        ):
            yield Sink(tar)
        size = out.tell() - begin - _BLOCK
        out.write(_padding(size) + bytes(2 * _BLOCK))
        out.seek(begin)
        out.write(_header(_CONTENT, size))
        out.flush()
        os.fsync(out.fileno())


def _sealed(identity: pyrage.x25519.Identity, passphrase: str) -> bytes:
    return bytes(pyrage.passphrase.encrypt(str(identity).encode(), passphrase))


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


@contextmanager
def _encrypting(out: BinaryIO, identity: pyrage.x25519.Identity) -> Iterator[BinaryIO]:
    """A pipe whose reader encrypts into `out` in a thread of its own."""
    source, sink = os.pipe()

    def work() -> None:
        with os.fdopen(source, "rb") as clear:
            pyrage.encrypt_io(clear, out, [identity.to_public()])

    with _thread(work), os.fdopen(sink, "wb") as pipe:
        yield pipe


@contextmanager
def _thread(work: Callable[[], None]) -> Iterator[None]:
    """Run `work` beside the block; its failure is raised here, and it has ended when the block is left."""
    failures: list[Exception] = []

    def guarded() -> None:
        try:
            work()
        except Exception as failure:
            failures.append(failure)

    thread = threading.Thread(target=guarded)
    thread.start()
    try:
        yield
    except Exception as failure:
        thread.join()
        if failures and isinstance(failure, BrokenPipeError):
            raise failures[0] from failure
        raise
    thread.join()
    if failures:
        raise failures[0]


@contextmanager
def read(path: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    """The members in their order; leaving the block normally means that the archive was read to its authentic end."""
    try:
        with tarfile.open(path, "r:") as outer:
            identity = _identity(_member(outer, _IDENTITY).read(), passphrase)
            with _decrypting(_member(outer, _CONTENT), identity) as pipe:
                with tarfile.open(fileobj=pipe, mode="r|") as tar:
                    yield tar
                while pipe.read(_CHUNK):
                    pass
    except (tarfile.TarError, pyrage.DecryptError, EOFError) as failure:
        raise Damaged(_("Arsip rusak atau terpotong: %s") % (failure or type(failure).__name__)) from failure


def _member(outer: tarfile.TarFile, name: str) -> BinaryIO:
    try:
        member = outer.extractfile(name)
    except KeyError as failure:
        raise Damaged(_("Arsip ini bukan cadangan Ikrar.")) from failure
    if member is None:
        raise Damaged(_("Arsip ini bukan cadangan Ikrar."))
    return member  # type: ignore[return-value]


def _identity(sealed: bytes, passphrase: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(sealed, passphrase).decode())
    except pyrage.DecryptError as failure:
        raise WrongPassphrase(_("Frasa sandi tidak cocok dengan cadangan ini.")) from failure


@contextmanager
def _decrypting(sealed: BinaryIO, identity: pyrage.x25519.Identity) -> Iterator[BinaryIO]:
    """A pipe that a thread of its own fills with what it decrypts."""
    source, sink = os.pipe()

    def work() -> None:
        with os.fdopen(sink, "wb") as clear:
            try:
                pyrage.decrypt_io(sealed, clear, [identity])
            except OSError as failure:
                raise Damaged(_("Arsip rusak atau terpotong: %s") % failure) from failure

    with _thread(work), os.fdopen(source, "rb") as pipe:
        yield pipe
