"""Writes the rows that somebody has to mend as a workbook of strings, in which nothing can run."""

from collections.abc import Iterable, Mapping
from os import PathLike, fspath

import xlsxwriter

from .outcomes import Row

_COLUMNS = (("column_line", 8), ("column_name", 32), ("column_had", 40), ("column_wrong", 90))
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST = 32_000


def write_error_file(rows: Iterable[Row], out_path: str | PathLike[str], words: Mapping[str, str]) -> None:
    """One line for each row with a reason. `words` says each reason, and the headings under `column_…`."""
    with xlsxwriter.Workbook(fspath(out_path), _OPTIONS) as book:
        sheet = book.add_worksheet()
        for column, (heading, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, safe(words.get(heading, heading)))
        for line, row in enumerate((row for row in rows if row.reason), 1):
            for column, text in enumerate(_told(row, words)):
                sheet.write_string(line, column, safe(text))


def _told(row: Row, words: Mapping[str, str]) -> tuple[str, str, str, str]:
    others = ", ".join(map(str, row.others))
    wrong = words.get(row.reason, row.reason)
    return str(row.line), row.name, row.raw, f"{wrong} ({others})" if others else wrong


def safe(text: str) -> str:
    """The text with a mark before it where a spreadsheet could take it for a formula."""
    text = text[:_LONGEST]
    return (
        f"'{text}"
        if text.lstrip(" \n\u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
        else text
    )
