"""QR codes: drawn for papers and screens, read back from photographs."""

import io
import re
import struct
from functools import lru_cache
from math import isqrt
from typing import Any, cast

import zxingcpp
from PIL import Image

#: Light modules around a code, as the standard asks; scanners in a hall fail without them.
QUIET = 4
#: Largest picture decoded whole. A phone's 48 megapixels are halved while they are decoded, never after.
MAX_PIXELS = 40_000_000
PHOTOS = ("JPEG", "PNG", "WEBP")
QR_ONLY = zxingcpp.barcode_formats_from_str("QRCode")
DARK = re.compile(b"\0+")


@lru_cache(maxsize=256)
def svg(text: str) -> str:
    """A crisp drawing of `text`: one unit a module, dark on its own white ground.

    Write addresses in capitals: only those take the alphanumeric mode, whose modules are about a third fewer.
    """
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{run.start() + QUIET} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows, QUIET)
        for run in DARK.finditer(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
    )


def png(text: str, scale: int = 8) -> bytes:
    """The same code as a black-and-white PNG with `scale` pixels a module."""
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    picture = Image.new("L", (side, side), 255)
    picture.paste(Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)), (QUIET, QUIET))
    file = io.BytesIO()
    large = picture.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    large.convert("1").save(file, "PNG", optimize=True)
    return file.getvalue()


def read(image_bytes: bytes, *, max_pixels: int = MAX_PIXELS) -> list[str]:
    """Texts of the QR codes in a photograph, each once; none if it is no picture, is too large or shows no code."""
    try:
        picture = opened(image_bytes, max_pixels)
    except (
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return []
    if picture is None:
        return []
    found = zxingcpp.read_barcodes(picture, formats=QR_ONLY)
    return list(dict.fromkeys(code.text for code in found if code.valid))


def modules(text: str) -> list[bytes]:
    """Rows of the bare code, a byte a module, 0 for dark."""
    if not text:
        raise ValueError("A QR code needs a text.")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    flat = memoryview(cast(Any, code.to_image(scale=1, add_quiet_zones=False))).tobytes()
    width = isqrt(len(flat))
    return [flat[at : at + width] for at in range(0, len(flat), width)]


def opened(image_bytes: bytes, max_pixels: int) -> Image.Image | None:
    """The picture in greys. Its size is known from the header, so that a bomb is turned away before it unpacks."""
    picture: Image.Image = Image.open(io.BytesIO(image_bytes), formats=PHOTOS)
    if picture.width * picture.height > max_pixels and picture.format == "JPEG":
        share = (max_pixels / (picture.width * picture.height)) ** 0.5
        picture.draft("L", (max(1, int(picture.width * share / 2)), max(1, int(picture.height * share / 2))))
    if picture.width * picture.height > max_pixels:
        return None
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return picture.convert("L")
