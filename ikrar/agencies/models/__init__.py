"""Tables of who there is: agencies, units, staff with their history, codes, officers, devices, the imports of the staff list."""

from ikrar.agencies.models.codes import (
    AddressCounter,
    Credential,
    DeskNumber,
    Handing,
    Objection,
    OneTimeCode,
    PinCounter,
)
from ikrar.agencies.models.lists import RosterChange, RosterGone, RosterImport, RosterRow, RosterUnit
from ikrar.agencies.models.officers import Account, AccountManager, AccountReset, Device, LoginCounter, RoleGrant
from ikrar.agencies.models.offices import Agency, Unit
from ikrar.agencies.models.people import Assignment, Snapshot, Staff, StaffNumber

__all__ = [
    "Account",
    "AccountManager",
    "AccountReset",
    "AddressCounter",
    "Agency",
    "Assignment",
    "Credential",
    "DeskNumber",
    "Device",
    "Handing",
    "LoginCounter",
    "Objection",
    "OneTimeCode",
    "PinCounter",
    "RoleGrant",
    "RosterChange",
    "RosterGone",
    "RosterImport",
    "RosterRow",
    "RosterUnit",
    "Snapshot",
    "Staff",
    "StaffNumber",
    "Unit",
]
