"""Applies a checked list in one transaction: people, units, their history, and what it takes to take it back."""

import datetime as dt
import hashlib
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions.roster import difference, hooks, places
from ikrar.agencies.actions.roster.uploading import locked
from ikrar.agencies.models import (
    Agency,
    Assignment,
    RosterChange,
    RosterGone,
    RosterImport,
    RosterRow,
    Snapshot,
)
from ikrar.agencies.queries.roster import JOB_APPLY, is_many_gone, last_change
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import Change, ImportState
from ikrar.core import audit, jobs
from ikrar.core.errors import Refused

_APPLIED = ("new", "changed", "moved")
_FIGURES = (*_APPLIED, "gone")
_BLANK_KEEPS = "CASE WHEN r.{0} <> '' THEN r.{0} ELSE {1}.{0} END"
_CONTACT = "(r.{0} <> '' AND r.{0} <> s.{0} AND s.{0}_source IN ('roster', 'coordinator'))"
_BEFORE = (
    "name",
    "name_key",
    "title_front",
    "title_back",
    "kind",
    "number",
    "phone",
    "phone_source",
    "email",
    "email_source",
)
_ROWS = "agencies_rosterrow r JOIN roster_todo t ON r.sheet = t.sheet AND r.line = t.line AND r.roster_id = %s"


@transaction.atomic
def apply_roster(
    roster: RosterImport, *, end_gone: bool = False, told_gone: int | None = None, by: Actor, at: dt.datetime
) -> RosterImport:
    """Queue the applying of a checked list; asked twice, it is queued once.

    Nobody's assignment ends unless that is asked for; where many are gone, `told_gone` says how many, as a person read it.
    """
    roster = locked(roster)
    if roster.state == ImportState.APPLIED:
        return roster
    if roster.state == ImportState.PREVIEW:
        _check_gone(roster, end_gone, told_gone)
        roster.state = ImportState.APPLYING
        roster.reading = {**roster.reading, "end_gone": end_gone, "applied_by": by.id, "waits": "", "stale": False}
        roster.save(update_fields=["state", "reading"])
        audit.record(
            "agencies.roster_apply_asked", roster, by=by, fields=["state", "end_gone"] if end_gone else ["state"]
        )
    elif roster.state != ImportState.APPLYING:
        raise Refused(_("Unggahan ini belum siap diterapkan."))
    jobs.enqueue(JOB_APPLY, args={"roster": roster.pk}, agency=roster.agency_id, key=f"roster-{roster.pk}", at=at)
    return roster


def _check_gone(roster: RosterImport, end_gone: bool, told: int | None) -> None:
    """Half a file makes everybody else look gone: who ends many says how many they are."""
    gone = roster.counts.get("gone", 0)
    if end_gone and is_many_gone(roster) and told != gone:
        raise Refused(
            _("%(gone)d dari %(scope)d orang akan berakhir tugasnya. Ketik %(gone)d bila memang begitu.")
            % {"gone": gone, "scope": roster.reading.get("in_scope", 0)},
            field="told_gone",
        )


@transaction.atomic
def apply_step(roster: RosterImport, *, by: Actor, at: dt.datetime) -> str:
    """Apply a list that somebody confirmed, or say why it waits; empty when there is nothing left to do."""
    Agency.objects.select_for_update(no_key=True).get(pk=roster.agency_id)
    roster = locked(roster)
    if roster.state != ImportState.APPLYING:
        return ""
    if connection.vendor == "sqlite" and (waits := hooks.wait_for(roster.agency_id)):
        roster.reading["waits"] = waits
        roster.save(update_fields=["reading"])
        return waits
    if roster.reading["list"] != last_change(roster.agency_id) and _has_changed(roster):
        return ""
    _apply(roster, at)
    audit.record("agencies.roster_applied", roster, by=by, fields=["staff", "units", "assignments"])
    return ""


def _has_changed(roster: RosterImport) -> bool:
    """Compare anew with a list that changed since; a preview that nobody has seen is shown, not applied."""
    seen = {figure: roster.counts.get(figure, 0) for figure in _FIGURES}
    roster.reading["default"] = Change.SAME
    RosterRow.objects.filter(roster=roster, outcome="accepted").update(decision="")
    places.resolve(roster)
    difference.reset(roster)
    difference.reset(roster, "r.decision = 'use'")
    difference.compare(roster, "r.decision IN ('', 'use')")
    difference.find_gone(roster)
    counts = difference.count(roster)
    if seen == {figure: counts[figure] for figure in _FIGURES}:
        return False
    roster.reading["stale"] = True
    roster.counts, roster.state = counts, ImportState.PREVIEW
    roster.reading["list"] = last_change(roster.agency_id)
    roster.save(update_fields=["counts", "state", "reading"])
    return True


def _apply(roster: RosterImport, at: dt.datetime) -> None:
    difference.without_time_limit()
    RosterChange.objects.filter(roster__agency=roster.agency_id).delete()
    used = RosterRow.objects.filter(roster=roster, change__in=_APPLIED).order_by().values_list("place", flat=True)
    roster.reading["units_made"] = places.make_missing(roster, set(used.distinct()))
    _plan(roster)
    _write_people(roster)
    if roster.reading.get("end_gone", False):
        _end_gone(roster)
    difference.run("DROP TABLE roster_todo", [])
    snapshot = _take_snapshot(roster, at)
    roster.reading["snapshot"] = snapshot.pk
    roster.state, roster.applied_at = ImportState.APPLIED, at
    roster.save(update_fields=["state", "applied_at", "reading"])
    RosterRow.objects.filter(roster=roster, outcome__in=("accepted", "layout")).delete()
    RosterGone.objects.filter(roster=roster).delete()


def _plan(roster: RosterImport) -> None:
    """Give each row that is applied its person; new people get their ids here."""
    fresh = "nextval(pg_get_serial_sequence('agencies_staff', 'id'))"
    if connection.vendor == "sqlite":
        difference.run("DROP TABLE IF EXISTS temp.roster_todo", [])
        last = "(SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'agencies_staff')"
        fresh = f"{last} + row_number() OVER (ORDER BY q.sheet, q.line)"
    difference.run(
        f"""CREATE TEMPORARY TABLE roster_todo AS
        SELECT q.sheet, q.line, q.staff, 0 AS fresh FROM agencies_rosterrow q
        WHERE q.roster_id = %s AND q.change IN ('new', 'changed', 'moved') AND q.staff IS NOT NULL
        UNION ALL
        SELECT q.sheet, q.line, {fresh} AS staff, 1 AS fresh FROM agencies_rosterrow q
        WHERE q.roster_id = %s AND q.change = 'new' AND q.staff IS NULL""",  # noqa: S608
        [roster.pk, roster.pk],
    )
    difference.run("CREATE UNIQUE INDEX roster_todo_staff ON roster_todo (staff)", [])
    difference.renew_statistics("roster_todo", own=False)


def _write_people(roster: RosterImport) -> None:
    """People that we know first: what they were, where they served, what they are now; then the new ones."""
    pk, agency, day = roster.pk, roster.agency_id, roster.as_of.isoformat()
    run = difference.run
    run(_remember_known(), [pk, pk])
    difference.renew_statistics("rosterchange")
    run(_CLOSE, [day, day, pk])
    run(_KEEP_OLD_NUMBERS, [day, pk])
    run(_update_known(), [pk])
    run(_INSERT_NEW, [agency, pk])
    run(_ASSIGN_NEW, [agency, day, pk, pk])
    run(_ASSIGN_KNOWN, [agency, day, day, pk, pk])
    difference.renew_statistics("staff", "assignment")
    run(_REMEMBER_NEW, [pk])
    run(_REMEMBER_OPENED, [pk])


def _end_gone(roster: RosterImport) -> None:
    day = roster.as_of.isoformat()
    difference.run(_REMEMBER_GONE, [roster.pk, roster.pk])
    difference.run(_END_GONE, [day, roster.pk])


def _remember_known() -> str:
    """What each known person was, and which assignment ends: any difference in place, kind, position or grade ends it."""
    build = "jsonb_build_object" if connection.vendor == "postgresql" else "json_object"
    pairs = ", ".join(f"'{field}', s.{field}" for field in _BEFORE)
    confirmed = "'email_confirmed_at', s.email_confirmed_at"
    return f"""INSERT INTO agencies_rosterchange (roster_id, staff, what, before, closed)
        SELECT r.roster_id, s.id, r.change, {build}({pairs}, {confirmed}),
               CASE WHEN p.name_key <> '' AND p.unit_id <> a.unit_id OR r.kind <> a.kind
                      OR (r.position <> '' AND r.position <> a.position) OR (r.grade <> '' AND r.grade <> a.grade)
                    THEN a.id END
        FROM {_ROWS} AND t.fresh = 0 JOIN agencies_staff s ON s.id = t.staff
        JOIN agencies_rosterunit p ON p.roster_id = %s AND p.place = r.place
        LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL"""  # noqa: S608


def _update_known() -> str:
    sets = [
        "name = d.name", "name_key = d.name_key", "title_front = d.title_front", "title_back = d.title_back",
        "kind = d.kind", "number = d.number", "phone = d.phone", "email = d.email", "phone_source = d.phone_source",
        "email_source = d.email_source",
        "email_confirmed_at = CASE WHEN d.email_source = 'roster' AND d.new_email = 1 THEN NULL "
        "ELSE agencies_staff.email_confirmed_at END",
    ]  # fmt: skip
    contact = ", ".join(
        f"CASE WHEN {_CONTACT.format(f)} THEN r.{f} ELSE s.{f} END AS {f}, "
        f"CASE WHEN {_CONTACT.format(f)} THEN 'roster' ELSE s.{f}_source END AS {f}_source"
        for f in ("phone", "email")
    )
    titles = ", ".join(f"{_BLANK_KEEPS.format(f, 's')} AS {f}" for f in ("title_front", "title_back", "number"))
    return f"""UPDATE agencies_staff SET {", ".join(sets)} FROM (
        SELECT s.id AS staff, r.name, r.name_key, r.kind, {titles}, {contact},
               CASE WHEN {_CONTACT.format("email")} THEN 1 ELSE 0 END AS new_email
        FROM {_ROWS} AND t.fresh = 0 JOIN agencies_staff s ON s.id = t.staff) d
        WHERE agencies_staff.id = d.staff
          AND ({", ".join(f"agencies_staff.{f}" for f in _BEFORE)}) <> ({", ".join(f"d.{f}" for f in _BEFORE)})"""  # noqa: S608


_CLOSE = """UPDATE agencies_assignment SET until = CASE WHEN since > %s THEN since ELSE %s END
    WHERE id IN (SELECT closed FROM agencies_rosterchange WHERE roster_id = %s AND closed IS NOT NULL)"""
_KEEP_OLD_NUMBERS = f"""INSERT INTO agencies_staffnumber (staff_id, number, until)
    SELECT s.id, s.number, %s FROM {_ROWS} AND t.fresh = 0 JOIN agencies_staff s ON s.id = t.staff
    WHERE s.number <> '' AND r.number <> '' AND r.number <> s.number"""  # noqa: S608
_INSERT_NEW = f"""INSERT INTO agencies_staff
    (id, agency_id, name, name_key, title_front, title_back, kind, number, phone, phone_source, email, email_source)
    SELECT t.staff, %s, r.name, r.name_key, r.title_front, r.title_back, r.kind, r.number, r.phone, 'roster', r.email,
           'roster' FROM {_ROWS} AND t.fresh = 1 ORDER BY t.staff"""  # noqa: S608
_ASSIGN_NEW = f"""INSERT INTO agencies_assignment (agency_id, staff_id, unit_id, kind, position, grade, since)
    SELECT %s, t.staff, p.unit_id, r.kind, r.position, r.grade, %s
    FROM {_ROWS} AND t.fresh = 1 JOIN agencies_rosterunit p ON p.roster_id = %s AND p.place = r.place
    ORDER BY t.staff"""  # noqa: S608
_ASSIGN_KNOWN = f"""INSERT INTO agencies_assignment (agency_id, staff_id, unit_id, kind, position, grade, since)
    SELECT %s, t.staff, CASE WHEN p.name_key = '' AND b.unit_id IS NOT NULL THEN b.unit_id ELSE p.unit_id END, r.kind,
           CASE WHEN r.position <> '' OR b.id IS NULL THEN r.position ELSE b.position END,
           CASE WHEN r.grade <> '' OR b.id IS NULL THEN r.grade ELSE b.grade END,
           CASE WHEN b.until > %s THEN b.until ELSE %s END
    FROM {_ROWS} AND t.fresh = 0 JOIN agencies_rosterunit p ON p.roster_id = %s AND p.place = r.place
    JOIN agencies_rosterchange c ON c.roster_id = r.roster_id AND c.staff = t.staff
    LEFT JOIN agencies_assignment b ON b.id = c.closed
    WHERE c.closed IS NOT NULL OR c.what = 'new' ORDER BY t.staff"""  # noqa: S608
_REMEMBER_NEW = """INSERT INTO agencies_rosterchange (roster_id, staff, what, opened)
    SELECT %s, t.staff, 'new', o.id FROM roster_todo t
    JOIN agencies_assignment o ON o.staff_id = t.staff AND o.until IS NULL WHERE t.fresh = 1"""
_REMEMBER_OPENED = """UPDATE agencies_rosterchange SET opened = o.id FROM agencies_assignment o
    WHERE agencies_rosterchange.roster_id = %s AND agencies_rosterchange.opened IS NULL
      AND o.staff_id = agencies_rosterchange.staff AND o.until IS NULL
      AND (agencies_rosterchange.closed IS NOT NULL OR agencies_rosterchange.what = 'new')"""
_REMEMBER_GONE = """INSERT INTO agencies_rosterchange (roster_id, staff, what, closed)
    SELECT %s, g.staff, 'gone', a.id FROM agencies_rostergone g
    JOIN agencies_assignment a ON a.staff_id = g.staff AND a.until IS NULL WHERE g.roster_id = %s AND g.what = 'gone'"""
_END_GONE = """UPDATE agencies_assignment SET until = %s WHERE id IN
    (SELECT closed FROM agencies_rosterchange WHERE roster_id = %s AND what = 'gone')"""


def _take_snapshot(roster: RosterImport, at: dt.datetime) -> Snapshot:
    """The day, the scope, how many serve and a digest of who serves where."""
    return Snapshot.objects.create(
        agency=roster.agency, on=roster.as_of, scope=roster.scope, made_at=at,
        **membership(roster.agency_id, places.Reach(roster)),
    )  # fmt: skip


def membership(agency_id: int, reach: places.Reach) -> dict[str, Any]:
    """Counts by kind and a digest of the open assignments within reach."""
    digest, counts = hashlib.sha256(), {"people": 0}
    open_now = Assignment.objects.filter(reach.below("unit__path"), agency=agency_id, until=None).order_by("staff_id")
    for staff, unit, kind in open_now.values_list("staff_id", "unit_id", "kind").iterator(chunk_size=10_000):
        digest.update(f"{staff} {unit} {kind}\n".encode())
        counts["people"] += 1
        counts[kind] = counts.get(kind, 0) + 1
    return {"counts": counts, "digest": digest.hexdigest()}
