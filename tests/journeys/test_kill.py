"""Whatever is killed while a hall signs: no acknowledged receipt is missing, and nobody signs twice.

Kendari's people sign over HTTP against `ikrar serve` on an installation of its own, with a supervisor that starts
again what died, as systemd would. A soak drives all 1,246 and kills each thing three times; otherwise a stated
fraction of the people, and each thing once.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from ikrar.core import keys
from ikrar.demo import driving
from tests.conftest import ROOT
from tests.core.test_serve import environment, free_port, is_alive, named, wait_for

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("kill")]
PEOPLE, FRACTION = 1_246, 160
#: What is killed, and what of it is there: the parent itself, or one of its children.
ON_SQLITE = ("parent", "web", "worker")
ON_POSTGRESQL = (*ON_SQLITE, "backend")

_CODES = """
from ikrar.agencies.models import Credential
from ikrar.agencies.tokens import code_of
from ikrar.pledges.models import Campaign
told = {"campaign": Campaign.objects.get().code, "codes": [code_of(row.nonce) for row in Credential.objects.order_by("pk")]}
"""
_STORED = """
from ikrar.agencies.models import Credential
from ikrar.agencies.tokens import code_of
from ikrar.pledges.models import Signature
codes = {row.staff_id: code_of(row.nonce) for row in Credential.objects.all()}
told = [[str(row.client_uuid), codes[row.staff_id], row.receipt] for row in Signature.objects.filter(void=None)]
"""


def ask(env: dict[str, str], code: str):
    """What a few lines say that run inside the installation."""
    script = f"import json, django\ndjango.setup()\n{code}\nprint(json.dumps(told))"
    told = {**env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return json.loads(subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=told, check=True, stdout=-1).stdout)


def children(of: int) -> set[int]:
    """Process ids below this one, the children's children too; read at one go, as this is asked ten times a second."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            below.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found, waiting = set[int](), [of]
    while waiting:
        fresh = below.get(waiting.pop(), [])
        found.update(fresh)
        waiting += fresh
    return found


class Supervised:
    """`ikrar serve`, started again whenever it ends; what it leaves behind is kept in `orphans`."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.port, self.orphans = env, free_port(), list[int]()
        self.stopping = threading.Event()
        self.process = self._start()
        self.thread = threading.Thread(target=self._keep, daemon=True)
        self.thread.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "ikrar", "serve", "--port", str(self.port)]
        nothing = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=nothing, stderr=nothing)

    def _keep(self) -> None:
        below: set[int] = set()
        while not self.stopping.is_set():
            below = children(self.process.pid) or below
            if self.process.poll() is not None:
                end = time.monotonic() + 10
                while any(is_alive(pid) for pid in below) and time.monotonic() < end:
                    time.sleep(0.05)
                self.orphans += [pid for pid in below if is_alive(pid)]
                self.process, below = self._start(), set()
            self.stopping.wait(0.1)

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status == 200
        return False

    def victim(self, what: str) -> int | None:
        """A process of this kind that lives now."""
        tree = children(self.process.pid)
        found = {
            "parent": [self.process.pid],
            "web": named(tree, "multiprocessing-fork"),
            "worker": named(tree, "worker"),
        }
        return next(iter(found[what]), None)

    def stop(self) -> None:
        self.stopping.set()
        self.thread.join(15)
        below = children(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(20)
        finally:
            self.process.kill()
        wait_for(lambda: not any(is_alive(pid) for pid in below), 20)


def backend_of(url: str) -> int | None:
    """A server process of PostgreSQL that works for the application."""
    with contextlib.suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
        sql = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        row = connection.execute(sql).fetchone()
        return row[0] if row else None
    return None


def seeded(home: Path, **more: str) -> dict[str, str]:
    """An installation with Kendari's people, none of whom has signed; it waits for the disk as a real one does."""
    keys.make(home / "keys")
    (home / "ikrar.toml").write_text("demo = true\n")
    env = {**environment(home), **more}
    for words in (["manage.py", "migrate", "-v0"], ["manage.py", "collectstatic", "--noinput", "-v0"],
                  ["-m", "ikrar", "demo", "--signed", "0", "--no-districts"]):  # fmt: skip
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    (home / "ikrar.toml").write_text("demo = false\n")
    return env


def kill_in_turn(served: Supervised, drive: driving.Drive, whole: int, victims: list[str], url: str) -> list[str]:
    """One kill after each equal share of the receipts; returns what was killed."""
    killed = []
    for number, what in enumerate(victims, 1):
        wait_for(lambda n=number: len(drive.receipts) + len(drive.open) >= n * whole // (len(victims) + 1), 600)
        pid = wait_for(lambda w=what: backend_of(url) if w == "backend" else served.victim(w))
        os.kill(pid, signal.SIGKILL)
        killed.append(what)
        wait_for(lambda p=pid: not is_alive(p))
        wait_for(served.answers, 60)
    return killed


def drive_and_kill(env: dict[str, str], victims: list[str], whole: int, seed: int, url: str = "") -> None:
    told = ask(env, _CODES)
    people = [driving.Person(code, "482915") for code in told["codes"][:whole]]
    random.Random(seed).shuffle(victims)
    served, drive = Supervised(env), driving.Drive()
    base = f"http://127.0.0.1:{served.port}"
    try:
        wait_for(served.answers, 60)
        hall = threading.Thread(
            target=lambda: asyncio.run(
                driving.drive_people(base, told["campaign"], people, new=True, seed=seed, drive=drive, give_up=True)
            )
        )
        hall.start()
        assert kill_in_turn(served, drive, whole, victims, url) == victims
        hall.join(600)
        assert not hall.is_alive()
        check_before(drive, ask(env, _STORED))
        wait_for(served.answers, 60)
        asyncio.run(driving.send_open(drive))
        check_after(drive, ask(env, _STORED), whole)
        assert served.orphans == []
    finally:
        served.stop()


def check_before(drive: driving.Drive, stored: list[list[str]]) -> None:
    """What was acknowledged is there; what is there was sent."""
    receipts = {code: receipt for _uuid, code, receipt in stored}
    assert {code: receipts.get(code) for code in drive.receipts} == drive.receipts
    assert {uuid for uuid, _code, _receipt in stored} <= set(drive.sent)


def check_after(drive: driving.Drive, stored: list[list[str]], whole: int) -> None:
    """Once every open UUID was sent again, sent and stored are equal, each once."""
    assert drive.failures == []
    assert drive.open == []
    assert sorted(uuid for uuid, _code, _receipt in stored) == sorted(drive.sent)
    assert {code: receipt for _uuid, code, receipt in stored} == drive.receipts
    assert len(stored) == len(drive.receipts) == whole


def test_on_sqlite_no_receipt_is_lost_and_nobody_signs_twice(tmp_path, share, seed):
    drive_and_kill(seeded(tmp_path), [*ON_SQLITE] * share(3, 1), share(PEOPLE, FRACTION), seed)


def test_on_postgresql_no_receipt_is_lost_and_nobody_signs_twice(tmp_path, share, seed, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import postgres

    with postgres.Cluster(is_durable=True) as url:
        env = seeded(tmp_path, IKRAR_DATABASE_URL=url)
        drive_and_kill(env, [*ON_POSTGRESQL] * share(3, 1), share(PEOPLE, FRACTION), seed, url)
