"""Reading codes, their holders and their counters."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, AddressCounter, Credential, PinCounter, Staff
from ikrar.agencies.pins import Counter
from ikrar.agencies.rules import CODE_LENGTH, UNKNOWN_CODES, UNKNOWN_CODES_MINUTES
from ikrar.core import ids, keys


def credential_by_code(typed: str) -> Credential | None:
    """The live credential of a typed code; None where the code is mistyped, unknown or ended."""
    code = ids.checked(typed, CODE_LENGTH)
    if code is None:
        return None
    return Credential.objects.select_related("staff").filter(lookup=tokens.lookup(code), ended_at=None).first()


def live_credential(pk: int) -> Credential | None:
    return Credential.objects.select_related("staff", "agency").filter(pk=pk, ended_at=None).first()


def credentials_of(staff: "QuerySet[Staff] | list[int]") -> dict[int, Credential]:
    """Live credentials by person."""
    rows = Credential.objects.filter(ended_at=None, staff__in=staff)
    return {row.staff_id: row for row in rows}


def without_credential(staff_ids: list[int]) -> list[int]:
    """Those of the given people who have no live credential yet."""
    held = set(Credential.objects.filter(ended_at=None, staff__in=staff_ids).values_list("staff_id", flat=True))
    return [pk for pk in staff_ids if pk not in held]


def counter(credential_id: int, device: str) -> tuple[str, Counter]:
    """Which counter a wrong PIN from this phone goes to, and how it stands.

    A phone on which the PIN was once right has its own; all others share one, so that a stranger can neither
    guess without end from new phones nor lock out the holder.
    """
    rows = {
        row.device: Counter(row.wrong, row.closed_until)
        for row in PinCounter.objects.filter(credential=credential_id, device__in=["", device])
    }
    return (device, rows[device]) if device and device in rows else ("", rows.get("", Counter()))


def address_waits(address: str, at: dt.datetime) -> bool:
    """Has this address typed too many unknown codes? Known codes are never limited by address."""
    since = at - dt.timedelta(minutes=UNKNOWN_CODES_MINUTES)
    return AddressCounter.objects.filter(
        address=keys.mac("cookie", "address", address)[:16], unknown__gte=UNKNOWN_CODES, since__gt=since
    ).exists()


def confirmable(credential: Credential) -> str:
    """The e-mail to which a one-time code may go: registered, and not merely told by a coordinator."""
    staff = credential.staff
    return "" if staff.email_source == "coordinator" and staff.email_confirmed_at is None else staff.email


def handed_credentials(agency_id: int) -> QuerySet[Credential]:
    """Live codes that somebody handed on and nobody confirmed."""
    return Credential.objects.filter(Q(agency=agency_id, ended_at=None, confirmed_at=None), handed_by__isnull=False).order_by(
        F("handed_at").desc()
    )


def has_staff(agency_id: int) -> bool:
    """Has any staff list been applied here yet?"""
    return Staff.objects.filter(agency=agency_id).exists()


def account_names(agency_id: int) -> dict[int, str]:
    """Officers' names by account id, for figures about vouching and for the trace."""
    return {row.pk: str(row) for row in Account.objects.filter(agency=agency_id)}
