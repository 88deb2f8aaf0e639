"""Servers to measure: Ikrar as `ikrar serve` runs it, and the floor under the same web server with the same settings."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: As `ikrar serve` starts its web processes.
_LIKE_OURS = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], port: int, path: str, env: dict[str, str]) -> Iterator[str]:
    """The server's address while it runs; it ends with the block, whatever happens in it."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(process, base + path)
        yield base
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")


def ours() -> "contextlib.AbstractContextManager[str]":
    port = _free_port()
    return _running(["-m", "ikrar", "serve", "--port", str(port)], port, "/readyz", dict(os.environ))


def floor(*, bare: bool = False) -> "contextlib.AbstractContextManager[str]":
    """With the usual middleware, or `bare`: Django and a view, no more."""
    port = _free_port()
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env |= {"FLOOR_BARE": "1"} if bare else {}
    subprocess.run([sys.executable, "-m", "bench.floor"], cwd=ROOT, env=env, check=True)
    command = ["-m", "granian", "--host", "127.0.0.1", "--port", str(port), *_LIKE_OURS, "bench.floor:application"]
    return _running(command, port, "/one", env)
