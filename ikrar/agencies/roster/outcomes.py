"""What is said about each row of a staff list: the outcomes, the reasons, and why a whole file cannot be read."""

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HELD = "held"
    SKIPPED = "skipped"
    LAYOUT = "layout"


class Row(NamedTuple):
    """One row of the file. `others` are the lines it conflicts with or repeats; `raw` is the offending cell."""

    line: int
    sheet: int
    outcome: Outcome
    reason: str = ""
    others: tuple[int, ...] = ()
    number: str = ""
    name: str = ""
    title_front: str = ""
    title_back: str = ""
    kind: str = ""
    unit: str = ""
    parent_unit: str = ""
    position: str = ""
    grade: str = ""
    phone: str = ""
    email: str = ""
    name_key: str = ""
    unit_key: str = ""
    raw: str = ""


class Amendment(NamedTuple):
    """What a row's outcome becomes once the whole file is known. It replaces outcome, reason and others."""

    line: int
    sheet: int
    outcome: Outcome
    reason: str
    others: tuple[int, ...]


# Each reason with its outcome and what it means; the words for people live with the screens.
REASONS: dict[str, tuple[Outcome, str]] = {
    "name_missing": (Outcome.REFUSED, "No name, or a name without a single letter."),
    "name_formula": (Outcome.REFUSED, "The name begins as a spreadsheet formula does."),
    "number_scientific": (Outcome.REFUSED, "The number is in scientific notation; its last digits are gone."),
    "number_lost_digits": (Outcome.REFUSED, "A numeric cell holds 15 digits; export the column as text."),
    "number_not_18_digits": (Outcome.REFUSED, "The number has fewer or more than 18 digits."),
    "number_not_digits": (Outcome.REFUSED, "The number holds something other than digits and separators."),
    "number_like_nik": (Outcome.REFUSED, "16 digits, as a population number (NIK) has; kept nowhere, shown masked."),
    "columns_shifted": (Outcome.REFUSED, "More cells than headings: a delimiter stands unquoted in a cell."),
    "quote_unclosed": (Outcome.REFUSED, "A cell swallowed the following lines: a quotation mark is not closed."),
    "cell_too_long": (Outcome.REFUSED, "A kept cell is longer than any name, unit or position is."),
    "birth_date_impossible": (Outcome.HELD, "The first 8 digits are no birth date of a civil servant."),
    "sex_digit_impossible": (Outcome.HELD, "The 15th digit is neither 1 nor 2."),
    "serial_zero": (Outcome.HELD, "The number ends in 000, as it does after a spreadsheet rounded it."),
    "number_with_two_names": (Outcome.HELD, "Rows with this number bear different names."),
    "number_in_two_places": (Outcome.HELD, "Rows with this number and name tell different units or positions."),
    "number_told_twice": (Outcome.HELD, "Rows with this number agree in name and place but differ elsewhere."),
    "twins_without_number": (Outcome.HELD, "Same name, unit and position without a number, but not the same row."),
    "same_row_twice": (Outcome.SKIPPED, "Every kept cell equals that of an earlier row."),
    "column_numbers": (Outcome.LAYOUT, "A row that counts the columns."),
    "group_row": (Outcome.LAYOUT, "A heading of a group of rows, or a note."),
    "total_row": (Outcome.LAYOUT, "A row of totals."),
    "heading_again": (Outcome.LAYOUT, "The headings repeated, or their second line."),
}

UNREADABLE: dict[str, str] = {
    "cannot_open": "The file cannot be opened.",
    "empty_file": "The file holds nothing.",
    "too_large": "The file is larger than allowed.",
    "too_heavy": "Opening the workbook took more memory or time than allowed.",
    "unknown_format": "Neither CSV, XLSX, XLS nor ODS.",
    "html": "A web page or XML saved under the name of a workbook.",
    "password": "The workbook is protected by a password.",
    "zip_bomb": "The workbook unpacks to far more than a staff list holds.",
    "broken": "The workbook is damaged.",
    "no_headings": "No row within the first 30 names the columns.",
    "no_rows": "Headings, but no row below them.",
    "cell_too_long": "A single cell is longer than any staff list needs.",
    "line_too_long": "A single line is longer than any staff list needs.",
    "quote_unclosed": "A quotation mark is opened and never closed.",
}


class RosterUnreadable(Exception):
    """The file as a whole cannot be read. `reason` is a slug of UNREADABLE; `detail` never quotes the file."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail or UNREADABLE[reason])
        self.reason = reason
        self.detail = detail or UNREADABLE[reason]

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"
