"""Keeps an uploaded list until it is read: it may hold what we must not keep (NIK, religion, address, birth place)."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from ikrar.agencies.models import RosterImport
from ikrar.core import files
from ikrar.core.models import StoredFile


@contextmanager
def on_disk(stored: StoredFile) -> Iterator[Path]:
    """The file under a path that the reader can open, whatever keeps it."""
    try:
        path = Path(default_storage.path(stored.path))
    except NotImplementedError:
        with tempfile.TemporaryDirectory(prefix="ikrar-roster-") as folder:
            path = Path(folder) / "list"
            with files.open_file(stored) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
            yield path
        return
    yield path


def forget(roster: RosterImport) -> None:
    """Delete the uploaded file and what was shown of it: its rows are staged, or nobody needs them."""
    stored = roster.file
    if stored is not None:
        roster.file = None
        for shown in ("ask", "guess", "samples"):
            roster.reading.pop(shown, None)
        roster.save(update_fields=["file", "reading"])
        files.delete(stored)
