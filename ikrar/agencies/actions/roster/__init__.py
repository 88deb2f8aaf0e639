"""The staff list from the uploaded file to the list itself: read, staged, compared, decided, applied, taken back, forgotten."""

from ikrar.agencies.actions.roster.applying import apply_roster, apply_step
from ikrar.agencies.actions.roster.deciding import decide_row, decide_units
from ikrar.agencies.actions.roster.hooks import register_dependents, register_leavings, register_wait
from ikrar.agencies.actions.roster.purging import forget_next, purge_abandoned
from ikrar.agencies.actions.roster.reading import Progress, read_step
from ikrar.agencies.actions.roster.undoing import take_back_roster, take_back_step
from ikrar.agencies.actions.roster.uploading import discard_roster, locked, map_columns, upload_roster

__all__ = [
    "Progress",
    "apply_roster",
    "apply_step",
    "decide_row",
    "decide_units",
    "discard_roster",
    "forget_next",
    "locked",
    "map_columns",
    "purge_abandoned",
    "read_step",
    "register_dependents",
    "register_leavings",
    "register_wait",
    "take_back_roster",
    "take_back_step",
    "upload_roster",
]
