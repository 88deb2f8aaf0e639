"""Sheets of badges to cut: everybody gets a badge, then all are drawn in one file."""

import datetime as dt

from django.utils.translation import gettext as _

from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core.errors import Refused
from ikrar.core.zips import zipped
from ikrar.outreach import paperwork
from ikrar.outreach.actions import badges, printing
from ikrar.outreach.models import Activity, Guest, Invitee, PrintFile
from ikrar.outreach.queries import badges as queries
from ikrar.outreach.rules import BADGES_A_FILE, BADGES_A_STEP, PrintKind

MAKE_SHEETS = "outreach.make_badge_sheets"


def make_sheets(activity: Activity, *, unit: Unit | None, by: Actor, at: dt.datetime) -> PrintFile:
    """Have badges of a unit, or of everybody with the guests, made and drawn by the worker."""
    badges.expiry(activity)
    count = queries.invited_of(activity, unit.pk if unit else None).count()
    count += 0 if unit else queries.guests_of(activity).count()
    return printing.ask_file(activity, what=PrintKind.BADGES, job=MAKE_SHEETS, unit=unit, people=count, by=by, at=at)


def give_next(made: PrintFile, after: int, *, by: Actor, at: dt.datetime) -> tuple[int | None, int]:
    """Badges for the next few by id, the guests at the end: the last id (None at the end), and for how many."""
    rows = queries.invited_of(made.activity, made.unit_id).filter(staff_id__gt=after).order_by("staff_id")
    batch = list(rows.values_list("staff_id", flat=True)[:BADGES_A_STEP])
    guests = [] if batch or made.unit_id else list(queries.guests_of(made.activity).values_list("pk", flat=True))
    badges.give_badges(made.activity, batch, guests, by=by, at=at)
    return (batch[-1] if batch else None), len(batch) + len(guests)


def drawn(made: PrintFile) -> tuple[bytes, str]:
    """The sheets of all who have a live badge, as one PDF; very many as a ZIP of several. Reads only."""
    guests: list[Invitee | Guest] = [] if made.unit_id else list(queries.guests_of(made.activity))
    live = queries.live_by_person(made.activity)
    people = [
        one for one in [*queries.invited_of(made.activity, made.unit_id), *guests] if paperwork.holder(one) in live
    ]
    if not people:
        raise Refused(_("Belum ada lencana."))
    texts = {whose: badges.text(badge) for whose, badge in live.items()}
    stamp = int(made.made_at.timestamp())
    parts = [
        paperwork.badges_pdf(made.activity, people[start : start + BADGES_A_FILE], texts, timestamp=stamp)
        for start in range(0, len(people), BADGES_A_FILE)
    ]
    return (
        (parts[0], "pdf")
        if len(parts) == 1
        else (zipped((f"{n:02d}.pdf", data) for n, data in enumerate(parts, 1)), "zip")
    )
