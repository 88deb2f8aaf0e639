"""Reading the register."""

from ikrar.register.queries.logs import all_logs, current, log_of, overdue, proof_of, reader, waiting

__all__ = ["all_logs", "current", "log_of", "overdue", "proof_of", "reader", "waiting"]
