"""Reading terms of law as they hold for an agency on a day."""

import datetime as dt
from typing import Any

from django.utils.translation import override

from ikrar.agencies.models import Agency
from ikrar.norms.held import Row, cite
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules.provisions import Kind, Stance


def term_row(agency: Agency | None, slug: str, on: dt.date) -> dict[str, Any] | None:
    """The term that was in force on a day, whole, with its articles as people cite them; a clock keeps it as it is."""
    rows = HeldRows(agency, on)
    held = rows.row(Kind.TERM, slug)
    return _told(held, rows) if held else None


def term_rows(agency: Agency | None, on: dt.date) -> list[dict[str, Any]]:
    """Every term that is in force on a day, in the order of the file."""
    rows = HeldRows(agency, on)
    return [_told(held, rows) for held in rows.all(Kind.TERM)]


def _told(held: Row, rows: HeldRows) -> dict[str, Any]:
    """An agency that corrects a term is heard first, and the national text stays as another reading beside it."""
    own = held.own.body if held.own and held.own.stance == Stance.DIFFERS else None
    told = {**held.body, **(own or {})}
    if own:
        with override("id"):
            why = str(Stance.NATIONAL.label)
        national = {"number": held.body["number"], "unit": held.body["unit"], "why": why}
        told["readings"] = [*own.get("readings", []), national]
    status = "approved" if own or held.is_verified else "draft"
    return {**told, "slug": held.slug, "status": status, "articles": [cite(rows, basis) for basis in told["bases"]]}
