"""Shows a page of a scanned PDF as a picture, in a process of its own with little memory and time: the file is a stranger's."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

#: A page of a scan needs far less; a bomb gets no more.
_MEMORY, _SECONDS = 1_200 * 1024 * 1024, 15
_WIDTH_PT = 595


def page_png(pdf: bytes, page: int, *, dots: int = 110) -> bytes | None:
    """The page (from 1) as PNG with so many dots an inch, or None where there is no such page or it cannot be drawn."""
    with tempfile.TemporaryDirectory(prefix="ikrar-scan-") as folder:
        Path(folder, "scan.pdf").write_bytes(pdf)
        Path(folder, "main.typ").write_text(
            f'#set page(width: auto, height: auto, margin: 0pt)\n#image("scan.pdf", page: {int(page)}, width: {_WIDTH_PT}pt)\n'
        )
        command = [sys.executable, "-I", str(Path(__file__).resolve()), folder, str(int(dots))]
        try:
            done = subprocess.run(command, capture_output=True, timeout=2 * _SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return None
        return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def _draw(folder: str, dots: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    import typst

    made = typst.compile(str(Path(folder, "main.typ")), root=folder, format="png", ppi=float(dots))
    sys.stdout.buffer.write(made if isinstance(made, bytes) else made[0])


if __name__ == "__main__":
    _draw(sys.argv[1], int(sys.argv[2]))
