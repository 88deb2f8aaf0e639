"""`ikrar serve`: one tree of processes that refuses a bad start, mends itself and ends as a whole."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ikrar.core import keys
from tests.conftest import ROOT

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("serve")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(of: int) -> set[int]:
    """Process ids below this one, the children's children too."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = {pid for pid, parent in pairs if parent == of}
    return found.union(*(children(pid) for pid in found)) if found else found


def named(pids: set[int], word: str) -> list[int]:
    """Those of the processes whose command line holds the word."""
    return [pid for pid in pids if word.encode() in _told(pid, "cmdline")]


def is_alive(pid: int) -> bool:
    """Running, and not a zombie that waits for its parent."""
    state = _told(pid, "stat").rpartition(b")")[2].split()
    return bool(state) and state[0] not in (b"Z", b"X")


def _told(pid: int, what: str) -> bytes:
    """What the kernel tells of a process; nothing of one that has gone, be it while asking."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


def wait_for(what, seconds: float = 30):
    end = time.monotonic() + seconds
    while not (seen := what()):
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
    return seen


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "DJANGO_"))}
    return {**kept, "IKRAR_HOME": str(home)}


@pytest.fixture(scope="module")
def ready_home(tmp_path_factory):
    """A home with keys, tables and static files, made once."""
    home = tmp_path_factory.mktemp("ready")
    keys.make(home / "keys")
    subprocess.run([sys.executable, "-m", "ikrar", "upgrade"], cwd=ROOT, env=environment(home), check=True)
    return home


@pytest.fixture
def installation(tmp_path, ready_home):
    """A home of the test's own, and what `ikrar` needs to find it."""
    shutil.copytree(ready_home, tmp_path, dirs_exist_ok=True)
    return environment(tmp_path)


class Serving:
    def __init__(self, env: dict[str, str]) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "ikrar", "serve", "--port", str(self.port)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, **pipes)
        wait_for(self.answers)
        wait_for(lambda: self.worker())

    def answers(self) -> bool:
        assert self.process.poll() is None, self.process.stdout.read()
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status == 200
        except OSError:
            return False

    def tree(self) -> set[int]:
        return children(self.process.pid)

    def worker(self) -> list[int]:
        return named(self.tree(), "worker")

    def web(self) -> list[int]:
        return named(self.tree(), "multiprocessing-fork")


@pytest.fixture
def serving(installation):
    started = Serving(installation)
    yield started
    below = started.tree()
    started.process.kill()
    started.process.wait()
    for pid in filter(is_alive, below):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=["TERM", "INT", "KILL"])
def test_no_child_outlives_its_parent(serving, number):
    below = serving.tree()
    assert len(serving.web()) == 2
    os.kill(serving.process.pid, number)
    code = serving.process.wait(20)
    wait_for(lambda: not any(is_alive(pid) for pid in below), 20)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0)


def test_a_killed_child_is_followed_by_another(serving):
    worker, web = serving.worker()[0], serving.web()[0]
    os.kill(worker, signal.SIGKILL)
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: len(serving.web()) == 2 and serving.worker() and not {worker, web} & serving.tree())
    wait_for(serving.answers)


def test_an_address_with_a_code_is_never_logged(serving):
    for path in ("/saya/?kode=7Q4M2F9KV", "/i/7Q4M2F9KV", "/nowhere/7Q4M2F9KV"):
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{serving.port}{path}", timeout=5)
    os.kill(serving.process.pid, signal.SIGTERM)
    said, _ = serving.process.communicate(timeout=20)
    assert "7Q4M2F9KV" not in said


def refusal(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ikrar", "serve", *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    return done.stderr.strip()


def test_a_start_without_keys_tables_or_a_free_port_is_refused_in_one_line(tmp_path, installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "tidak dapat dipakai" in refusal(installation, "--port", str(taken.getsockname()[1]))
    (tmp_path / "ikrar.sqlite3").unlink()
    assert "Basis data kosong" in refusal(installation)
    (tmp_path / "keys" / "pin.key").unlink()
    said = refusal(installation)
    assert "pin.key" in said
    assert "\n" not in said
