"""A camera for a browser without one: a film of badges, as Chromium takes it for the picture of a real camera."""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from ikrar.core import qr

WIDTH, HEIGHT, PER_SECOND = 640, 480, 10
#: The number of a picture stands above it as so many squares of so many pixels, white for one, the least bit first.
BITS, SQUARE = 8, 40


def film(
    path: Path, badges: Iterable[str], *, shown: int = 10, empty: int = 5, per_second: int = PER_SECOND,
    numbered: bool = False,
) -> Path:  # fmt: skip
    """Each badge for `shown` frames, slightly turned as a hand holds it, then `empty` frames without one.

    `numbered` from 1, so that a script can tell when the picture of which badge came.
    """
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{per_second}:1 Ip A1:1 C420jpeg\n".encode())
        colours = bytes([128]) * (WIDTH * HEIGHT // 2)
        for number, text in enumerate(badges, 1):
            for picture, count in (
                (_held(text, number if numbered else 0), shown),
                (Image.new("L", (WIDTH, HEIGHT), 90), empty),
            ):
                file.write((b"FRAME\n" + picture.tobytes() + colours) * count)
    return path


def _held(text: str, number: int) -> Image.Image:
    code = Image.open(io.BytesIO(qr.png(text, 6))).convert("L").rotate(4, expand=True, fillcolor=200)
    picture = Image.new("L", (WIDTH, HEIGHT), 90)
    picture.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    for bit in range(BITS if number else 0):
        picture.paste(255 if number >> bit & 1 else 0, (bit * SQUARE, 0, (bit + 1) * SQUARE, SQUARE))
    return picture


def flags(path: Path) -> list[str]:
    """What makes Chromium play the film, and say yes where a page asks for the camera."""
    return [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]  # fmt: skip
