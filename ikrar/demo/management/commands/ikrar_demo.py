"""`ikrar demo`: seed the demonstration, or drive its people over HTTP."""

import asyncio
import json
import time
from argparse import BooleanOptionalAction
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ikrar.agencies.models import Agency, Credential
from ikrar.agencies.tokens import code_of
from ikrar.core import zones
from ikrar.demo import districts, driving, founding, seeding
from ikrar.pledges.models import Campaign


class Command(BaseCommand):
    help = "Mengisi peragaan (lima daerah, semua pegawainya rekaan), atau menandatangani atas nama PPPK Kendari."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is an agency already")
        parser.add_argument("--signed", type=int, default=700, help="how many have signed at the start (default 700)")
        parser.add_argument(
            "--districts",
            action=BooleanOptionalAction,
            default=True,
            help="the other four districts and a rehearsal too",
        )
        parser.add_argument(
            "--drive", metavar="URL", help="let all who have not signed sign over HTTP at this loopback address"
        )
        parser.add_argument("--clients", type=int, default=32, help="with --drive: phones at once (default 32)")
        parser.add_argument(
            "--over", type=float, default=0.0, help="with --drive: spread arrivals over so many seconds"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IKRAR_DEMO:
            raise CommandError(
                "this installation is not a demonstration (ikrar.toml: demo = true); nothing was written"
            )
        told = self._drive(options) if options["drive"] else self._seed(options)
        self.stdout.write(
            json.dumps(told) if options["json"] else ", ".join(f"{name}: {value}" for name, value in told.items())
        )

    def _seed(self, options: dict[str, Any]) -> dict[str, Any]:
        if Agency.objects.exists():
            if options["if_empty"]:
                return {"seeded": False}
            raise CommandError("there is an agency already; use an empty home for a new demonstration")
        began = time.perf_counter()
        at = zones.now()
        campaign = seeding.seed_kendari(at=at, signed=options["signed"])
        if options["districts"]:
            districts.seed_districts()
            seeding.rehearse(campaign, at=at)
        call_command("ikrar_seal", make=True, verbosity=0)
        return {
            "seeded": True,
            "campaign": campaign.code,
            "signed": options["signed"],
            "seconds": round(time.perf_counter() - began, 1),
        }

    def _drive(self, options: dict[str, Any]) -> dict[str, Any]:
        campaign = Campaign.objects.filter(agency__code=founding.FIRST).order_by("pk").last()
        if campaign is None:
            raise CommandError("nothing is seeded yet; run `ikrar demo` first")
        waiting = Credential.objects.filter(agency=campaign.agency_id, ended_at=None).exclude(
            staff__in=campaign.signatures.filter(void=None, staff__isnull=False).values("staff")
        )
        fresh = [driving.Person(code_of(bytes(row.nonce)), seeding.PIN) for row in waiting.filter(pin=None)]
        drive = asyncio.run(
            driving.drive_people(
                options["drive"], campaign.code, fresh, new=True, clients=options["clients"], over=options["over"]
            )
        )
        if drive.failures:
            raise CommandError(f"{len(drive.failures)} failed; the first: {drive.failures[0]}")
        span = max(drive.ended - drive.started, 0.001)
        return {
            "signed": len(drive.receipts), "requests": drive.requests, "requests_per_second": round(drive.requests / span, 1),
            "p50_ms": round(1000 * drive.percentile(0.5), 1), "p95_ms": round(1000 * drive.percentile(0.95), 1),
        }  # fmt: skip
