"""Counting what comes from one network address, which itself rests nowhere."""

import datetime as dt

from django.db import transaction

from ikrar.agencies.models import AddressCounter
from ikrar.core import keys


@transaction.atomic
def count(*what: str, minutes: int, at: dt.datetime) -> int:
    """Count one more of `what`, whose last part is the address; how many there are now within the window.

    Who limits by it must leave room for a whole hall behind one address.
    """
    row, _made = AddressCounter.objects.select_for_update().get_or_create(
        address=keys.mac("cookie", *what)[:16], defaults={"since": at}
    )
    if row.since <= at - dt.timedelta(minutes=minutes):
        row.unknown, row.since = 0, at
    row.unknown += 1
    row.save()
    return row.unknown
