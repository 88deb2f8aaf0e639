"""Every write about an agency's circulars."""

import datetime as dt

from django.db import transaction

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.norms.models import Circular


@transaction.atomic
def record_circular(
    agency: Agency, *, number: str, year: int, title: str, source: str = "", by: Actor, at: dt.datetime
) -> Circular:
    """Write down a circular by number and title, as a source tells it; told twice, it is one."""
    told = {"title": title, "source": source}
    made, is_new = Circular.objects.get_or_create(agency=agency, year=year, number=number, defaults=told)
    if is_new:
        audit.record("norms.circular_recorded", made, by=by, values={"number": number})
    return made
