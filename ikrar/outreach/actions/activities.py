"""Planning an activity and taking it through its states."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.norms.models import Circular, Election, LegalBasis
from ikrar.outreach.models import Activity, AgendaItem, Official
from ikrar.outreach.rules import MOVES, ActivityState, Mode, Move, Part

#: Which moment each state is entered at is kept in.
_MOMENTS = {ActivityState.OPEN: "opened_at", ActivityState.CLOSED: "closed_at", ActivityState.REPORTED: "reported_at"}


@dataclass(frozen=True)
class Facts:
    """All that a form tells of an activity. `officials` are in order within each part."""

    kind: str
    title: str
    purpose: str = ""
    elections: Sequence[Election] = ()
    bases: Sequence[LegalBasis] = ()
    circulars: Sequence[Circular] = ()
    on: dt.date | None = None
    begins: dt.time | None = None
    ends: dt.time | None = None
    mode: str = Mode.HALL
    place: str = ""
    meeting: str = ""
    opens_before: int = 30
    organiser: str = ""
    told: int | None = None
    has_exit: bool = False
    is_backfilled: bool = False
    source: str = ""
    officials: Sequence[Mapping[str, str]] = ()
    agenda: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


#: Rooms above tell what must end before an activity closes: a sentence, or "" where nothing is open.
_HOLDS: list[Callable[[Activity], str]] = []


def register_hold(ask: Callable[[Activity], str]) -> None:
    """Let a room above say why an activity cannot be closed yet."""
    _HOLDS.append(ask)


_PLAIN = (
    "kind", "title", "purpose", "on", "begins", "ends", "mode", "place", "meeting", "opens_before", "organiser", "told", "has_exit",
    "is_backfilled", "source",
)  # fmt: skip


@transaction.atomic
def create_activity(agency: Agency, facts: Facts, *, by: Actor, at: dt.datetime) -> Activity:
    """Plan an activity, or write down one that was held before Ikrar was there."""
    _refuse(facts)
    made = Activity.objects.create(agency=agency, made_at=at, **{name: getattr(facts, name) for name in _PLAIN})
    _set(made, facts)
    audit.record("outreach.activity_created", made, by=by, values={"title": facts.title})
    return made


@transaction.atomic
def edit_activity(activity: Activity, facts: Facts, *, by: Actor, at: dt.datetime) -> Activity:
    """Change what is told of it, until it is reported."""
    activity = locked(activity)
    if activity.state == ActivityState.REPORTED:
        raise Refused(_("Kegiatan ini sudah dilaporkan, jadi tidak diubah lagi."))
    _refuse(facts)
    changed = [name for name in _PLAIN if getattr(activity, name) != getattr(facts, name)]
    for name in changed:
        setattr(activity, name, getattr(facts, name))
    activity.save(update_fields=changed)
    _set(activity, facts)
    audit.record("outreach.activity_edited", activity, by=by, fields=changed or ["officials"])
    return activity


def _refuse(facts: Facts) -> None:
    """What no activity may be without, in words and with its field."""
    if facts.on is None and not facts.is_backfilled:
        raise Refused(_("Tulis tanggal kegiatan, contoh 28 Februari 2025."), field="on")
    if facts.begins and facts.ends and facts.ends <= facts.begins:
        raise Refused(_("Jam selesai harus sesudah jam mulai."), field="ends")
    if facts.mode != Mode.HALL and not facts.meeting and not facts.is_backfilled:
        raise Refused(_("Tulis alamat rapat daringnya, supaya peserta bisa masuk."), field="meeting")
    if facts.meeting and not facts.meeting.startswith(("https://", "http://")):
        raise Refused(
            _("Alamat rapat harus alamat web, contoh https://rapat.kota.example/netralitas."), field="meeting"
        )
    chairs = [official for official in facts.officials if official["part"] == Part.CHAIR]
    if len(chairs) > 1:
        raise Refused(_("Ketua panitia hanya satu."), field="officials")


def _set(activity: Activity, facts: Facts) -> None:
    activity.elections.set(facts.elections)
    activity.bases.set(facts.bases)
    activity.circulars.set(facts.circulars)
    activity.officials.all().delete()
    activity.agenda.all().delete()
    Official.objects.bulk_create(_officials(activity, facts.officials))
    AgendaItem.objects.bulk_create(
        AgendaItem(activity=activity, place=place, **item) for place, item in enumerate(facts.agenda, start=1)
    )


def _officials(activity: Activity, told: Iterable[Mapping[str, str]]) -> list[Official]:
    counts: dict[str, int] = {}
    made = []
    for official in told:
        place = counts[official["part"]] = counts.get(official["part"], 0) + 1
        made.append(Official(activity=activity, place=place, **official))
    return made


def locked(activity: Activity, *, desks: bool = False) -> Activity:
    """Held against other changes, not against desks, whose records only point at it; with `desks` against these too."""
    rows = Activity.objects.select_for_update(of=("self",), no_key=not desks).select_related("agency")
    return rows.get(pk=activity.pk)


@transaction.atomic
def take(activity: Activity, name: str, *, by: Actor, at: dt.datetime, reason: str = "") -> Activity:
    """Take one of `MOVES`; asked twice, it is taken once. Whoever is just being recorded is waited for."""
    activity = locked(activity, desks=True)
    move = next(move for move in MOVES if move.name == name)
    if activity.state == move.to:
        return activity
    _refuse_move(activity, move, by, reason)
    activity.state, moment = move.to, _MOMENTS[move.to]
    if move.to != ActivityState.OPEN or activity.opened_at is None:  # it began once, however often it is opened
        setattr(activity, moment, at)
    activity.save(update_fields=["state", moment])
    audit.record(f"outreach.{move.name}", activity, by=by, fields=["state"], reason=reason)
    return activity


def _refuse_move(activity: Activity, move: Move, by: Actor, reason: str) -> None:
    if not may(by, move.by, on=activity):
        raise Refused(_("Anda tidak berhak mengubah keadaan kegiatan ini."))
    if activity.state != move.since:
        told = ActivityState(activity.state).label
        raise Refused(_("Kegiatan ini %(state)s. Muat ulang halamannya.") % {"state": told})
    if move.asks_reason and not reason.strip():
        raise Refused(_("Tulis alasannya. Ia tersimpan di jejak."), field="reason")
    if move.name == "open_activity" and activity.on is None:
        raise Refused(_("Kegiatan tanpa tanggal tidak dapat dibuka. Tulis dulu tanggalnya."))
    if move.to == ActivityState.CLOSED and (held := next(filter(None, (ask(activity) for ask in _HOLDS)), "")):
        raise Refused(held)
