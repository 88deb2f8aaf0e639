"""Every read about agencies, staff, codes, officers and devices."""

from ikrar.agencies.queries.credentials import (
    REGISTERED,
    account_names,
    confirmable,
    credential_by_code,
    credentials_of,
    handed_credentials,
    has_handed,
    has_staff,
    held,
    hold,
    left_at,
    live_credential,
    pin_row,
    shown_number,
    unknown_from,
    without_credential,
)
from ikrar.agencies.queries.officers import account_actor, device_actor, officer_actor

__all__ = [
    "REGISTERED",
    "account_actor",
    "account_names",
    "confirmable",
    "credential_by_code",
    "credentials_of",
    "device_actor",
    "handed_credentials",
    "has_handed",
    "has_staff",
    "held",
    "hold",
    "left_at",
    "live_credential",
    "officer_actor",
    "pin_row",
    "shown_number",
    "unknown_from",
    "without_credential",
]
