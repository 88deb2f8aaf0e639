"""Reads an uploaded list in steps of a fifth of a second, each resumable, until its preview stands."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from ikrar.agencies.actions.roster import difference, files, likeness, places, staging
from ikrar.agencies.models import RosterGone, RosterImport, RosterRow, RosterUnit, Staff
from ikrar.agencies.queries.roster import last_change
from ikrar.agencies.roster import HeadingsUnknown, Proposal, Roster, RosterUnreadable, Row, open_roster
from ikrar.agencies.rules import Change, ImportState

_AMENDED_AT_ONCE = 4_000
_OPEN_AT_ONCE = 4
_LINES_TOLD = 20


@dataclass
class Progress:
    """Where reading stands: `cursor` goes on with the next step, None when it is over."""

    cursor: dict[str, Any] | None
    done: int = 0
    total: int | None = None


@dataclass
class _Reader:
    """A list opened in this process, with how many of its rows were taken."""

    roster: Roster
    rows: Iterator[Row]
    stack: ExitStack
    places: staging.Places = field(default_factory=staging.Places)
    taken: int = 0

    def skip_to(self, row: int) -> None:
        """Read on to a row that was staged already, so that places and conflicts are known again."""
        while self.taken < row:
            told = next(self.rows)
            if (told.unit, told.parent_unit) not in self.places:
                self.places.number(told.unit, told.unit_key, told.parent_unit)
            self.taken += 1

    def close(self) -> None:
        self.stack.close()


_readers: dict[int, _Reader] = {}


def read_step(roster: RosterImport, cursor: dict[str, Any] | None) -> Progress:
    """Do the next piece of reading, in the caller's transaction; the state of the import says how it ended."""
    if roster.state != ImportState.READING:
        close(roster.pk)
        return Progress(None)
    cursor = cursor or {"phase": "begin", "done": 0}
    try:
        return _PHASES[cursor["phase"]](roster, cursor["done"])
    except RosterUnreadable as fault:
        close(roster.pk)
        if isinstance(fault, HeadingsUnknown) and fault.proposed:
            _ask_headings(roster, fault.proposed)
        else:
            _set_aside(roster, fault)
        return Progress(None)


def close(roster_id: int) -> None:
    """Let go of the file that this process holds open for an import."""
    if reader := _readers.pop(roster_id, None):
        reader.close()


def _reader(roster: RosterImport, row: int) -> _Reader:
    """The open list, at the row that comes next; opened anew where this process has not got so far, or too far."""
    reader = _readers.get(roster.pk)
    if reader is None or reader.taken > row:
        close(roster.pk)
        while len(_readers) >= _OPEN_AT_ONCE:
            close(next(iter(_readers)))
        reader = _readers[roster.pk] = _open(roster)
    reader.skip_to(row)
    return reader


def _open(roster: RosterImport) -> _Reader:
    if roster.file is None:
        raise RosterUnreadable("cannot_open")
    with ExitStack() as stack:
        path = stack.enter_context(files.on_disk(roster.file))
        opened = open_roster(path, mapping=roster.agency.mappings.get("roster"), max_bytes=settings.ROSTER_MAX_BYTES)
        stack.callback(opened.close)
        return _Reader(opened, opened.rows(), stack.pop_all())


def _begin(roster: RosterImport, _done: int) -> Progress:
    """Understand the headings; unknown ones are asked once per agency."""
    _clear(roster)
    told = _reader(roster, 0).roster
    known = roster.agency.mappings.get("roster", {})
    asked = [heading for heading in told.unknown_headings if heading not in known]
    is_first = not Staff.objects.filter(agency=roster.agency_id).exists()
    roster.reading = {
        **roster.reading, "format": told.format, "fields": told.fields, "unknown": told.unknown_headings,
        "ignored_sheets": told.ignored_sheets, "default": Change.NEW if is_first else Change.SAME, "sheets": told.sheets,
    }  # fmt: skip
    if asked and roster.reading.get("asks", True):
        roster.reading |= {"ask": asked, "samples": told.samples(asked)}
        roster.state = ImportState.MAPPING
        roster.save(update_fields=["reading", "state"])
        close(roster.pk)
        return Progress(None)
    roster.save(update_fields=["reading"])
    return Progress({"phase": "rows", "done": 0})


def _rows(roster: RosterImport, done: int) -> Progress:
    reader = _reader(roster, done)
    staged = staging.stage(roster.pk, reader.rows, reader.places, roster.reading["default"])
    reader.taken = done + staged
    if staged:
        share = reader.roster.progress()
        total = max(reader.taken, round(reader.taken / share)) if share > 0 else None
        return Progress({"phase": "rows", "done": reader.taken}, reader.taken, total)
    units = [
        RosterUnit(roster=roster, place=place, name=name, name_key=key, parent_name=above, parent_key=above_key)
        for place, (name, key, above, above_key) in enumerate(reader.places.told)
    ]
    RosterUnit.objects.bulk_create(units, batch_size=1_000)
    roster.reading["rows"] = done
    roster.save(update_fields=["reading"])
    return Progress({"phase": "amend", "done": 0}, done, done)


def _amend(roster: RosterImport, done: int) -> Progress:
    """Write what earlier rows became through later ones."""
    read = roster.reading["rows"]
    reader = _reader(roster, read)
    if next(reader.rows, None) is not None:
        raise RosterUnreadable("cannot_open")
    amendments = reader.roster.amendments()[done : done + _AMENDED_AT_ONCE]
    if amendments:
        staging.amend(roster.pk, amendments)
        return Progress({"phase": "amend", "done": done + len(amendments)}, read, read)
    roster.reading["numberless"] = reader.roster.has_numberless
    short = reader.roster.short_phones
    roster.reading["short_phones"] = {"count": len(short), "lines": short[:_LINES_TOLD]}
    close(roster.pk)
    files.forget(roster)
    places.resolve(roster)
    roster.reading["alike"] = likeness.proposals(roster)
    roster.save(update_fields=["reading"])
    return Progress({"phase": "compare", "done": 0}, read, read)


def _compare(roster: RosterImport, _done: int) -> Progress:
    """Compare all rows with the list as it is now; what changes in it from here on is noticed at the applying."""
    difference.without_time_limit()
    difference.renew_statistics("rosterrow", "rosterunit")
    roster.reading["list"] = last_change(roster.agency_id)
    roster.save(update_fields=["reading"])
    if roster.reading["default"] == Change.SAME:
        difference.mark(roster)
        return _then("names", roster, list(difference.FIRST))
    difference.mark_outside(roster)
    return _then("count", roster)


def _names(roster: RosterImport, after: list[int]) -> Progress:
    difference.without_time_limit()
    place = difference.judge_names(roster, (after[0], after[1]))
    if place is not None:
        return _then("names", roster, list(place))
    difference.mark_outside(roster)
    return _then("gone", roster)


def _gone(roster: RosterImport, _done: int) -> Progress:
    difference.list_gone(roster)
    roster.save(update_fields=["reading"])
    return _then("ask", roster)


def _ask(roster: RosterImport, _done: int) -> Progress:
    difference.ask_about_gone(roster)
    return _then("count", roster)


def _count(roster: RosterImport, _done: int) -> Progress:
    """Show what applying would do."""
    difference.without_time_limit()
    roster.counts = difference.count(roster)
    roster.state = ImportState.PREVIEW
    roster.save(update_fields=["counts", "state"])
    return Progress(None, roster.reading["rows"], roster.reading["rows"])


def _then(phase: str, roster: RosterImport, done: Any = 0) -> Progress:
    return Progress({"phase": phase, "done": done}, roster.reading["rows"], roster.reading["rows"])


def _ask_headings(roster: RosterImport, proposed: list[Proposal]) -> None:
    """No row is known as headings: a person says of the likeliest what stands under them."""
    _clear(roster)
    known = roster.agency.mappings.get("roster", {})
    fields = {text: known.get(text, field) for sheet in reversed(proposed) for text, field in sheet.fields.items()}
    rows = [{"sheet": sheet.sheet, "line": sheet.line} for sheet in proposed]
    dropped = sorted({text for sheet in proposed for text in sheet.dropped})
    roster.reading |= {
        "ask": list(dict.fromkeys(text for sheet in proposed for text in sheet.fields)),
        "samples": {text: told for sheet in reversed(proposed) for text, told in sheet.samples.items()},
        "guess": {"rows": rows, "fields": fields, "dropped": dropped},
    }
    roster.state = ImportState.MAPPING
    roster.save(update_fields=["reading", "state"])


def _set_aside(roster: RosterImport, fault: RosterUnreadable) -> None:
    """Nothing of a list that cannot be read stays, not even half of it."""
    _clear(roster)
    roster.reading["problem"] = fault.reason
    roster.state = ImportState.UNREADABLE
    roster.save(update_fields=["reading", "state"])
    files.forget(roster)


def _clear(roster: RosterImport) -> None:
    for table in (RosterRow, RosterUnit, RosterGone):
        table.objects.filter(roster=roster).delete()


_PHASES: dict[str, Callable[[RosterImport, Any], Progress]] = {
    "begin": _begin,
    "rows": _rows,
    "amend": _amend,
    "compare": _compare,
    "names": _names,
    "gone": _gone,
    "ask": _ask,
    "count": _count,
}
