"""Several files in one to be saved. Pure."""

import io
import zipfile
from collections.abc import Iterable


def zipped(named: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of files by name, as they are: PDF is compressed already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in named:
            archive.writestr(name, data)
    return out.getvalue()
