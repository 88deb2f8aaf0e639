"""`ikrar norms check|load`: look over the catalogue of law, or bring the database to it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ikrar.core import zones
from ikrar.norms import actions, catalogue


class Command(BaseCommand):
    help = "Memeriksa katalog pemilihan dan dasar hukum, atau memuatnya ke basis data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["check", "load"])

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(catalogue.faults())
        if faults:
            raise CommandError("; ".join(faults))
        rows = [*catalogue.elections(), *catalogue.legal_bases()]
        waiting = sum(not row.get("verified") for row in rows)
        told = []
        if options["verb"] == "load":
            loaded = actions.load_catalogue(zones.now())
            told.append(
                f"{loaded.elections} elections, {loaded.stages} stages, {loaded.legal_bases} legal bases loaded"
            )
        told.append(f"{len(rows)} rows in order, {waiting} not yet compared with the official text")
        if options["verbosity"]:
            self.stdout.write("\n".join(told))
