"""Tables of the register."""

from ikrar.register.models.logs import Head, Leaf, Log, LogKey, Pending

__all__ = ["Head", "Leaf", "Log", "LogKey", "Pending"]
