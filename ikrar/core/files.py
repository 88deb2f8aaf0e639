"""Files that people bring and we make: stored by random name, known by digest, given out only as attachments."""

import base64
import datetime as dt
import hashlib
import io
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from ikrar.core import disk
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile

MAX_IMAGE_BYTES = 12 * 1024 * 1024
MAX_SCAN_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
#: The longer side after re-encoding: enough to read a row of a scanned A4 sheet.
_LONG_SIDE = {"image": 2_000, "scan": 3_600}
_FORMATS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/jpeg", ".jpg")}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError)


@dataclass(frozen=True)
class Accepted:
    """Bytes that were looked into and may be stored."""

    data: bytes
    content_type: str
    extension: str


class _Digesting(File):
    """Hands a file on in pieces and keeps its size and SHA-256 on the way."""

    def __init__(self, inner: File) -> None:
        super().__init__(inner.file, inner.name)
        self.inner, self.digest, self.count = inner, hashlib.sha256(), 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for piece in self.inner.chunks(chunk_size):
            self.digest.update(piece)
            self.count += len(piece)
            yield piece


def store(
    agency: int, content: File | bytes, *, name: str, content_type: str, purpose: str, at: dt.datetime
) -> StoredFile:
    """Write the bytes through to the disk, then the row; a roll-back leaves bytes without a row, never the reverse."""
    source = _Digesting(ContentFile(content) if isinstance(content, bytes) else content)
    random = secrets.token_hex(16)
    path = default_storage.save(f"{purpose}/{random[:2]}/{random}", source)
    _sync(path)
    return StoredFile.objects.create(
        agency=agency, path=path, name=_shown(name), content_type=content_type, size=source.count,
        sha256=source.digest.hexdigest(), purpose=purpose, made_at=at,
    )  # fmt: skip


def store_many(
    agency: int, contents: Iterable[tuple[str, bytes]], *, content_type: str, purpose: str, at: dt.datetime
) -> list[StoredFile]:
    """Write many small files into one folder, then wait for the disk once: (name, bytes) each."""
    folder, rows = f"{purpose}/{secrets.token_hex(4)}", []
    for name, data in contents:
        path = default_storage.save(f"{folder}/{secrets.token_hex(16)}", ContentFile(data))
        rows.append(
            StoredFile(
                agency=agency, path=path, name=_shown(name), content_type=content_type, size=len(data),
                sha256=hashlib.sha256(data).hexdigest(), purpose=purpose, made_at=at,
            )
        )  # fmt: skip
    with ThreadPoolExecutor(8) as pool:  # one journal commit serves all that wait for it
        list(pool.map(_sync, [row.path for row in rows]))
    return StoredFile.objects.bulk_create(rows)


def open_file(stored: StoredFile) -> File:
    """The stored bytes, to be read and closed by the caller."""
    return default_storage.open(stored.path, "rb")


def delete(stored: StoredFile) -> None:
    """Remove the row now and the bytes once that is certain."""
    path = stored.path
    stored.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


def as_attachment(stored: StoredFile, data: bytes | None = None) -> HttpResponseBase:
    """An answer that the browser saves and never shows or runs; `data` where the bytes lie otherwise on the disk."""
    source = open_file(stored) if data is None else io.BytesIO(data)
    answer = FileResponse(source, as_attachment=True, filename=stored.name, content_type=stored.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def as_data_uri(stored: StoredFile) -> str:
    """The bytes within a page of ours, so that nothing is shown at an address of its own."""
    with open_file(stored) as kept:
        return f"data:{stored.content_type};base64,{base64.b64encode(kept.read()).decode()}"


def accept_image(data: bytes) -> Accepted:
    """A photo or drawing, drawn anew: what it knew of place, camera and time is gone."""
    return _redrawn(data, MAX_IMAGE_BYTES, _LONG_SIDE["image"])


def small(stored: StoredFile, side: int) -> bytes:
    """A stored picture drawn small, for a page that shows many."""
    with open_file(stored) as kept, Image.open(kept, formats=tuple(_FORMATS)) as image:
        image.draft("RGB", (side, side))
        drawn: Any = image.convert("RGB")
        drawn.thumbnail((side, side))
        return _encoded(drawn, "JPEG")


def accept_scan(data: bytes) -> Accepted:
    """A scanned sheet: a PDF as it is, or an image drawn anew."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        _check_size(data, MAX_SCAN_BYTES)
        if b"%%EOF" not in data[-2048:]:
            raise Refused(_("Berkas PDF ini terpotong. Pindai atau simpan ulang, lalu unggah lagi."))
        return Accepted(data, "application/pdf", ".pdf")
    return _redrawn(data, MAX_SCAN_BYTES, _LONG_SIDE["scan"])


def _redrawn(data: bytes, most: int, long_side: int) -> Accepted:
    _check_size(data, most)
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as image:
            _check_pixels(image)
            kind = image.format or ""
            drawn: Any = ImageOps.exif_transpose(image)
            drawn.thumbnail((long_side, long_side))
            return Accepted(_encoded(drawn, kind), *_FORMATS[kind])
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise Refused(_("Berkas ini bukan foto yang dapat dibaca. Gunakan JPEG atau PNG.")) from error


def _encoded(image: Image.Image, kind: str) -> bytes:
    """Pixels alone, in a new file."""
    out = io.BytesIO()
    if kind == "PNG":
        plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
        plain.info.clear()
        plain.save(out, "PNG", optimize=True)
    else:
        plain = image.convert("RGB")
        plain.info.clear()
        plain.save(out, "JPEG", quality=85)
    return out.getvalue()


def _check_size(data: bytes, most: int) -> None:
    if len(data) > most:
        raise Refused(_("Berkas ini terlalu besar. Paling besar %(size)d MB.") % {"size": most // (1024 * 1024)})


def _check_pixels(image: Image.Image) -> None:
    """The header tells the size before anything is unpacked."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> Refused:
    return Refused(_("Gambar ini terlalu besar. Kecilkan dulu, atau foto lagi dengan ukuran biasa."))


def _shown(name: str) -> str:
    """The name that a person gave, without folders and control characters."""
    return "".join(c for c in Path(name.replace("\\", "/")).name if c.isprintable())[:200] or "berkas"


def _sync(path: str) -> None:
    """Where files are on a disk, wait until bytes and folder entry are on it."""
    try:
        full = Path(default_storage.path(path))
    except NotImplementedError:
        return
    for place in (full, full.parent):
        disk.flush(place)
