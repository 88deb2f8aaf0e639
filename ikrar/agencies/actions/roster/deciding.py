"""What a person answers about single rows and about units that look alike, before anything is applied."""

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions.roster import difference
from ikrar.agencies.models import RosterImport, RosterRow, RosterUnit, Unit
from ikrar.agencies.queries import roster as lists
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import Outcome
from ikrar.agencies.rules import Change, ImportState
from ikrar.core import audit
from ikrar.core.errors import Refused

#: Answers: apply the row, leave it out, it is that person, it is somebody else.
USE, SKIP, SAME, OTHER = "use", lists.LEFT_OUT, "same", "other"
#: Which answers each question takes; a held row takes USE or SKIP.
ANSWERS = {
    "name_differs": (USE, SKIP),
    "number_changed": (SAME, OTHER, SKIP),
    "several_match": (SAME, OTHER, SKIP),
    "two_rows_one_person": (OTHER, SKIP),
    "outside_scope": (USE, SKIP),
}


@transaction.atomic
def decide_row(row: RosterRow, answer: str, *, staff: int | None = None, by: Actor) -> RosterImport:
    """Answer for one row. Of held rows that contradict each other by number, using one leaves the others out."""
    roster = _open(row.roster)
    group = lists.together(row)
    if row.outcome == Outcome.HELD:
        _decide_held(roster, row, group, answer)
    elif row.change == Change.ASK or (row.reason in ANSWERS and row.decision):
        _decide_asked(roster, row, answer, staff)
    else:
        raise Refused(_("Baris ini tidak menunggu keputusan."))
    _recount(roster)
    audit.record("agencies.roster_row_decided", roster, by=by, fields=[answer, f"line {row.line}"])
    return roster


def _decide_held(roster: RosterImport, row: RosterRow, group: list[RosterRow], answer: str) -> None:
    if answer not in (USE, SKIP):
        raise Refused(_("Pilih baris yang benar, atau lewati."))
    others = [other for other in group if other.pk != row.pk and other.number and other.number == row.number]
    chosen = [(row, answer), *((other, SKIP) for other in others if answer == USE or not other.decision)]
    for told, decision in chosen:
        told.decision, told.change, told.staff = decision, "", None
        told.save(update_fields=["decision", "change", "staff"])
    if answer == USE:
        row.change = roster.reading.get("default", Change.SAME)
        row.save(update_fields=["change"])
        if roster.reading.get("default") == Change.SAME:
            difference.compare(roster, f"r.sheet = {int(row.sheet)} AND r.line = {int(row.line)}")
            row.refresh_from_db()
            if row.change == Change.ASK and USE in ANSWERS.get(row.reason, ()):
                _decide_asked(roster, row, USE, None)


def _decide_asked(roster: RosterImport, row: RosterRow, answer: str, staff: int | None) -> None:
    if answer not in ANSWERS.get(row.reason, ()):
        raise Refused(_("Pilih salah satu jawaban."))
    row.decision = answer
    if answer == SKIP:
        row.change = ""
    elif answer == OTHER:
        row.change, row.staff = Change.NEW, None
    else:
        row.staff = _meant(roster, row, staff)
        row.change = Change.MOVED if _serves_elsewhere(row) else Change.CHANGED
        row.change = row.change if row.staff else Change.NEW
    row.save(update_fields=["decision", "change", "staff"])


def _meant(roster: RosterImport, row: RosterRow, staff: int | None) -> int | None:
    """The person whom the row means; nobody may be meant by two rows."""
    meant = staff if row.reason == "several_match" else row.staff
    if row.reason == "several_match" and not lists.several(row).filter(pk=meant or 0).exists():
        raise Refused(_("Pilih orangnya dari daftar."))
    taken = RosterRow.objects.filter(roster=roster, staff=meant, decision=SAME).exclude(pk=row.pk)
    if meant and taken.exists():
        raise Refused(_("Orang ini sudah Anda pilih untuk baris lain."))
    return meant


def _serves_elsewhere(row: RosterRow) -> bool:
    place = RosterUnit.objects.filter(roster=row.roster_id, place=row.place).first()
    now = lists.present([row.staff]).get(row.staff) if row.staff else None
    return bool(now and place and place.name_key and place.unit_id != now.unit_id)


@transaction.atomic
def decide_units(roster: RosterImport, *, place: int, is_one: bool, by: Actor) -> RosterImport:
    """Say whether two units that look alike are one. The file's spelling is remembered when the list is applied."""
    roster = _open(roster)
    pair = next((pair for pair in roster.reading.get("alike", []) if pair["place"] == place), None)
    if pair is None:
        raise Refused(_("Unit ini tidak menunggu keputusan."))
    pair["choice"] = "one" if is_one else "apart"
    roster.save(update_fields=["reading"])
    told = RosterUnit.objects.get(roster=roster, place=place)
    told.unit = _other(roster, pair["other"]) if is_one else None
    told.save(update_fields=["unit"])
    if roster.reading.get("default") == Change.SAME:
        only = f"{difference.ALL} AND r.place = {int(place)}"
        difference.reset(roster, only)
        difference.compare(roster, only)
    _recount(roster)
    audit.record("agencies.roster_units_decided", roster, by=by, fields=[pair["choice"]])
    return roster


def _other(roster: RosterImport, mark: str) -> Unit | None:
    """The unit of ours; a place that is itself new gets its unit when the list is applied."""
    kind, _sign, pk = mark.partition(":")
    if kind == "unit":
        return Unit.objects.get(agency=roster.agency_id, pk=int(pk))
    return RosterUnit.objects.get(roster=roster, place=int(pk)).unit


def _open(roster: RosterImport) -> RosterImport:
    roster = RosterImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=roster.pk)
    if roster.state != ImportState.PREVIEW:
        raise Refused(_("Unggahan ini tidak sedang diperiksa."))
    return roster


def _recount(roster: RosterImport) -> None:
    if roster.reading.get("default") == Change.SAME:
        difference.find_gone(roster)
    roster.counts = difference.count(roster)
    roster.save(update_fields=["counts", "reading"])
