"""Makes a long paper in a process of its own: the compiler keeps what it has set, and that memory goes with the process."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

#: A paper of thousands of rows takes some seconds, on a busy machine some more.
_SECONDS = 170


class Failed(Exception):
    """The compiler refused; the text is its message."""


def compile_apart(path: Path, *, fonts: Path, **told: Any) -> bytes:
    """The PDF of the template at `path`; `told` is what the compiler takes, as JSON can hold it."""
    words = json.dumps({"path": str(path), "fonts": str(fonts), "told": told}).encode()
    command = [sys.executable, "-I", str(Path(__file__).resolve())]
    done = subprocess.run(command, input=words, capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise Failed(done.stderr.decode("utf-8", "replace").strip()[-500:] or f"ended with {done.returncode}")
    return done.stdout


def _make(asked: Mapping[str, Any]) -> bytes:
    import typst

    path = Path(asked["path"])
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[asked["fonts"]])
    compiler = typst.Compiler(str(path), root=str(path.parent), font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(format="pdf", **asked["told"])
    return cast(bytes, made)


if __name__ == "__main__":
    sys.stdout.buffer.write(_make(json.load(sys.stdin)))
