"""Enrolling desks, opening them by a one-time code, revoking them."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Agency, Device
from ikrar.agencies.queries import officers
from ikrar.agencies.roles import Actor, system
from ikrar.agencies.rules import ENROLMENT_MINUTES
from ikrar.core import audit, ids
from ikrar.core.errors import Refused

#: Symbols of the code that opens a desk: 40 bits for ten minutes.
_SYMBOLS = 8


@transaction.atomic
def enrol_device(agency: Agency, *, label: str, officer: Account, by: Actor, at: dt.datetime) -> tuple[Device, str]:
    """Prepare a desk under an officer's charge; returns it and the code to type on it, which is shown once."""
    if agency.pk != by.agency_id or officer.agency_id != agency.pk or not officer.is_active:
        raise Refused(_("Petugas ini bukan petugas aktif di instansi Anda."), field="officer")
    code = ids.encode(secrets.randbits(5 * _SYMBOLS), _SYMBOLS)
    device = Device.objects.create(
        agency=agency,
        label=label,
        officer=officer,
        made_at=at,
        enrolment=tokens.token_digest(code),
        enrolment_until=at + dt.timedelta(minutes=ENROLMENT_MINUTES),
    )
    audit.record("agencies.device_enrolled", device, by=by, fields=["label", "officer"])
    return device, code


@transaction.atomic
def open_device(code: str, *, at: dt.datetime) -> tuple[Device, str]:
    """Turn the machine on which the code was typed into the desk; returns the token for its cookie. Works once."""
    device = officers.enrolling(code, at)
    token = tokens.new_token()
    opened = device and Device.objects.filter(pk=device.pk, enrolment=device.enrolment, ended_at=None).update(
        token=tokens.token_digest(token), enrolment=None, enrolment_until=None, seen_at=at
    )
    if not device or not opened:
        raise Refused(
            _(
                "Kode ini tidak dikenal, sudah dipakai, atau sudah lewat %(minutes)d menit. Buat kode baru di Perangkat meja."
            )
            % {"minutes": ENROLMENT_MINUTES},
            field="code",
        )
    audit.record("agencies.device_opened", device, by=system(device.agency_id))
    return device, token


@transaction.atomic
def revoke_device(device: Device, *, by: Actor, at: dt.datetime) -> Device:
    """Take a desk away at once: its next request is a stranger's."""
    if device.agency_id != by.agency_id:
        raise Refused(_("Perangkat ini bukan milik instansi Anda."))
    if Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at, token=None, enrolment=None):
        device.ended_at = at
        audit.record("agencies.device_revoked", device, by=by)
    return device
