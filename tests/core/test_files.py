"""Files: stored by digest, looked into before they are accepted, given out as attachments alone."""

import datetime as dt
import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from ikrar.core import files
from ikrar.core.errors import Refused
from ikrar.core.models import StoredFile

AT = dt.datetime(2024, 10, 14, 1, 0, tzinfo=dt.UTC)


def stored(content=b"isi", name="pindaian.pdf", **fields):
    return files.store(
        7, content, **{"name": name, "content_type": "application/pdf", "purpose": "scan", "at": AT, **fields}
    )


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "purple").save(out, kind, **options)
    return out.getvalue()


def with_place() -> bytes:
    """A photo that knows where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera Rekaan", 6
    exif.get_ifd(0x8825)[1] = "S"
    return picture(exif=exif)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.django_db
def test_a_file_is_kept_with_its_digest_under_a_random_name():
    row = stored(b"isi berkas")
    assert (row.size, row.sha256) == (10, hashlib.sha256(b"isi berkas").hexdigest())
    assert row.path.startswith("scan/")
    assert "pindaian" not in row.path
    with files.open_file(row) as file:
        assert file.read() == b"isi berkas"


@pytest.mark.django_db
def test_an_upload_on_the_disk_is_kept_like_one_in_memory():
    upload = TemporaryUploadedFile("daftar.csv", "text/csv", 0, "utf-8")
    upload.write(b"nip;nama\n" * 40_000)
    upload.seek(0)
    row = stored(upload)
    assert row.size == 360_000
    assert stored(SimpleUploadedFile("daftar.csv", b"nip;nama\n" * 40_000)).sha256 == row.sha256


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\Budi\\pakta.pdf", "pakta.pdf"), ("a\nb\x00.pdf", "ab.pdf"), ("", "berkas")],
)
def test_the_shown_name_has_no_folder_and_no_control_character(given, kept):
    assert stored(name=given).name == kept


@pytest.mark.django_db
def test_bytes_go_only_once_the_row_is_surely_gone(django_capture_on_commit_callbacks):
    row = stored()
    path = Path(default_storage.path(row.path))
    with django_capture_on_commit_callbacks(execute=True):
        files.delete(row)
        assert path.exists()
    assert not path.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_file_is_given_out_as_an_attachment_that_runs_nothing():
    answer = files.as_attachment(stored(b"<script>", name="a.html", content_type="text/html"))
    assert answer["Content-Disposition"] == 'attachment; filename="a.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


def test_a_photo_loses_place_and_camera_and_stands_upright():
    accepted = files.accept_image(with_place())
    with Image.open(io.BytesIO(accepted.data)) as image:
        assert (len(image.getexif()), image.size) == (0, (40, 60))
    assert b"Kamera Rekaan" not in accepted.data


def test_what_hangs_behind_the_pixels_is_gone():
    accepted = files.accept_image(picture("PNG") + b"PK\x03\x04 a hidden archive")
    assert b"hidden" not in accepted.data
    assert (accepted.content_type, accepted.extension) == ("image/png", ".png")


def test_a_drawn_signature_keeps_its_clear_ground():
    out = io.BytesIO()
    Image.new("RGBA", (30, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(files.accept_image(out.getvalue()).data)) as image:
        assert image.mode == "RGBA"


def test_a_large_photo_is_made_smaller():
    with Image.open(io.BytesIO(files.accept_image(picture(size=(4000, 1000))).data)) as image:
        assert image.size == (2000, 500)


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused, match="terlalu besar"):
        files.accept_image(bomb())


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg onload='x'/>", b"MZ\x90", picture()[:-300], picture("GIF")])
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(Refused, match="bukan foto"):
        files.accept_image(data)


def test_an_upload_over_the_limit_is_refused():
    with pytest.raises(Refused, match="12 MB"):
        files.accept_image(b"\xff\xd8" + bytes(files.MAX_IMAGE_BYTES))


def test_a_scan_is_a_whole_pdf_or_a_photo():
    pdf = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
    assert files.accept_scan(pdf) == files.Accepted(pdf, "application/pdf", ".pdf")
    assert files.accept_scan(picture()).content_type == "image/jpeg"
    with pytest.raises(Refused, match="terpotong"):
        files.accept_scan(pdf[:-8])
