"""Sheets of badges as the worker makes them (badges given, read, checked, drawn, sealed, stored), against the library alone."""

import json
import os
import resource
import time

from bench import hall
from bench.part import Options
from bench.table import Line, compared
from ikrar.agencies.models import Agency, Assignment
from ikrar.agencies.roles import system
from ikrar.core import zones
from ikrar.core.documents import making
from ikrar.demo.founding import FIRST
from ikrar.outreach import paperwork
from ikrar.outreach.actions import badge_sheets, badges, printing
from ikrar.outreach.badges import SERIAL_BYTES
from ikrar.outreach.models import Activity, Badge, Invitee, PrintFile
from ikrar.outreach.queries import badges as queries

#: Kendari's hall, and within how many seconds its badges must lie there as one file.
HALL, SECONDS = 1_246, 30


def badge_file(options: Options) -> list[Line]:
    """Seconds for one file of the hall, in turn with the same file by the library from data prepared beforehand."""
    activity = _invited(200 if options.quick else HALL)
    _ours(activity)
    worker, drawing = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    note = f"worker {worker:.0f} MB at most, its drawing process {drawing:.0f} MB"
    pairs = [(_ours(activity), _floor(activity)) for _pair in range(min(options.pairs, 3))]
    share = HALL / activity.invitees.count()
    whole = [ours * share for ours, _floor_ in pairs]
    return [
        Line("1,246 badges", sorted(whole)[len(whole) // 2], "s", target=SECONDS, at_most=True, note=note),
        compared("badge sheets", [(1 / ours, 1 / floor) for ours, floor in pairs], "files/s", target=0.7),
    ]  # fmt: skip


def _invited(count: int) -> Activity:
    agency, at = Agency.objects.get(code=FIRST), zones.now()
    held = Activity.objects.create(
        agency=agency, title="Sosialisasi netralitas ukur", on=zones.today(agency.zone, at), state="planned", made_at=at
    )
    rows = Assignment.objects.filter(agency=agency, until=None).order_by("staff_id")[:count]
    Invitee.objects.bulk_create(
        Invitee(activity=held, staff_id=row.staff_id, unit_id=row.unit_id, at=at) for row in rows
    )
    return held


def _ours(activity: Activity) -> float:
    """All of it, the badges given anew."""
    hall.new_degrees()
    Badge.objects.filter(activity=activity).delete()
    at, by = zones.now(), system(activity.agency_id)
    file = PrintFile.objects.create(
        agency=activity.agency,
        activity=activity,
        what="badges",
        people=activity.invitees.count(),
        made_by=0,
        made_at=at,
    )
    began, after = time.perf_counter(), 0
    while (step := badge_sheets.give_next(file, after, by=by, at=at))[0] is not None:
        after = step[0] or 0
    printing.store(file, *badge_sheets.drawn(file), at=at)
    return time.perf_counter() - began


def _other_codes(activity: Activity) -> None:
    for row in (rows := list(Badge.objects.filter(activity=activity))):
        row.serial = os.urandom(SERIAL_BYTES)
    Badge.objects.bulk_update(rows, ["serial"], batch_size=500)


def _floor(activity: Activity) -> float:
    """The same template and data, checked and drawn as codes beforehand, through one kept compiler."""
    hall.new_degrees()
    _other_codes(activity)
    live = {whose: badges.text(row) for whose, row in queries.live_by_person(activity).items()}
    people = list(queries.invited_of(activity, None))
    rows = [paperwork._badge(one, live[paperwork.holder(one)]) for one in people]
    data = {
        "agency": activity.agency.name,
        "activity": activity.title,
        "when": paperwork.when_and_where(activity),
        "badges": rows,
    }
    clean = making._fields("badges")(data, "")
    words = {"shared": "{}", "rows": json.dumps([clean]), "careful": "no"}
    began = time.perf_counter()
    making._compiler("badges").compile(format="pdf", sys_inputs=words, pdf_standards=making.STANDARDS, timestamp=0)
    return time.perf_counter() - began
