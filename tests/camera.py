"""A camera for a browser without one: a film of badges, as Chromium takes it for the picture of a real camera."""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from ikrar.core import qr

WIDTH, HEIGHT, PER_SECOND = 640, 480, 10


def film(path: Path, badges: Iterable[str], *, shown: int = 10, empty: int = 5) -> Path:
    """Each badge for `shown` frames, slightly turned as a hand holds it, then `empty` frames without one."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        colours = bytes([128]) * (WIDTH * HEIGHT // 2)
        for text in badges:
            for picture, count in ((_held(text), shown), (Image.new("L", (WIDTH, HEIGHT), 90), empty)):
                file.write((b"FRAME\n" + picture.tobytes() + colours) * count)
    return path


def _held(text: str) -> Image.Image:
    code = Image.open(io.BytesIO(qr.png(text, 6))).convert("L").rotate(4, expand=True, fillcolor=200)
    picture = Image.new("L", (WIDTH, HEIGHT), 90)
    picture.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    return picture


def flags(path: Path) -> list[str]:
    """What makes Chromium play the film, and say yes where a page asks for the camera."""
    return [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]  # fmt: skip
