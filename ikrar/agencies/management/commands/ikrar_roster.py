"""`ikrar roster import FILE --agency CODE`: the same road as in the browser, in one go."""

import datetime as dt
import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import roster as actions
from ikrar.agencies.models import Agency, RosterImport, RosterRow, Unit
from ikrar.agencies.queries import previews
from ikrar.agencies.queries.roster import agency_by_code, is_many_gone
from ikrar.agencies.roles import system
from ikrar.agencies.roster import Outcome
from ikrar.agencies.roster.names import key
from ikrar.agencies.rules import ImportState
from ikrar.core import turns, zones
from ikrar.core.errors import Refused

_TOLD = (Outcome.ACCEPTED, Outcome.REFUSED, Outcome.HELD, Outcome.SKIPPED, Outcome.LAYOUT)
_CHANGES = ("new", "changed", "moved", "gone", "same", "ask", "unclear")


class Command(BaseCommand):
    help = "Membaca daftar pegawai (CSV, XLSX, XLS, ODS), menyebut yang akan berubah, lalu menerapkannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        import_ = verbs.add_parser("import", help="read a list and apply it")
        import_.add_argument("file")
        import_.add_argument("--agency", required=True, help="the agency's code")
        import_.add_argument(
            "--scope", default="", help='units that the list covers, "A;B"; without it the whole agency'
        )
        import_.add_argument(
            "--as-of", type=dt.date.fromisoformat, help="the day that the list speaks of (default: today)"
        )
        how = import_.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="only say what the list would change")
        how.add_argument("--preview", action="store_true", help="leave it to an officer to check and apply")
        how.add_argument("--apply", action="store_true", help="apply it (what happens anyway)")
        gone = import_.add_mutually_exclusive_group()
        gone.add_argument("--keep-gone", action="store_true", help="do not end those whom the list no longer names")
        gone.add_argument(
            "--end-gone", type=int, metavar="NUMBER",
            help="end them although they are many; NUMBER says how many, as --dry-run tells it",
        )  # fmt: skip
        import_.add_argument("--json", action="store_true", help="print the figures and line numbers as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = agency_by_code(options["agency"])
        if agency is None:
            raise CommandError(f"no agency has the code {options['agency']!r}")
        try:
            roster = self._read(agency, options)
            figures = _figures(roster)
            if options["dry_run"]:
                actions.discard_roster(roster, by=system(agency.pk))
            elif not options["preview"]:
                self._apply(roster, options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        state = RosterImport.objects.get(pk=roster.pk).state
        self._say({"import": roster.pk, "state": str(state), **figures}, as_json=options["json"])

    def _read(self, agency: Agency, options: dict[str, Any]) -> RosterImport:
        path, at = Path(options["file"]), zones.now()
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        with path.open("rb") as file:
            roster = actions.upload_roster(
                agency, file=File(file), name=path.name, units=_units(agency, options["scope"]),
                as_of=options["as_of"] or zones.today(agency.zone, at), by=system(agency.pk), at=at, asks=False,
                queued=False,
            )  # fmt: skip
        cursor: dict[str, Any] | None = {"phase": "begin", "done": 0}
        while cursor is not None:
            began = time.monotonic()
            with transaction.atomic():
                cursor = actions.read_step(actions.locked(roster), cursor).cursor
            turns.give_way(began)
        roster.refresh_from_db()
        if roster.state == ImportState.MAPPING:
            found = ", ".join(roster.reading["ask"])
            actions.discard_roster(roster, by=system(agency.pk))
            raise CommandError(
                f"{path}: no column of names is known. Headings found: {found}. Upload the file once in the browser and say "
                "there what each column holds; from then on this command reads it too"
            )
        if roster.state != ImportState.PREVIEW:
            raise CommandError(f"{path}: {previews.problem(roster)}")
        return roster

    def _apply(self, roster: RosterImport, options: dict[str, Any]) -> None:
        by, end_gone = system(roster.agency_id), not options["keep_gone"]
        gone = roster.counts.get("gone", 0)
        if end_gone and is_many_gone(roster) and options["end_gone"] != gone:
            actions.discard_roster(roster, by=by)
            raise CommandError(
                f"{gone} of the {roster.reading['in_scope']} people in the scope are not in this list; nothing was applied. "
                f"Name the units that it covers with --scope, or say --keep-gone, or --end-gone {gone}"
            )
        actions.apply_roster(roster, end_gone=end_gone, told_gone=options["end_gone"], by=by, at=zones.now())
        if waits := actions.apply_step(roster, by=by, at=zones.now()):
            raise Refused(waits)
        roster.refresh_from_db()
        if roster.state != ImportState.APPLIED:
            raise Refused(_("Daftar pegawai berubah sejak Anda memeriksa. Jalankan lagi."))

    def _say(self, figures: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        for name in ("state", "data_rows", *map(str, _TOLD), *_CHANGES):
            self.stdout.write(f"{name:10} {figures[name]}")


def _figures(roster: RosterImport) -> dict[str, Any]:
    """The counts, which add up to the data rows, and the lines behind every outcome but the usual one."""
    counts = {str(outcome): roster.counts.get(str(outcome), 0) for outcome in _TOLD}
    told = RosterRow.objects.filter(roster=roster).exclude(outcome="accepted").order_by("sheet", "line")
    lines: dict[str, list[dict[str, Any]]] = {str(outcome): [] for outcome in _TOLD if outcome is not Outcome.ACCEPTED}
    for row in told.iterator(chunk_size=5_000):
        others = [int(line) for line in row.others.split(",") if line]
        lines[row.outcome].append({"line": row.line, "sheet": row.sheet, "reason": row.reason, "others": others})
    data_rows = sum(count for outcome, count in counts.items() if outcome != Outcome.LAYOUT)
    return {"data_rows": data_rows, **counts, **{name: roster.counts.get(name, 0) for name in _CHANGES}, "lines": lines}


def _units(agency: Agency, scope: str) -> list[Unit]:
    """The units named in `--scope`, each of which must exist."""
    found = []
    for name in filter(None, map(str.strip, scope.split(";"))):
        unit = Unit.objects.filter(agency=agency, name_key=key(name), merged_into=None).order_by("path").first()
        if unit is None:
            raise CommandError(f"the agency has no unit named {name!r}")
        found.append(unit)
    return found
