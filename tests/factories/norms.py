"""Rows of the norms room as they stand."""

import datetime as dt
import uuid

from ikrar.agencies.models import Agency
from ikrar.core import tickets
from ikrar.norms.models import Inquiry


def inquiry(
    to: Agency, text: str = "Boleh jadi moderator lomba karaoke relawan?", *, day: dt.date
) -> tuple[Inquiry, str]:
    """A question to the legal office, and the code by which its answer is read."""
    number = uuid.uuid4()
    code = tickets.code(number)
    return Inquiry.objects.create(agency=to, ticket=number, lookup=tickets.lookup(code), text=text, day=day), code
