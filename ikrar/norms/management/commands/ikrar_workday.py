"""`ikrar workday add DATE DAYS`: the last day of a term, counted from the day after DATE."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ikrar.core.management.printing import print_json
from ikrar.norms import clock, daysoff, derivation
from ikrar.norms.queries import workdays


class Command(BaseCommand):
    help = "Menghitung tenggat dalam hari kerja atau hari kalender, dengan libur nasional dan cuti bersama."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["add"])
        parser.add_argument(
            "event", metavar="TANGGAL", help="hari kejadian, contoh 2024-04-03; dihitung mulai besoknya"
        )
        parser.add_argument("number", metavar="HARI", help="jumlah hari, mulai dari 1")
        parser.add_argument("--week", choices=["5", "6"], default="5", help="hari kerja seminggu (biasa: 5)")
        parser.add_argument(
            "--agency", default="", help="kode instansi: hari libur daerah dan minggu kerjanya ikut dihitung"
        )
        parser.add_argument("--calendar", action="store_true", help="hari kalender, bukan hari kerja")
        parser.add_argument("--explain", action="store_true", help="juga hari yang dilewati dan sebabnya")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, **options: Any) -> None:
        due = self._counted(options)
        said = list(derivation.lines(due))
        if options["json"]:
            print_json(self, {
                "event": due.event.isoformat(), "number": due.number, "unit": due.unit.value,
                "due": due.due.isoformat() if due.due else None,
                "skipped": [{"day": step.day.isoformat(), "why": derivation.why(step)} for step in due.skipped],
                "explained": said,
            })  # fmt: skip
        else:
            self.stdout.write(
                "\n".join([due.due.isoformat() if due.due else "", *(said if options["explain"] else [])])
            )

    def _counted(self, options: dict[str, Any]) -> clock.Due:
        try:
            event = dt.date.fromisoformat(options["event"])
        except ValueError as error:
            raise CommandError(
                _("%(typed)s bukan tanggal. Contoh: 2024-04-03.") % {"typed": options["event"]}
            ) from error
        calendar = self._calendar(options)
        unit = clock.Unit.CALENDAR if options["calendar"] else clock.Unit.WORKING
        try:
            return clock.count(event, int(options["number"]), calendar, unit=unit)
        except clock.NoDecree as missing:
            raise CommandError(
                _("Hari libur tahun %(year)d belum ada keputusannya di data kami. Kami tidak menebak.")
                % {"year": missing.year}
            ) from missing
        except (ValueError, OverflowError) as error:
            raise CommandError(
                _("Jumlah hari harus bilangan bulat 1 sampai %(most)d.") % {"most": clock.LONGEST}
            ) from error

    @staticmethod
    def _calendar(options: dict[str, Any]) -> clock.Calendar:
        """The file alone, so that no database is needed; with an agency the rows of its own."""
        if not options["agency"]:
            return daysoff.calendar(clock.Week(int(options["week"])))
        agency = workdays.agencies().filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(_("Instansi %(code)s tidak ada di sini.") % {"code": options["agency"]})
        return workdays.calendar(agency.pk, week=clock.Week(int(options["week"])))
