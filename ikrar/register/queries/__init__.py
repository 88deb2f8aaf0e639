"""Reading the register."""

from ikrar.register.queries.logs import (
    all_logs,
    current,
    entries,
    heads,
    held_logs,
    log_of,
    overdue,
    proof_of,
    standing_logs,
    waiting,
)

__all__ = [
    "all_logs",
    "current",
    "entries",
    "heads",
    "held_logs",
    "log_of",
    "overdue",
    "proof_of",
    "standing_logs",
    "waiting",
]
