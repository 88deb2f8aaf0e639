"""Checks each row of a staff list as it streams by: what stands in it, and what earlier rows said."""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from . import layout, names, numbers
from .conflicts import SHEET_SHIFT, Conflicts
from .headings import Headings
from .outcomes import Amendment, Outcome, Row

_CACHED = 50_000
_LONGEST = 300
_LONGEST_NAME = 200
_RAW = 80
_ORDER = (
    "number", "name", "title_front", "title_back", "kind", "state", "unit", "parent_unit", "position", "grade",
    "phone", "email", "birth", "sex",
)  # fmt: skip
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")


class _TooLong(Exception):
    """A kept cell is longer than any name, unit or position is."""


class _Texts(dict[str, tuple[str, str]]):
    """Cells that repeat (units, positions, grades, titles) with their cleaned and compared forms, worked out once."""

    def __missing__(self, cell: str) -> tuple[str, str]:
        if len(cell) > _LONGEST:
            raise _TooLong(cell)
        if len(self) >= _CACHED:
            self.clear()
        shown = names.clean(cell)
        self[str(cell)] = found = (shown, names.key(shown))
        return found


class _Kinds(dict[str, str]):
    """Status cells with the kind they tell."""

    def __missing__(self, cell: str) -> str:
        if len(self) >= _CACHED:
            self.clear()
        self[str(cell)] = kind = numbers.kind_told(cell[:_LONGEST])
        return kind


class _Births(dict[str, bool]):
    """The first eight digits of numbers, and whether they are a birth date."""

    def __missing__(self, digits: str) -> bool:
        if len(self) >= _CACHED:
            self.clear()
        self[digits] = found = numbers.is_birth_date(digits)
        return found


class Checker:
    """The state of checking one file: what was seen, and how many rows came out how."""

    def __init__(self) -> None:
        self.tally = dict.fromkeys(map(str, Outcome), 0)
        self.texts, self.kinds, self.births = _Texts(), _Kinds(), _Births()
        self.conflicts = Conflicts()
        #: Lines whose telephone number is too short to be one, and so is not kept.
        self.short_phones: list[int] = []

    def counts(self) -> dict[Outcome, int]:
        """How many rows came out how; those that later rows contradicted are among the held."""
        counts = {outcome: self.tally[str(outcome)] for outcome in Outcome}
        # Every row that is remembered is accepted or held, so the accepted need no counting of their own.
        counts[Outcome.ACCEPTED] = len(self.conflicts.lines) - counts[Outcome.HELD] - self.conflicts.turned
        counts[Outcome.HELD] += self.conflicts.turned
        return counts

    def amendments(self) -> list[Amendment]:
        return list(self.conflicts.amendments())

    def check(self, records: Iterable[tuple[int, list[str]]], headings: Headings, sheet: int) -> Iterator[Row]:
        """Each record as a row with its provisional outcome, counted.

        A million rows pass here: it is one long function on purpose, with everything at hand, and only the unusual
        row is looked at elsewhere.
        """
        read = _Reader(headings)
        width, pick, alternates, merge = read.width, read.pick, read.alternates, read.merge
        texts, kinds, births, known = self.texts, self.kinds, self.births, self.conflicts
        by_number, by_place = known.by_number, known.by_place
        add_line, add_name = known.lines.append, known.names.append
        add_place, add_print = known.places.append, known.prints.append
        lines, plain, no_title = known.lines, names.PLAIN, names.TITLES.isdisjoint
        accepted, held, new = Outcome.ACCEPTED, Outcome.HELD, tuple.__new__
        nobody: tuple[int, ...] = ()
        tally, above = self.tally, sheet << SHEET_SHIFT
        for line, cells in records:
            if len(cells) != width or read.surplus is None:
                evened = read.evened(cells)
                if evened is None:
                    tally["refused"] += 1
                    yield Row(line, sheet, Outcome.REFUSED, "columns_shifted" if cells else "quote_unclosed")
                    continue
                cells = evened
            cells.append("")
            if alternates:
                merge(cells)
            number, name, front, back, kind, state, unit, parent, position, grade, phone, email, birth, sex = pick(
                cells
            )
            try:
                if (
                    # A row without a number may be layout, unless it tells a unit and a position met before.
                    (len(number) == 18 and number.isdigit() and number.isascii())
                    or (
                        not number
                        and (unit and position and unit in texts and position in texts)
                        and name.casefold() != read.name_heading
                    )
                ) and (
                    no_title(words := (name_key := name.lower()).split(" "))
                    and (("".join(words).isalpha() and "" not in words) or plain(name))
                    and len(name) <= _LONGEST_NAME
                ):
                    if not name.isascii():
                        name_key = names.key(name)
                    front, front_key = texts[front]
                    back, back_key = texts[back]
                else:
                    person = self._unusual(line, sheet, cells, number, name, headings)
                    if person is None or isinstance(person, Row):
                        if person:
                            tally[person[2].value] += 1
                            yield person
                        continue
                    number, name, name_key, parted_front, parted_back = person
                    front, front_key = texts[front if front and not front.isspace() else parted_front]
                    back, back_key = texts[back if back and not back.isspace() else parted_back]
                unit, unit_key = texts[unit]
                parent, parent_key = texts[parent]
                position, position_key = texts[position]
                grade, grade_key = texts[grade]
                phone_key = phone
                if not phone.isdigit() or type(phone) is not str or len(phone) < numbers.PHONE_DIGITS:
                    phone, phone_key = _phone(phone)
                    if phone_key and not phone:
                        self.short_phones.append(line)
                email = email.strip()
                if len(phone) + len(email) + len(birth) > _LONGEST:
                    raise _TooLong("")
            except _TooLong as long:
                tally["refused"] += 1
                yield Row(line, sheet, Outcome.REFUSED, "cell_too_long", raw=_raw(str(long)))
                continue

            kind = kinds[kind] or numbers.kind_from(number)
            place = hash((unit_key, position_key))
            print_ = hash(
                (
                    name_key, place, front_key, back_key, parent_key, grade_key, phone_key, email.lower(), birth, sex,
                    state, kind,
                )
            )  # fmt: skip
            index = len(lines)
            outcome, reason, others = accepted, "", nobody
            if number:
                first = by_number.setdefault(int(number), index)
                if not births[number[:8]] or number[14] not in "12" or number[15:] == "000":
                    outcome, reason = held, numbers.doubt(number)
            else:
                first = by_place.setdefault(hash((name_key, place)), index)
                known.note_titles(front_key, back_key)
            if first == index:
                add_line(above | line)
                add_name(hash(name_key))
                add_place(place)
                add_print(print_)
            else:
                outcome, reason, others = known.compare(
                    first, above | line, hash(name_key), place, print_, number, reason
                )
            if outcome is accepted:
                raw = ""
            else:
                tally[outcome.value] += 1
                raw = _raw(offending(reason, number, name, unit)) if outcome is held else ""
            yield new(
                Row,
                (
                    line, sheet, outcome, reason, others, number, name, front, back, kind, unit, parent, position,
                    grade, phone, email, name_key, unit_key, raw,
                ),
            )  # fmt: skip

    def _unusual(
        self, line: int, sheet: int, cells: list[str], number: str, name: str, headings: Headings
    ) -> Row | tuple[str, str, str, str, str] | None:
        """Number, name, name as compared and titles of a row not written plainly; a finished row; None for a blank."""
        fault, told = "", number
        if not (len(number) == numbers.LENGTH and number.isascii() and number.isdigit()):
            if (found := layout.reason(line, cells, headings)) != "":
                return Row(line, sheet, Outcome.LAYOUT, found) if found else None
            if number:
                number = numbers.joined(told)
                fault = numbers.fault(told) if number else ""
        number = "" if fault else number
        if missing := _name_fault(name):
            return Row(line, sheet, Outcome.REFUSED, missing, number=number, raw=_raw(name))
        parted = names.split(name)
        if not parted.key:
            return Row(line, sheet, Outcome.REFUSED, "name_missing", number=number, raw=_raw(name))
        if len(parted.name) > _LONGEST_NAME:
            return Row(line, sheet, Outcome.REFUSED, "cell_too_long", number=number, raw=_raw(name))
        if fault:
            return Row(line, sheet, Outcome.REFUSED, fault, name=parted.name, name_key=parted.key, raw=_raw(told))
        return number, parted.name, parted.key, parted.front, parted.back


class _Reader:
    """How the fields of one sheet are picked from its records."""

    def __init__(self, headings: Headings) -> None:
        self.width = len(headings.texts)
        self.surplus: int | None = None
        self.name_heading = headings.texts[headings.columns["name"][0]].casefold()
        # A field without a column reads the blank that is appended to each record.
        self.pick = itemgetter(*(headings.columns.get(field, (self.width,))[0] for field in _ORDER))
        self.alternates = [columns for columns in headings.columns.values() if len(columns) > 1]

    def evened(self, record: Sequence[str]) -> list[str] | None:
        """The record as wide as the headings; None when cells stand beyond them, or could not be told apart.

        Some exports end each row, but not the headings, with delimiters: as many as the first row has are no fault.
        """
        beyond = record[self.width :]
        if self.surplus is None:
            self.surplus = len(beyond)
        if not record or len(beyond) > self.surplus or any(cell.strip() for cell in beyond):
            return None
        return [*record[: self.width], *[""] * (self.width - len(record))]

    def merge(self, cells: list[str]) -> None:
        """Let the first filled of several columns speak for the field."""
        for columns in self.alternates:
            first = cells[columns[0]]
            if not first or first.isspace():
                cells[columns[0]] = next((cells[column] for column in columns if cells[column].strip()), "")


def amend(row: Row, amendment: Amendment) -> Row:
    """The row as its amendment has it."""
    raw = _raw(offending(amendment.reason, row.number, row.name, row.unit))
    return row._replace(outcome=amendment.outcome, reason=amendment.reason, others=amendment.others, raw=raw)


def offending(reason: str, number: str, name: str, unit: str) -> str:
    """The cell that a person has to look at."""
    if reason == "number_in_two_places":
        return unit
    return number if reason in ("birth_date_impossible", "sex_digit_impossible", "serial_zero") else name


def _name_fault(cell: str) -> str:
    if names.begins_formula(cell):
        return "name_formula" if len(cell.strip()) > 1 else "name_missing"
    return "" if names.has_letter(cell) else "name_missing"


def _phone(cell: str) -> tuple[str, str]:
    """A phone cell as kept and as compared; a numeric cell has lost the zero that mobile numbers begin with.

    What is too short is not kept: the person is right, only the number is not.
    """
    if isinstance(cell, numbers.Numeric) and cell.startswith("8") and numbers.is_phone(cell):
        return f"0{cell}", f"0{cell}"
    shown = names.clean(cell).lstrip("'’")
    is_kept = numbers.is_phone(shown) or len(shown) > _LONGEST  # what is too long is refused as a column that slipped
    return shown if is_kept else "", numbers.joined(shown)


def _raw(cell: str) -> str:
    """The cell as the file had it, short, and without a NIK that strayed into it."""
    return _NIK.sub(lambda found: numbers.masked(found[0]), numbers.masked_nik(cell[: 4 * _RAW]))[:_RAW]
