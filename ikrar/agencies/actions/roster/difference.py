"""Compares the staged rows with the list, in a few passes of SQL that both databases understand.

A row is marked only where it is no exception from what most rows are: `same` (or `new`, when the list is empty).
Each pass takes `only`, a condition on the row `r`, so that one decision need not compare a million rows again.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from django.db import connection
from django.db.models import Count

from ikrar.agencies.actions.roster.places import Reach
from ikrar.agencies.models import Assignment, RosterGone, RosterImport, RosterRow, RosterUnit, StaffNumber
from ikrar.agencies.queries import roster as lists
from ikrar.agencies.roster import Outcome
from ikrar.agencies.rules import Change

ALL = "r.decision = ''"
_EFFECTIVE = "r.roster_id = %s AND (r.outcome = 'accepted' OR r.decision = 'use')"
_LIKE_ENOUGH = 0.72
_NAMES_AT_ONCE = 4_000
_JUDGED = "UPDATE agencies_rosterrow SET {} WHERE roster_id = %s AND sheet = %s AND line = %s"
#: A row by sheet and line.
Place = tuple[int, int]
FIRST: Place = (-1, -1)

_TOLD_OTHERWISE = " OR ".join(
    ["r.name <> s.name", "r.kind <> a.kind", "r.kind <> s.kind"]
    + [f"(r.{field} <> '' AND r.{field} <> s.{field})" for field in ("title_front", "title_back")]
    + [f"(r.{field} <> '' AND r.{field} <> a.{field})" for field in ("position", "grade")]
    + [
        f"(r.{field} <> '' AND r.{field} <> s.{field} AND s.{field}_source IN ('roster', 'coordinator'))"
        for field in ("phone", "email")
    ]
)
_ELSEWHERE = "p.name_key <> '' AND (p.unit_id IS NULL OR p.unit_id <> a.unit_id)"
_WRITE = (
    "UPDATE agencies_rosterrow SET change = d.change, staff = d.staff, reason = d.reason FROM ({}) d "
    "WHERE agencies_rosterrow.roster_id = %s AND agencies_rosterrow.sheet = d.sheet AND agencies_rosterrow.line = d.line"
)
_NUMBERED = f"""
    SELECT * FROM (
      SELECT r.sheet, r.line, s.id AS staff,
        CASE WHEN s.id IS NOT NULL AND r.name_key <> s.name_key THEN 'name_differs' ELSE '' END AS reason,
        CASE WHEN s.id IS NULL THEN 'new' WHEN s.merged_into_id IS NOT NULL THEN 'same' WHEN a.id IS NULL THEN 'new'
             WHEN {_ELSEWHERE} THEN 'moved' WHEN {_TOLD_OTHERWISE} THEN 'changed' ELSE 'same' END AS change
      FROM agencies_rosterrow r JOIN agencies_rosterunit p ON p.roster_id = r.roster_id AND p.place = r.place
      LEFT JOIN agencies_staff s ON s.agency_id = %s AND s.number = r.number AND NOT (s.number = '')
      LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL
      WHERE {_EFFECTIVE} AND r.number <> '' AND %%s
    ) c WHERE c.change <> 'same'"""  # noqa: S608
_SAME_TITLES = "a.id IS NOT NULL AND s.title_front = r.title_front AND s.title_back = r.title_back"
_NUMBERLESS = f"""
    SELECT c.sheet, c.line, CASE WHEN c.titled = 1 THEN c.titled_staff ELSE c.any_staff END AS staff,
      CASE WHEN c.met > 1 AND c.titled <> 1 THEN 'several_match' ELSE '' END AS reason,
      CASE WHEN c.met = 0 THEN 'new' WHEN c.met > 1 AND c.titled <> 1 THEN 'ask'
           WHEN CASE WHEN c.titled = 1 THEN c.titled_differs ELSE c.differs END = 1 THEN 'changed' ELSE 'same' END AS change
    FROM (
      SELECT r.sheet, r.line, count(a.id) AS met, min(CASE WHEN a.id IS NOT NULL THEN s.id END) AS any_staff,
        min(CASE WHEN {_SAME_TITLES} THEN s.id END) AS titled_staff, sum(CASE WHEN {_SAME_TITLES} THEN 1 ELSE 0 END) AS titled,
        max(CASE WHEN {_SAME_TITLES} AND ({_TOLD_OTHERWISE}) THEN 1 ELSE 0 END) AS titled_differs,
        max(CASE WHEN a.id IS NOT NULL AND ({_TOLD_OTHERWISE}) THEN 1 ELSE 0 END) AS differs
      FROM agencies_rosterrow r JOIN agencies_rosterunit p ON p.roster_id = r.roster_id AND p.place = r.place
      LEFT JOIN agencies_staff s ON s.agency_id = %s AND s.name_key = r.name_key AND s.number = '' AND s.merged_into_id IS NULL
      LEFT JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL AND a.unit_id = p.unit_id
        AND a.position = r.position
      WHERE {_EFFECTIVE} AND r.number = '' AND %%s GROUP BY r.sheet, r.line
    ) c"""  # noqa: S608
_FORMER_NUMBER = f"""
    SELECT r.sheet, r.line, min(n.staff_id) AS staff, 'number_changed' AS reason, 'ask' AS change
    FROM agencies_staffnumber n JOIN agencies_staff s ON s.id = n.staff_id AND s.agency_id = %s
    JOIN agencies_rosterrow r ON r.number = n.number AND r.change = 'new' AND r.staff IS NULL
    WHERE {_EFFECTIVE} AND r.number <> '' AND %%s GROUP BY r.sheet, r.line"""  # noqa: S608
_OUTSIDE = f"""
    SELECT r.sheet, r.line, r.staff, 'outside_scope' AS reason, 'ask' AS change
    FROM agencies_rosterunit p JOIN agencies_rosterrow r ON r.roster_id = p.roster_id AND r.place = p.place
    WHERE {_EFFECTIVE} AND p.outside AND r.change <> '' AND %%s"""  # noqa: S608
_TWO_ROWS = f"""
    SELECT r.sheet, r.line, r.staff, 'two_rows_one_person' AS reason, 'ask' AS change
    FROM agencies_rosterrow r JOIN (
      SELECT t.staff FROM agencies_rosterrow t WHERE t.roster_id = %s AND t.number = '' AND t.staff IS NOT NULL
        AND t.change IN ('same', 'changed') GROUP BY t.staff HAVING count(*) > 1) t ON t.staff = r.staff
    WHERE {_EFFECTIVE} AND r.number = '' AND %%s"""  # noqa: S608
_GONE = """
    INSERT INTO agencies_rostergone (roster_id, staff, what)
    SELECT %s, s.id, CASE WHEN h.name_key IS NOT NULL OR %s THEN 'unclear' ELSE 'gone' END
    FROM agencies_staff s JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL
    JOIN agencies_unit u ON u.id = a.unit_id
    LEFT JOIN (SELECT DISTINCT name_key FROM agencies_rosterrow WHERE roster_id = %s AND name_key <> ''
               AND (outcome IN ('refused', 'held') OR change = 'ask')) h ON h.name_key = s.name_key
    WHERE s.agency_id = %s AND s.merged_into_id IS NULL AND a.since <= %s
      AND {is_not_told} AND {is_not_meant} AND {scope}
      AND NOT EXISTS (SELECT 1 FROM agencies_staff l JOIN agencies_rosterrow r ON r.roster_id = %s AND r.number = l.number
                      WHERE l.merged_into_id = s.id AND l.number <> '')"""
#: PostgreSQL turns NOT EXISTS into one hash join, SQLite looks NOT IN up in one list; the other way round takes minutes.
_ABSENT = {
    "postgresql": "NOT EXISTS (SELECT 1 FROM agencies_rosterrow r WHERE r.roster_id = %s AND r.{0} = s.{1} AND {2})",
    "sqlite": "s.{1} NOT IN (SELECT r.{0} FROM agencies_rosterrow r WHERE r.roster_id = %s AND {2})",
}
#: CROSS JOIN keeps SQLite at one pass over the rows, each looked up among those gone; the other way round takes minutes.
_PROPOSALS = f"""
    SELECT r.sheet, r.line, min(d.staff) AS staff, 'number_changed' AS reason, 'ask' AS change
    FROM agencies_rosterrow r JOIN agencies_rosterunit p ON p.roster_id = r.roster_id AND p.place = r.place
    CROSS JOIN (SELECT DISTINCT g.staff, s.name_key, s.number, a.unit_id
      FROM agencies_rostergone g JOIN agencies_staff s ON s.id = g.staff
      JOIN agencies_assignment a ON a.staff_id = s.id AND a.until IS NULL WHERE g.roster_id = %s) d
    WHERE d.name_key = r.name_key AND {_EFFECTIVE} AND r.change = 'new' AND r.staff IS NULL AND %%s
      AND (r.number = '' OR d.number = '' OR p.unit_id = d.unit_id OR substr(r.number, 1, 8) = substr(d.number, 1, 8))
    GROUP BY r.sheet, r.line"""  # noqa: S608
_ASKED = (
    "DELETE FROM agencies_rostergone WHERE roster_id = %s AND staff IN "
    "(SELECT staff FROM agencies_rosterrow WHERE roster_id = %s AND staff IS NOT NULL AND change = 'ask')"
)


def run(sql: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.rowcount


def without_time_limit() -> None:
    """Let this transaction take the time, and the database the memory, that a million rows need.

    What was just loaded has no statistics yet: without its nested loops PostgreSQL cannot join it row by row.
    """
    if connection.vendor == "postgresql":
        run(
            "SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '128MB'; SET LOCAL enable_nestloop = off; "
            "SET LOCAL default_statistics_target = 10",
            [],
        )


def renew_statistics(*tables: str, own: bool = True) -> None:
    """Tell PostgreSQL how much was just loaded, or it joins a million rows one by one."""
    if connection.vendor == "postgresql":
        for table in tables:
            run(f"ANALYZE {'agencies_' if own else ''}{table}", [])


def compare(roster: RosterImport, only: str = ALL) -> None:
    """Mark what applying each row would do."""
    mark(roster, only)
    place: Place | None = FIRST
    while place is not None:
        place = judge_names(roster, place)
    mark_outside(roster, only)


def mark(roster: RosterImport, only: str = ALL) -> None:
    """Whom each row means, names left aside. A pass that can find nothing is left out: each reads all rows."""
    pk, agency = roster.pk, roster.agency_id
    _pass(_NUMBERED, only, [agency, pk, pk])
    if StaffNumber.objects.filter(staff__agency=agency).exists():
        _pass(_FORMER_NUMBER, only, [agency, pk, pk])
    if roster.reading["numberless"]:
        _pass(_NUMBERLESS, only, [agency, pk, pk])
        _pass(_TWO_ROWS, only, [pk, pk, pk])


def mark_outside(roster: RosterImport, only: str = ALL) -> None:
    if RosterUnit.objects.filter(roster=roster, outside=True).exists():
        _pass(_OUTSIDE, only, [roster.pk, roster.pk])


def reset(roster: RosterImport, only: str = ALL) -> None:
    """Take the marks away again, so that rows can be compared anew."""
    sql = f"UPDATE agencies_rosterrow AS r SET change = %s, staff = NULL, reason = '' WHERE {_EFFECTIVE} AND {only}"  # noqa: S608
    run(sql, [roster.reading.get("default", Change.SAME), roster.pk])


def find_gone(roster: RosterImport) -> None:
    """List who in the scope is in no row, and ask where a new row bears the name of one of them."""
    list_gone(roster)
    ask_about_gone(roster)


def list_gone(roster: RosterImport) -> None:
    """Who in the scope is in no row."""
    without_time_limit()
    within = Assignment.objects.filter(Reach(roster).below("unit__path"), agency=roster.agency_id, until=None)
    roster.reading["in_scope"] = within.count()
    RosterGone.objects.filter(roster=roster).delete()
    pk, nobody = roster.pk, _has_row_of_nobody(roster)
    scope, paths = Reach(roster).sql("u.path")
    absent = _ABSENT[connection.vendor]
    sql = _GONE.format(
        is_not_told=absent.format("number", "number", "r.number <> ''"),
        is_not_meant=absent.format("staff", "id", "r.staff IS NOT NULL"),
        scope=scope,
    )
    run(sql, [pk, nobody, pk, roster.agency_id, roster.as_of.isoformat(), pk, pk, *paths, pk])


def ask_about_gone(roster: RosterImport) -> None:
    """Ask where a new row bears the name of somebody gone: whoever is asked about is not gone."""
    without_time_limit()
    pk = roster.pk
    if RosterGone.objects.filter(roster=roster).exists() and _pass(_PROPOSALS, ALL, [pk, pk, pk]):
        run(_ASKED, [pk, pk])


def count(roster: RosterImport) -> dict[str, int]:
    """How many rows came out how and what applying them would do; a row that was decided counts as what it became."""
    told = (*Outcome, *(c for c in Change if c), "left_out", "gone", "unclear", "undecided")
    counts = {name: 0 for name in told}
    rows = RosterRow.objects.filter(roster=roster).order_by()
    for outcome, change, decision, number in rows.values_list("outcome", "change", "decision").annotate(Count("line")):
        if decision == lists.LEFT_OUT:
            counts["left_out"] += number
            continue
        counts[Outcome.ACCEPTED if outcome == Outcome.HELD and decision else outcome] += number
        if change:
            counts[change] += number
        if (outcome == Outcome.HELD or change == Change.ASK) and not decision:
            counts["undecided"] += number
    for what, number in RosterGone.objects.filter(roster=roster).values_list("what").annotate(Count("staff")):
        counts[what] += number
    return counts


def _pass(select: str, only: str, params: Sequence[Any]) -> int:
    """How many rows the pass marked."""
    return run(_WRITE.format(select.replace("%%s", only)), params)


def _has_row_of_nobody(roster: RosterImport) -> bool:
    """Whether a refused row tells neither name nor number: then nobody can be said to be gone."""
    return RosterRow.objects.filter(roster=roster, outcome=Outcome.REFUSED, number="", name_key="").exists()


def judge_names(roster: RosterImport, after: Place) -> Place | None:
    """A number under another spelling is the same person; under another name a person is asked.

    Looks at some thousand rows; the place after which to go on, None when all were looked at.
    """
    sql = """SELECT r.sheet, r.line, r.name_key, s.name_key FROM agencies_rosterrow r
             JOIN agencies_staff s ON s.id = r.staff WHERE r.roster_id = %s AND (r.sheet, r.line) > (%s, %s)
             AND r.reason = 'name_differs' AND r.change <> 'ask' ORDER BY r.sheet, r.line LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [roster.pk, *after, _NAMES_AT_ONCE])
        rows = cursor.fetchall()
        judged: dict[bool, list[tuple[int, int, int]]] = {True: [], False: []}
        for sheet, line, told, ours in rows:
            judged[alike(told, ours)].append((roster.pk, sheet, line))
        cursor.executemany(_JUDGED.format("reason = ''"), judged[True])
        cursor.executemany(_JUDGED.format("change = 'ask'"), judged[False])
    return (rows[-1][0], rows[-1][1]) if len(rows) == _NAMES_AT_ONCE else None


def alike(told: str, ours: str) -> bool:
    """Whether two names can be spellings of one: letters left out, words left out."""
    words, own = set(told.split()), set(ours.split())
    shortened = (words <= own or own <= words) and min(len(words), len(own)) > 1
    return shortened or SequenceMatcher(None, told, ours, autojunk=False).ratio() >= _LIKE_ENOUGH
