"""A throw-away PostgreSQL for one command: `scripts/postgres.py -- COMMAND` sets IKRAR_TEST_DATABASE_URL and cleans up.

The cluster trusts everybody on the loopback and does not wait for the disk: for tests and measurements alone.
`--durable` waits for the disk, as a measurement of signing must.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import packages

OLDEST = 15
_FAST = "fsync=off\nsynchronous_commit=off\nfull_page_writes=off\n"


class Cluster:
    """One data folder and its server; a context manager that yields the database's address."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self.bin = Path(packages.need(packages.POSTGRESQL)[0]).resolve().parent
        self.is_durable = is_durable
        self.user = "postgres" if os.geteuid() == 0 else None
        _refuse_old(self.bin)

    def __enter__(self) -> str:
        self.folder = Path(tempfile.mkdtemp(prefix="ikrar-pg-", dir=_open_folder()))
        if self.user:
            shutil.chown(self.folder, self.user, self.user)
        try:
            return self._start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> str:
        data, port = self.folder / "data", _free_port()
        self._run("initdb", "-D", str(data), "-U", "ikrar", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with open(data / "postgresql.conf", "a", encoding="ascii") as file:
            file.write(f"listen_addresses='127.0.0.1'\nport={port}\nunix_socket_directories='{self.folder}'\n")
            file.write("max_connections=100\nshared_buffers=128MB\n" + ("" if self.is_durable else _FAST))
        self._run("pg_ctl", "-D", str(data), "-l", str(self.folder / "log"), "-w", "start")
        self._run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "ikrar", "ikrar")
        return f"postgresql://ikrar@127.0.0.1:{port}/ikrar"

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        """As `postgres` where we are root, since the server refuses root; with its words shown only on failure."""
        before = ["runuser", "-u", self.user, "--"] if self.user else []
        done = subprocess.run(
            [*before, str(self.bin / program), *words], cwd=self.folder, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
        ) if program != "pg_ctl" else self._control(before, words)  # fmt: skip
        if check and done.returncode:
            sys.exit(f"{program} failed: {done.stdout or (self.folder / 'log').read_text('utf-8', 'replace')}")

    def _control(self, before: list[str], words: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
        """The server keeps the streams of `pg_ctl` open, so it gets none of ours."""
        nothing = subprocess.DEVNULL
        command = [*before, str(self.bin / "pg_ctl"), *words]
        return subprocess.run(command, cwd=self.folder, stdin=nothing, stdout=nothing, stderr=nothing, text=True)


def _refuse_old(folder: Path) -> None:
    said = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", said)
    if not found or int(found[1]) < OLDEST:
        sys.exit(f"PostgreSQL {OLDEST} or newer is needed; {folder} holds {said.strip() or 'none'}")


def _open_folder() -> str:
    """A folder that the user `postgres` can reach, whatever TMPDIR says."""
    return "/tmp" if os.geteuid() == 0 and Path("/tmp").is_dir() else tempfile.gettempdir()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--durable", action="store_true", help="wait for the disk")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="-- COMMAND …")
    choice = parser.parse_args()
    words = choice.command[1:] if choice.command[:1] == ["--"] else choice.command
    if not words:
        parser.error("no command")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Cluster(is_durable=choice.durable) as url:
        return subprocess.run(words, env={**os.environ, "IKRAR_TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
