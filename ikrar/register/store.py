"""The public files of a log, under `register/<origin>/` of the storage: written whole, and on the disk before it counts."""

import os
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ikrar.core.disk import flush

CHECKPOINT = "checkpoint"


class Store:
    """Reads and writes one log's files by their path below its address."""

    def __init__(self, origin: str) -> None:
        self._prefix = f"register/{origin}/"

    def read(self, path: str) -> bytes:
        """As `tiles.Fetch`; raises `FileNotFoundError`."""
        with default_storage.open(self._prefix + path, "rb") as file:
            return bytes(file.read())

    def head(self) -> str | None:
        """The published checkpoint, or None where nothing was published here."""
        try:
            return self.read(CHECKPOINT).decode()
        except FileNotFoundError:
            return None

    def write(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Each file whole or not at all, in place of one of its name; on the disk when this returns."""
        with ThreadPoolExecutor(8) as pool:  # one journal commit serves all that wait for it
            folders = set(pool.map(lambda one: _write(self._prefix + one[0], one[1]), files))
            list(pool.map(flush, filter(None, folders)))


def _write(name: str, data: bytes) -> Path | None:
    """The folder that must reach the disk too; None where the storage is no disk and keeps what it acknowledged."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        if default_storage.save(name, ContentFile(data)) != name:
            raise OSError("this storage keeps the old file beside the new one: let it overwrite") from None
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    return path.parent
