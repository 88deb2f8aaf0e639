"""Prints who may do what."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ikrar.agencies.queries import rights
from ikrar.agencies.roles import Role


class Command(BaseCommand):
    help = "Menyebut siapa boleh apa: tiap izin dan peran yang memegangnya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(rights.as_plain(), ensure_ascii=False, indent=2))
            return
        wide = max(len(p.name) for _room, rows in rights.permissions() for p in rows)
        roles = list(Role)
        self.stdout.write(" " * wide + "  scope        " + " ".join(f"{role.value[:4]:4}" for role in roles))
        for _room, rows in rights.permissions():
            for p in rows:
                marks = " ".join("yes " if role in p.roles else "·   " for role in roles)
                self.stdout.write(f"{p.name:{wide}}  {p.scope.value:11}  {marks}".rstrip())
