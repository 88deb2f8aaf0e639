"""Staff lists as agencies export them: read from any of their formats, each row checked. Pure, without Django."""

from .checking import amend
from .error_file import write_error_file
from .headings import FIELDS, explains
from .outcomes import REASONS, UNREADABLE, Amendment, Outcome, RosterUnreadable, Row
from .proposals import Proposal
from .reading import MAX_BYTES, HeadingsUnknown, Roster, check_all, open_roster

__all__ = [
    "FIELDS",
    "MAX_BYTES",
    "REASONS",
    "UNREADABLE",
    "Amendment",
    "HeadingsUnknown",
    "Outcome",
    "Proposal",
    "Roster",
    "RosterUnreadable",
    "Row",
    "amend",
    "check_all",
    "explains",
    "open_roster",
    "write_error_file",
]
