"""`ikrar worker`: long work, periodic calls and mail, until told to stop."""

import argparse
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.db.utils import DatabaseError

from ikrar.core import jobs, lifeline, zones

#: How long the worker rests when nothing is due.
REST_SECONDS = 0.5
#: How long it waits for a database that does not answer.
PATIENCE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Menjalankan pekerjaan panjang, panggilan berkala, dan surel, sampai diminta berhenti (SIGTERM)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--until-idle", action="store_true", help="berhenti begitu tidak ada yang menunggu")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        lifeline.hold()
        name, is_enrolled = jobs.worker_name(), False
        while not stopping.is_set():
            try:
                if not is_enrolled:
                    jobs.enrol(zones.now())
                    is_enrolled = True
                has_worked = jobs.run_one(name, at=zones.now(), is_stopping=stopping.is_set)
            except DatabaseError as error:
                self.stderr.write(f"worker: database: {type(error).__name__}")
                stopping.wait(PATIENCE_SECONDS)
                continue
            finally:
                close_old_connections()
            if not has_worked and options["until_idle"]:
                return
            if not has_worked:
                stopping.wait(REST_SECONDS)
