"""What the pages of an uploaded list show: figures, rows with their words, one question with its answers."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.http import Http404

from ikrar.agencies.models import RosterImport, RosterRow, Staff, Unit
from ikrar.agencies.queries import roster as lists
from ikrar.agencies.roster import Outcome, Row, write_error_file
from ikrar.agencies.wording import ERROR_FILE, FIGURES, REASONS, UNREADABLE

_SHOWN = 5
_ALWAYS = ("new", "changed", "moved", "gone", "same", "refused")


def problem(roster: RosterImport) -> Any:
    """Why the file as a whole cannot be read."""
    return UNREADABLE.get(roster.reading.get("problem", ""), UNREADABLE["broken"])


def preview(roster: RosterImport) -> dict[str, Any]:
    """Figures, a few rows behind the weightiest of them, and what waits for a person."""
    counts = roster.counts
    figures = [
        (name, words, counts.get(name, 0)) for name, words in FIGURES.items() if name in _ALWAYS or counts.get(name)
    ]
    parts = []
    for what in ("refused", "moved"):
        rows = list(lists.rows_by(roster, what)[:_SHOWN])
        if rows:
            parts.append(
                {"what": what, "count": counts[what], "more": counts[what] - len(rows), **told(roster, what, rows)}
            )
    alike = lists.alike_units(roster)
    return {
        "figures": figures,
        "parts": parts,
        "changes": sum(counts.get(name, 0) for name in ("new", "changed", "moved")),
        "data_rows": sum(counts.get(str(o), 0) for o in (*Outcome, "left_out") if o is not Outcome.LAYOUT),
        "alike": [pair for pair in alike if not pair["choice"]],
        "alike_done": sum(1 for pair in alike if pair["choice"] == "one"),
        "scope": scope_units(roster),
        "same_file": lists.same_file(roster),
        "many_gone": lists.is_many_gone(roster),
        "in_scope": roster.reading.get("in_scope", 0),
        "gone_percent": round(100 * counts.get("gone", 0) / max(1, roster.reading.get("in_scope", 0))),
        "until": lists.kept_until(roster),
        "nobody": counts.get("unclear", 0) and not counts.get("gone", 0),
    }


def scope_units(roster: RosterImport) -> list[Unit]:
    return list(Unit.objects.filter(agency=roster.agency_id, pk__in=roster.scope.get("units", [])).order_by("name_key"))


def told(roster: RosterImport, what: str, rows: Sequence[Any]) -> dict[str, Any]:
    """Rows ready to be shown: each with its unit in the file, the person's present place, and words."""
    if what in ("gone", "unclear"):
        now = lists.present([person.pk for person in rows])
        return {"people": [{"person": person, "now": now.get(person.pk)} for person in rows]}
    places = lists.places_of(roster) if rows else {}
    people = _by_row(roster, rows)
    now = lists.present([person.pk for person in people.values()])
    return {"rows": [_row(row, places, people, now) for row in rows]}


def _by_row(roster: RosterImport, rows: Sequence[RosterRow]) -> dict[tuple[int, int], Staff]:
    """The person whom each row means: the one noted, or the one of its number."""
    noted = Staff.objects.in_bulk([row.staff for row in rows if row.staff])
    numbers = {row.number for row in rows if row.number}
    known = {s.number: s for s in Staff.objects.filter(agency=roster.agency_id, number__in=numbers)} if numbers else {}
    found = {(row.sheet, row.line): noted.get(row.staff or 0) or known.get(row.number) for row in rows}
    return {place: person for place, person in found.items() if person is not None}


def _row(row: RosterRow, places: Any, people: Any, now: Any) -> dict[str, Any]:
    person = people.get((row.sheet, row.line))
    place = places.get(row.place)
    return {
        "row": row,
        "words": REASONS.get(row.reason, ""),
        "unit": place.name if place else "",
        "others": row.others.replace(",", ", "),
        "person": person,
        "now": now.get(person.pk) if person else None,
        "had": row.raw or row.name,
        "changes": _changes(row, person, now.get(person.pk)) if person and person.pk in now else [],
    }


def _changes(row: RosterRow, person: Staff, present: Any) -> list[tuple[str, str]]:
    """Old and new of what a person can see in a list: name, position, grade; contacts only as a fact."""
    pairs = [(person.full_name, row.full_name), (present.position, row.position), (present.grade, row.grade)]
    return [(old, new) for old, new in pairs if new and old != new]


def question(roster: RosterImport) -> dict[str, Any] | None:
    """The first open question, with the rows that are decided together."""
    waiting = lists.undecided(roster)
    row = waiting.first()
    if row is None:
        return None
    group = lists.together(row) if row.outcome == "held" else [row]
    shown = told(roster, "held", group)["rows"]
    first = next(item for item in shown if item["row"].line == row.line)
    return {
        "first": first,
        "group": shown,
        "left": roster.counts.get("undecided", 1),
        "several": list(lists.several(row)) if row.reason == "several_match" else [],
        "picks": row.reason in ("number_with_two_names", "number_in_two_places", "number_told_twice"),
        "twins": row.reason == "twins_without_number",
    }


def row_at(roster: RosterImport, place: str) -> RosterRow:
    sheet, line = map(int, place.split(":"))
    row = RosterRow.objects.filter(roster=roster, sheet=sheet, line=line).select_related("roster").first()
    if row is None:
        raise Http404
    return row


def answered(roster: RosterImport, row: RosterRow, answer: str) -> tuple[tuple[RosterRow, str], int | None]:
    """The row that an answer is about, the answer, and the person whom it names."""
    word, *rest = answer.split(":")
    if word == "use" and len(rest) == 2:
        chosen = row_at(roster, ":".join(rest))
        if chosen.pk not in {other.pk for other in lists.together(row)}:
            raise Http404
        return (chosen, word), None
    return (row, word), int(rest[0]) if word == "same" and rest else None


def error_workbook(roster: RosterImport) -> bytes:
    """Rows that are wrong or wait for a decision, with words, as a workbook of strings."""
    rows = lists.to_mend(roster)
    words = {reason: str(text) for reason, text in {**REASONS, **ERROR_FILE}.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        write_error_file(_as_read(rows.iterator(chunk_size=2_000)), path, words)
        return path.read_bytes()


def _as_read(rows: Iterable[RosterRow]) -> Iterator[Row]:
    for row in rows:
        others = tuple(map(int, filter(None, row.others.split(","))))
        yield Row(row.line, row.sheet, Outcome(row.outcome), row.reason, others, name=row.name, raw=row.raw)
