"""Log lines without people: no address (it can hold a personal code) and no text of an error (it can hold a name)."""

import logging
import traceback
from types import TracebackType
from typing import Any


class Unnamed(logging.Filter):
    """What Django says about a request is told by status and view, not by address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            record.msg = "%s %s %s"
            record.args = (
                getattr(record, "status_code", "-"),
                getattr(request, "method", "-"),
                match.view_name if match else "(no view)",
            )
        return True


class Line(logging.Formatter):
    """One line; of an exception only where it happened and its class."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _error, trace = ei
        frames = "".join(traceback.format_tb(trace)).rstrip() if trace else ""
        return f"{frames}\n{kind.__qualname__ if kind else ''}"

    def format(self, record: logging.LogRecord) -> str:
        kept: Any = record.exc_text
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept
