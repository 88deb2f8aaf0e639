"""Writing to the register."""

from ikrar.register.actions.committing import commit, commit_many, refuse_held
from ikrar.register.actions.logs import open_log
from ikrar.register.actions.sequencing import sequence, sequence_all, watch

__all__ = ["commit", "commit_many", "open_log", "refuse_held", "sequence", "sequence_all", "watch"]
