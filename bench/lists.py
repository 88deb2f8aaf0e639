"""The attendance list of a full hall, as an officer fetches it, beside the libraries alone with all cells prepared."""

import io
import json
import statistics
import time
import uuid
from collections.abc import Callable

import xlsxwriter
from django.test import Client
from django.urls import reverse

from bench import hall
from bench.coverage import officer_cookie
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Agency, Assignment
from ikrar.agencies.rules import Level
from ikrar.core import zones
from ikrar.core.documents import making
from ikrar.demo.founding import FIRST
from ikrar.outreach import attendance_lists
from ikrar.outreach.models import Activity, Attendance, Invitee
from ikrar.outreach.queries.lists import attendance_rows
from ikrar.outreach.rules import ActivityState, Found, Source

#: Kendari's hall, and within how many seconds its list must be there.
HALL, SECONDS = 1_246, 3


def lists(options: Options) -> list[Line]:
    """Seconds of the whole request, in turn with the bare library; the first of a process, which reads the fonts, too."""
    held = _attended(200 if options.quick else HALL)
    count, officer = held.attendances.count(), _officer()
    lines = []
    for form, floor, target in (("pdf", _bare_pdf, 0.6), ("xlsx", _bare_xlsx, 0.25)):
        first = _fetch(officer, held, form)
        pairs = [(_fetch(officer, held, form), _timed(floor(held))) for _pair in range(options.pairs)]
        slowest = max(ours for ours, _floor in pairs)
        note = f"slowest {slowest:.2f}, first of a process {first:.2f}"
        lines += [
            Line(f"list of {count:,} as {form}", statistics.median(ours for ours, _floor in pairs), "s",
                 target=SECONDS, at_most=True, note=note),
            compared(f"{form} beside the library", [(1 / ours, 1 / bare) for ours, bare in pairs], "files/s", target=target),
        ]  # fmt: skip
    return lines


def _attended(count: int) -> Activity:
    """An open activity in a hall to which everybody invited has come, by badge."""
    agency, at = Agency.objects.get(code=FIRST), zones.now()
    held = Activity.objects.create(
        agency=agency, title="Sosialisasi netralitas ukur", on=zones.today(agency.zone, at), made_at=at,
        state=ActivityState.OPEN,
    )  # fmt: skip
    rows = list(Assignment.objects.filter(agency=agency, until=None).order_by("staff_id")[:count])
    Invitee.objects.bulk_create(
        Invitee(activity=held, staff_id=row.staff_id, unit_id=row.unit_id, at=at) for row in rows
    )
    Attendance.objects.bulk_create(
        Attendance(
            agency=agency, activity=held, staff_id=row.staff_id, unit_id=row.unit_id, kind=row.kind, at=at,
            level=Level.VOUCHED, source=Source.DESK, found=Found.BADGE, device="Meja 1", client_uuid=uuid.uuid4(),
            body=bytes(32),
        ) for row in rows
    )  # fmt: skip
    return held


def _officer() -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    for name, value in officer_cookie().items():
        client.cookies[name] = value
    return client


def _fetch(officer: Client, held: Activity, form: str) -> float:
    hall.new_degrees()
    began = time.perf_counter()
    answer = officer.post(reverse("outreach:attendance_list", args=[held.pk]), {"form": form, "whole_numbers": "on"})
    taken = time.perf_counter() - began
    assert answer.headers["Content-Disposition"].startswith("attachment"), answer.status_code
    return taken


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _bare_pdf(held: Activity) -> Callable[[], object]:
    """The same template and data through one kept compiler."""
    hall.new_degrees()
    at = zones.now()
    rows = attendance_rows(held, at)
    data = attendance_lists.paper_data(held, rows, held.invitees.count(), at, whole_numbers=True)
    words = {"shared": "{}", "rows": json.dumps([making._fields("attendance")(data, "")]), "careful": "no"}
    compiler = making._compiler("attendance")
    return lambda: compiler.compile(format="pdf", sys_inputs=words, pdf_standards=making.STANDARDS, timestamp=0)


def _bare_xlsx(held: Activity) -> Callable[[], object]:
    """The same cells by the writer alone."""
    rows = attendance_rows(held, zones.now()).staff
    zone = held.agency.zone
    cells = [
        attendance_lists._cells(
            row, zone, attendance_lists.number_of(row.act.staff, whole=True), row.position, row.act.unit.name
        ) for row in rows if row.act.staff and row.act.unit
    ]  # fmt: skip

    def write() -> None:
        with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for at, line in enumerate(cells):
                for column, text in enumerate(line):
                    sheet.write_string(at, column, text)

    return write
