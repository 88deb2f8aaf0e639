"""An agency with two units, its people and officers, for the tests of this room."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.test import Client

from ikrar.agencies.models import Account, Agency, Staff, Unit
from ikrar.agencies.roles import Actor, Role
from tests.factories import agencies as make


@dataclass
class House:
    """Ratna of the personnel office, Budi who coordinates the first unit, Sari and others who sign."""

    agency: Agency
    first: Unit
    second: Unit
    ratna: Account
    budi: Account
    sari: Staff
    others: list[Staff]

    def actor(self, who: Account) -> Actor:
        return make.actor(who)


def house(**staff: Any) -> House:
    """One agency; Sari and two others in the first unit, two in the second."""
    agency = make.agency(zone="WITA", quiet_from=dt.time(3), quiet_until=dt.time(3))  # never quiet, whatever the hour
    first, second = make.unit(agency, "Dinas Pertama"), make.unit(agency, "Dinas Kedua")
    sari = make.staff(
        agency, "Sari Contohwati", at=first, **{"email": "sari@kota.example", "phone": "0812-3456-7890", **staff}
    )
    names = [("Rina Rekaan", first), ("Tono Rekaan", first), ("Dewi Rekaan", second), ("Agus Rekaan", second)]
    others = [make.staff(agency, name, at=at, phone="", email="") for name, at in names]
    ratna = make.officer(Role.PERSONNEL, agency, name="Ratna Rekaan", mfa=True)
    budi = make.officer(Role.COORDINATOR, unit=first, name="Budi Rekaan", mfa=True)
    return House(agency, first, second, ratna, budi, sari, others)


def logged_in(who: Account) -> Client:
    """A browser of this officer."""
    client = Client()
    client.force_login(who)
    return client
