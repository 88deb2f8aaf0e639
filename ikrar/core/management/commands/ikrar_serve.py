"""`ikrar serve`: the web server and one worker, as one tree of processes that ends as a whole."""

import argparse
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from ikrar.core import keys, lifeline

#: Between the death of a worker and the next one.
RESPAWN_SECONDS = 1.0


class Command(BaseCommand):
    help = "Menjalankan server web dan satu pekerja. SIGTERM atau Ctrl+C menghentikan semuanya."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="alamat (bawaan: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="porta (bawaan: 8000)")
        parser.add_argument("--workers", type=int, default=2, help="banyaknya proses web (bawaan: 2)")
        parser.add_argument("--no-worker", action="store_true", help="tanpa pekerja; jalankan `ikrar worker` sendiri")

    def handle(self, *args: Any, host: str, port: int, workers: int, no_worker: bool, **options: Any) -> None:
        _check_keys()
        _check_database()
        _check_static()
        _check_port(host, port)
        connections.close_all()
        os.environ[lifeline.VARIABLE] = str(os.getpid())
        server = _server(host, port, workers)
        if not no_worker:
            worker = _Worker()
            server.on_startup(worker.start)
            server.on_shutdown(worker.stop)
        self.stdout.write(f"Ikrar: {settings.PUBLIC_URL} (http://{host}:{port})")
        self.stdout.flush()
        server.serve()


def _server(host: str, port: int, workers: int) -> Any:
    """Fresh processes, not copies of this one. No access log: what is never written cannot leak."""
    multiprocessing.set_start_method("spawn", force=True)
    return Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=15,
    )


class _Worker:
    """The child that does long work; one that dies is followed by another."""

    def __init__(self) -> None:
        self.is_stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep, daemon=True, name="worker")

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """Ask it to stop after its present step, and wait."""
        self.is_stopping.set()
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
        self.thread.join(15)

    def _keep(self) -> None:
        while not self.is_stopping.is_set():
            self.process = subprocess.Popen([sys.executable, "-m", "ikrar", "worker"])
            self.process.wait()
            self.is_stopping.wait(RESPAWN_SECONDS)


def _check_keys() -> None:
    missing = [name for name in keys.FILES if not (settings.IKRAR_KEYS / name).exists()]
    if missing:
        way = "Jalankan `ikrar init`." if len(missing) == len(keys.FILES) else "Ambil dari cadangan: `ikrar doctor`."
        raise CommandError(f"Kunci tidak ada di {settings.IKRAR_KEYS}: {', '.join(missing)}. {way}")


def _check_database() -> None:
    try:
        executor = MigrationExecutor(connections["default"])
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError(
            f"Basis data tidak menjawab ({type(error).__name__}). Periksa alamatnya di ikrar.toml."
        ) from error
    if not executor.loader.applied_migrations:
        raise CommandError("Basis data kosong atau bukan milik instalasi ini. Jalankan `ikrar doctor`.")
    if behind:
        raise CommandError(f"Basis data belum mutakhir ({len(behind)} langkah). Jalankan `ikrar upgrade`.")


def _check_static() -> None:
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise CommandError("Berkas tampilan belum disalin. Jalankan `ikrar upgrade`.")


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = f"Porta {port} di {host} tidak dapat dipakai: {error.strerror}."
            raise CommandError(f"{words} Hentikan pemakainya, atau pilih --port lain.") from error
