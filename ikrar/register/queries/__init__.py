"""Reading the register."""

from ikrar.register.queries.logs import (
    Queue,
    all_logs,
    current,
    entries,
    heads,
    held_logs,
    log_of,
    overdue,
    proof_of,
    queues,
    standing_logs,
    waiting,
)
from ikrar.register.queries.told import Placed, head_over, key_of, newest_head, newest_of, told, told_in_cycle, waits

__all__ = [
    "Placed",
    "Queue",
    "all_logs",
    "current",
    "entries",
    "head_over",
    "heads",
    "held_logs",
    "key_of",
    "log_of",
    "newest_head",
    "newest_of",
    "overdue",
    "proof_of",
    "queues",
    "standing_logs",
    "told",
    "told_in_cycle",
    "waiting",
    "waits",
]
