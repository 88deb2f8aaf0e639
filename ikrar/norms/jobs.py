"""What the worker does for norms by itself."""

import datetime as dt

from ikrar.core import jobs
from ikrar.norms.actions import inquiries as actions


@jobs.every("norms.forget_inquiries", seconds=3600)
def forget_inquiries(*, at: dt.datetime) -> int:
    """Questions to the legal office go after their days."""
    return actions.forget_inquiries(at=at)
