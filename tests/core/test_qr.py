"""QR codes are read back as they were written, and hostile pictures do no harm."""

import io
import struct
import subprocess
import zlib

import pytest
from PIL import Image

from ikrar.core import qr

ADDRESS = "HTTPS://IKRAR.EXAMPLE/I/KLK24"


def jpeg(picture, quality=70):
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


@pytest.mark.parametrize("text", [ADDRESS, ADDRESS.lower(), "A", "IK1-" + "0123456789ABCDEF" * 10, "Ma'ruf é ع"])
def test_png_is_read_back(text):
    assert qr.read(qr.png(text)) == [text]


def test_second_reader_agrees(tmp_path):
    (tmp_path / "code.png").write_bytes(qr.png(ADDRESS))
    said = subprocess.run(["zbarimg", "-q", "--raw", tmp_path / "code.png"], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ADDRESS


def test_capitals_take_fewer_modules():
    assert len(qr.modules(ADDRESS)) == 25
    assert len(qr.modules(ADDRESS.lower())) == 29


def test_svg_has_a_quiet_zone_on_its_own_ground():
    drawing = qr.svg(ADDRESS)
    assert 'viewBox="0 0 33 33"' in drawing
    assert '<path fill="#fff" d="M0 0h33v33H0z"/><path d="M4 4h7' in drawing
    assert len(drawing) < 4000


def test_svg_and_png_draw_the_same_modules():
    picture = Image.open(io.BytesIO(qr.png(ADDRESS, scale=1))).convert("L")
    for y in range(picture.height):
        for run in qr.DARK.finditer(picture.crop((0, y, picture.width, y + 1)).tobytes()):
            assert f"M{run.start()} {y}h{len(run[0])}v1" in qr.svg(ADDRESS)


def test_turned_and_coarse_photograph_is_read():
    page = Image.new("L", (1200, 1600), 235)
    page.paste(Image.open(io.BytesIO(qr.png(ADDRESS, 10))).convert("L"), (500, 700))
    assert qr.read(jpeg(page.rotate(97, expand=True, fillcolor=235), quality=25)) == [ADDRESS]


def test_two_codes_in_one_picture_are_both_read_once():
    page = Image.new("L", (900, 400), 255)
    for at, text in enumerate(("SATU", "DUA", "SATU")):
        page.paste(Image.open(io.BytesIO(qr.png(text))).convert("L"), (300 * at + 20, 60))
    assert sorted(qr.read(jpeg(page, 90))) == ["DUA", "SATU"]


def test_transparent_ground_counts_as_white():
    code = Image.open(io.BytesIO(qr.png(ADDRESS))).convert("L")
    clear = Image.new("RGBA", code.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=code.point(lambda grey: 255 - grey))
    file = io.BytesIO()
    clear.save(file, "PNG")
    assert qr.read(file.getvalue()) == [ADDRESS]


@pytest.mark.parametrize(
    "junk", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, jpeg(Image.new("L", (90, 90)))[:60]]
)
def test_what_is_no_picture_holds_no_code(junk):
    assert qr.read(junk) == []


def test_bomb_is_turned_away_by_its_header():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0))
    assert (
        qr.read(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")) == []
    )


def test_large_photograph_is_halved_and_read_while_a_large_png_is_not():
    page = Image.open(io.BytesIO(qr.png(ADDRESS, 40))).convert("L")
    file = io.BytesIO()
    page.save(file, "PNG")
    assert qr.read(jpeg(page), max_pixels=500_000) == [ADDRESS]
    assert qr.read(file.getvalue(), max_pixels=500_000) == []


def test_code_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs a text"):
        qr.svg("")
