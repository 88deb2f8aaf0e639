"""Every read about agencies, staff, codes, officers and devices."""

from ikrar.agencies.queries.credentials import (
    account_names,
    address_waits,
    confirmable,
    credential_by_code,
    credentials_of,
    handed_credentials,
    has_staff,
    held,
    live_credential,
    pin_row,
    without_credential,
)
from ikrar.agencies.queries.officers import account_actor, device_actor, officer_actor

__all__ = [
    "account_names",
    "account_actor",
    "address_waits",
    "confirmable",
    "credential_by_code",
    "credentials_of",
    "device_actor",
    "handed_credentials",
    "has_staff",
    "held",
    "live_credential",
    "officer_actor",
    "pin_row",
    "without_credential",
]
