"""Reading codes, their holders and their counters."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q, QuerySet

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Credential, DeskNumber, Handing, Staff
from ikrar.agencies.pins import Counter
from ikrar.agencies.rules import (
    CODE_LENGTH,
    DESK_NUMBER_MINUTES,
    DESK_NUMBER_TRIES,
    UNKNOWN_CODES_MINUTES,
    ContactSource,
)
from ikrar.core import ids, keys, prepared


def credential_by_code(typed: str) -> Credential | None:
    """The live credential of a typed code; None where the code is mistyped, unknown or ended."""
    code = ids.checked(typed, CODE_LENGTH)
    if code is None:
        return None
    found = prepared.row(
        "SELECT id FROM agencies_credential WHERE lookup = %s AND ended_at IS NULL", [tokens.lookup(code)]
    )
    return Credential.from_db(None, ["id"], found) if found else None


def live_credential(pk: int) -> Credential | None:
    return Credential.objects.select_related("staff", "agency").filter(pk=pk, ended_at=None).first()


@dataclass(frozen=True)
class Held:
    """A live code as the page of the PIN needs it."""

    name: str
    has_pin: bool


def held(credential_id: int) -> Held | None:
    """Whose live code this is, and whether its PIN is set; None where it has ended."""
    found = prepared.row(
        "SELECT s.name, c.pin IS NOT NULL FROM agencies_credential c JOIN agencies_staff s ON s.id = c.staff_id "
        "WHERE c.id = %s AND c.ended_at IS NULL",
        [credential_id],
    )
    return Held(*found) if found else None


def left_at(credential_id: int, device: str) -> dt.datetime | None:
    """When the code's holder last left on this device."""
    found = prepared.row(
        "SELECT left_at FROM agencies_pincounter WHERE credential_id = %s AND device = %s AND device <> ''",
        [credential_id, device],
    )
    return prepared.moment(found[0]) if found else None


_PIN = """
SELECT c.ended_at IS NULL, c.pin, s.number, own.wrong, own.closed_until, shared.wrong, shared.closed_until
FROM agencies_credential c JOIN agencies_staff s ON s.id = c.staff_id
LEFT JOIN agencies_pincounter own ON own.credential_id = c.id AND own.device = %s AND own.device <> ''
LEFT JOIN agencies_pincounter shared ON shared.credential_id = c.id AND shared.device = ''
WHERE c.id = %s
"""


@dataclass(frozen=True)
class PinRow:
    """A code, its verifier, and how its counters stand for one phone."""

    is_live: bool
    pin: bytes | None
    number: str
    own_wrong: int | None
    own_closed: dt.datetime | None
    shared_wrong: int | None
    shared_closed: dt.datetime | None

    @property
    def knows_phone(self) -> bool:
        """Was the PIN once right on this phone?"""
        return self.own_wrong is not None

    @property
    def counter(self) -> Counter:
        """The counter that a wrong PIN from this phone goes to.

        A phone on which the PIN was once right has its own; all others share one, so that a stranger can neither
        guess without end from new phones nor lock out the holder.
        """
        if self.own_wrong is not None:
            return Counter(self.own_wrong, prepared.moment(self.own_closed))
        return Counter(self.shared_wrong or 0, prepared.moment(self.shared_closed))


_HOLD = (
    "SELECT s.id FROM agencies_credential c JOIN agencies_staff s ON s.id = c.staff_id WHERE c.id = %s FOR UPDATE OF s"
)


def hold(credential_id: int) -> None:
    """Hold the code's person until the transaction ends; whatever tries a PIN comes through here.

    A statement of its own: one that waits for a lock reads other tables, such as the counters, as they were before it
    waited, so that many PINs at once would all be heard.
    """
    if connection.vendor == "postgresql":
        prepared.row(_HOLD, [credential_id])


def pin_row(credential_id: int, device: str) -> PinRow | None:
    """The code with its counters; held until the transaction ends."""
    hold(credential_id)
    found = prepared.row(_PIN, [device, credential_id])
    return PinRow(*found) if found else None


def credentials_of(staff: "QuerySet[Staff] | list[int]") -> dict[int, Credential]:
    """Live credentials by person."""
    rows = Credential.objects.filter(ended_at=None, staff__in=staff)
    return {row.staff_id: row for row in rows}


def without_credential(staff_ids: list[int]) -> list[int]:
    """Those of the given people who have no live credential yet."""
    held = set(Credential.objects.filter(ended_at=None, staff__in=staff_ids).values_list("staff_id", flat=True))
    return [pk for pk in staff_ids if pk not in held]


def unknown_from(address: str, at: dt.datetime) -> int:
    """How many unknown codes this address has typed within the window."""
    digest = keys.mac("cookie", "address", address)[:16]
    found = prepared.row("SELECT unknown, since FROM agencies_addresscounter WHERE address = %s", [digest])
    since = prepared.moment(found[1]) if found else None
    return int(found[0]) if found and since and since > at - dt.timedelta(minutes=UNKNOWN_CODES_MINUTES) else 0


def confirmable(credential: Credential) -> str:
    """The e-mail to which a one-time code may go: registered, and not merely told by a coordinator."""
    staff = credential.staff
    return "" if staff.email_source == "coordinator" and staff.email_confirmed_at is None else staff.email


_UNCONFIRMED = Q(staff__email_source=ContactSource.COORDINATOR, staff__email_confirmed_at=None)
#: The same as a condition on rows with `staff`.
REGISTERED = ~Q(staff__email="") & ~_UNCONFIRMED


def shown_number(credential_id: int, at: dt.datetime) -> DeskNumber | None:
    """The number for a desk that this code's holder can still show."""
    rows = DeskNumber.objects.filter(
        credential=credential_id, used_at=None, tries__lt=DESK_NUMBER_TRIES,
        made_at__gt=at - dt.timedelta(minutes=DESK_NUMBER_MINUTES),
    )  # fmt: skip
    return rows.order_by("-made_at").first()


def has_handed(credential: Credential, officer: Account) -> bool:
    """Did this officer, by this account or another of the same person, get to see the code to pass it on?"""
    accounts = {officer.pk}
    if officer.staff_id is not None:
        accounts |= set(Account.objects.filter(staff=officer.staff_id).values_list("pk", flat=True))
    return credential.handed_by in accounts or Handing.objects.filter(credential=credential, by__in=accounts).exists()


def handed_credentials(agency_id: int) -> QuerySet[Credential]:
    """Live codes that somebody handed on and nobody confirmed."""
    return Credential.objects.filter(
        Q(agency=agency_id, ended_at=None, confirmed_at=None), handed_by__isnull=False
    ).order_by(F("handed_at").desc())


def has_staff(agency_id: int) -> bool:
    """Has any staff list been applied here yet?"""
    return Staff.objects.filter(agency=agency_id).exists()


def account_names(agency_id: int) -> dict[int, str]:
    """Officers' names by account id, for figures about vouching and for the trace."""
    return {row.pk: str(row) for row in Account.objects.filter(agency=agency_id)}
