"""Activities, invitations and badges for tests. Names are invented."""

import datetime as dt
import io
import os
import uuid
from typing import Any

from PIL import Image

from ikrar.agencies.models import Agency, Staff, Unit
from ikrar.agencies.rules import Level
from ikrar.core import files, ids, tickets
from ikrar.outreach import defaults, links
from ikrar.outreach.actions import attendance as recording
from ikrar.outreach.actions import observing
from ikrar.outreach.actions.attendance import Coming
from ikrar.outreach.models import (
    Activity,
    Answer,
    Attachment,
    Attendance,
    AttendanceDraw,
    AttendanceSheet,
    Badge,
    Forum,
    Guest,
    Invitee,
    PrintFile,
    Question,
    Quota,
)
from ikrar.outreach.remarks import Said
from ikrar.outreach.rules import LEAST_ANSWERS, ActivityState, Found, Source
from tests.factories import pledges
from tests.factories.agencies import MADE_AT
from tests.factories.agencies import actor as make_actor

#: While the activity is open.
AT = MADE_AT + dt.timedelta(hours=2)


def activity(of: Agency, *, state: str = ActivityState.OPEN, **fields: Any) -> Activity:
    begun = None if state == ActivityState.PLANNED else MADE_AT
    told = {
        "title": "Sosialisasi netralitas", "on": dt.date(2024, 10, 1), "made_at": MADE_AT, "opened_at": begun, **fields,
    }  # fmt: skip
    return Activity.objects.create(agency=of, state=state, **told)


def invitee(to: Activity, who: Staff) -> Invitee:
    unit = who.assignments.get(until=None).unit
    return Invitee.objects.create(activity=to, staff=who, unit=unit, at=MADE_AT)


def guest(to: Activity, name: str = "Wati Tamurekaan", institution: str = "Bawaslu Kota Contoh") -> Guest:
    return Guest.objects.create(activity=to, name=name, institution=institution, at=MADE_AT)


def online(who: Staff) -> Coming:
    """What a press on "Saya hadir" tells, by code and PIN."""
    return Coming(Source.ONLINE, uuid.uuid4(), Level.CODE_AND_PIN, staff=who.pk)


def attendance(to: Activity, who: Staff, **fields: Any) -> Attendance:
    """Somebody recorded at a desk."""
    told = {
        "source": Source.DESK, "level": Level.VOUCHED, "found": Found.SEARCH, "device": "Meja 1", "at": AT,
        "client_uuid": uuid.uuid4(), "body": bytes(32), "unit": who.assignments.get(until=None).unit, **fields,
    }  # fmt: skip
    return Attendance.objects.create(agency=to.agency, activity=to, staff=who, **told)


def badge(to: Activity, who: Staff | Guest, **fields: Any) -> Badge:
    whose = {"staff": who} if isinstance(who, Staff) else {"guest": who}
    told = {"serial": os.urandom(8), "expires_at": AT + dt.timedelta(days=1), "made_at": MADE_AT, **whose, **fields}
    return Badge.objects.create(agency=to.agency, activity=to, **told)


def forum(of: Activity, **fields: Any) -> Forum:
    told = {"made_at": MADE_AT, **defaults.evaluation(), **fields}
    return Forum.objects.create(agency=of.agency, activity=of, **told)


def answers(to: Forum) -> None:
    """Seven forms, two of them with a sentence; five are shown, two wait for others."""
    texts = ["Contoh kasus media sosial paling membantu.", "Batas “hadir sebagai warga” masih membingungkan."]
    steps = [(4, 4), (5, 4), (4, 3), (3, 4), (5, 5), (4, 4), (2, 3)]
    for place, (first, second) in enumerate(steps):
        text = texts[place] if place < len(texts) else ""
        Answer.objects.create(
            token=uuid.uuid4(), forum=to, first=first, second=second, text=text, is_shown=place < LEAST_ANSWERS
        )


def attachment(to: Activity, *, at: dt.datetime = AT, kind: str = "photo", caption: str = "") -> Attachment:
    """A photo, or a small PDF of another kind."""
    image, out = Image.effect_mandelbrot((300, 200), (-2, -1.2, 1, 1.2), 60), io.BytesIO()
    image.save(out, "JPEG")
    data, kind_of = (out.getvalue(), "image/jpeg") if kind == "photo" else (b"%PDF-1.7\n%%EOF\n", "application/pdf")
    stored = files.store(to.agency_id, data, name=f"{kind}.jpg", content_type=kind_of, purpose="activity", at=at)
    place, source = to.attachments.filter(kind=kind).count() + 1, os.urandom(32).hex()
    return Attachment.objects.create(
        agency=to.agency, activity=to, kind=kind, place=place, caption=caption, file=stored, source=source, at=at
    )


def quota(to: Activity, at: Unit, seats: int = 2, **fields: Any) -> Quota:
    """Seats of a unit that it may fill until the day of the activity; its link is `links.token_of(quota.nonce)`."""
    nonce = links.new_nonce()
    told = {"until": to.on or MADE_AT.date(), "made_at": MADE_AT, **fields}
    key = links.lookup(links.token_of(nonce))
    return Quota.objects.create(agency=to.agency, activity=to, unit=at, seats=seats, nonce=nonce, lookup=key, **told)


def print_file(of: Activity, *, what: str = "badges", at: dt.datetime = MADE_AT) -> PrintFile:
    """A file to print that is still being made."""
    return PrintFile.objects.create(agency=of.agency, activity=of, what=what, people=1, made_by=1, made_at=at)


def question(to: Forum, text: str = "Bolehkah hadir di kampanye sebagai warga?", **fields: Any) -> Question:
    number = uuid.uuid4()
    told = {"ticket": number, "lookup": tickets.lookup(tickets.code(number)), "text": text, "at": AT, **fields}
    return Question.objects.create(agency=to.agency, forum=to, **told)


def observed(of: Activity, who: Staff, by: Any) -> AttendanceDraw:
    """Somebody came, an observer drew and wrote a remark."""
    at = of.opened_at or AT
    coming = Coming(
        source=Source.DESK, client_uuid=uuid.uuid4(), level=Level.VOUCHED, staff=who.pk, officer=by.pk, device="Meja 1"
    )
    recording.record(of, coming, at=at)
    actor = make_actor(by)
    said = Said(
        "Wati Pengamatrekaan, S.H.", "Bawaslu Kota Contoh", "Daftar di meja cocok dengan yang duduk di ruangan."
    )
    observing.write_remark(of, said, client_uuid=uuid.uuid4(), by=actor, at=at)
    return observing.draw_attendances(of, by=actor, at=at)


def sheet(of: Activity, unit: Unit | None, staff: list[Staff], *, at: dt.datetime, **fields: Any) -> AttendanceSheet:
    told = {"code": ids.short_code(8), "staff": [person.pk for person in staff], "made_at": at, **fields}
    return AttendanceSheet.objects.create(agency=of.agency, activity=of, unit=unit, **told)


def scanned(of: Activity, unit: Unit | None, staff: list[Staff], *, at: dt.datetime) -> AttendanceSheet:
    """An entered sheet with its scan, waiting for a second officer."""
    told: Any = {"name": "lembar.jpg", "content_type": "image/jpeg", "purpose": "paper", "at": at}
    scan = files.store(of.agency_id, pledges.photo(), **told)
    ticked = [person.pk for person in staff]
    return sheet(of, unit, staff, at=at, scan=scan, ticked=ticked, entered_by=0, entered_at=at)
