"""`ikrar norms check|load`: look over the catalogue of law, or bring the database to it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ikrar.core import zones
from ikrar.norms import catalogue, checking
from ikrar.norms.actions import catalogue as actions


class Command(BaseCommand):
    help = "Memeriksa katalog pemilihan dan dasar hukum, atau memuatnya ke basis data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["check", "load"])
        parser.add_argument("folder", nargs="?", default="", help="check: folder lain berisi berkas katalog")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["folder"] and not any(Path(options["folder"]).glob("*.yaml")):
            raise CommandError(f"{options['folder']}: no YAML files there")
        faults = checking.faults(Path(options["folder"] or catalogue.DATA))
        if faults:
            raise CommandError("\n".join(map(str, faults)))
        if options["folder"]:
            self.stdout.write("no faults")
            return
        rows = [*catalogue.elections(), *catalogue.legal_bases(), *catalogue.conducts(), *catalogue.terms()]
        waiting = sum(not row.get("verified") and row.get("status") != "approved" for row in rows)
        told = []
        if options["verb"] == "load":
            loaded = actions.load_catalogue(zones.now())
            told.append(
                f"{loaded.elections} elections, {loaded.stages} stages, {loaded.legal_bases} legal bases loaded"
            )
        told.append(f"{len(rows)} rows in order, {waiting} not yet compared with the official text")
        if options["verbosity"]:
            self.stdout.write("\n".join(told))
