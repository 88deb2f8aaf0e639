"""Waiting for the disk: what was written survives a power cut once this returns."""

import os
from pathlib import Path


def flush(place: Path) -> None:
    """A file's bytes, or a folder's names, are on the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
