"""Writing to the register."""

from ikrar.register.actions.committing import commit, commit_many, refuse_held
from ikrar.register.actions.continuing import hold_all, resume, rotate, succeed
from ikrar.register.actions.logs import open_log
from ikrar.register.actions.sequencing import sequence, sequence_all, watch

__all__ = [
    "commit",
    "commit_many",
    "hold_all",
    "open_log",
    "refuse_held",
    "resume",
    "rotate",
    "sequence",
    "sequence_all",
    "succeed",
    "watch",
]
