"""Guests of other institutions who are announced before they come."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.actions.inviting import held
from ikrar.outreach.models import Activity, Guest
from ikrar.outreach.permissions import INVITE
from ikrar.outreach.queries import guests as queries
from ikrar.outreach.queries.guests import Line
from ikrar.outreach.rules import CHANGING, GUEST_LINES_MOST


@transaction.atomic
def announce_guests(activity: Activity, lines: Iterable[Line], *, by: Actor, at: dt.datetime) -> int:
    """Write down these guests; whoever is in the list already is left as is. Returns how many are new."""
    activity = held(activity, by)
    ready = [line for line in lines if line.is_ready]
    if len(ready) > GUEST_LINES_MOST:
        raise Refused(
            _("Paling banyak %(most)d baris sekali tempel. Bagi dua.") % {"most": GUEST_LINES_MOST}, field="lines"
        )
    known, fresh = queries.same(activity.guests.all()), []
    for line in ready:
        key = queries.key_of(line.name, line.institution)
        if key not in known:
            known.add(key)
            told = {"name": line.name, "office": line.office, "institution": line.institution}
            fresh.append(Guest(activity=activity, by=by.id, at=at, **told))
    Guest.objects.bulk_create(fresh)
    if fresh:
        audit.record("outreach.guests_announced", activity, by=by, fields=[str(len(fresh))])
    return len(fresh)


def _held(guest: Guest, by: Actor) -> Guest:
    """The guest as it is now, while what is told of the activity may still change."""
    activity = locked(guest.activity)
    if not may(by, INVITE, on=activity):
        raise Refused(_("Anda tidak berhak mengundang untuk kegiatan ini."))
    if activity.state not in CHANGING:
        raise Refused(_("Kegiatan ini sudah dilaporkan, jadi tidak diubah lagi."))
    found = Guest.objects.select_for_update(of=("self",), no_key=True).filter(pk=guest.pk).first()
    if found is None:
        raise Refused(_("Tamu ini sudah dihapus dari daftar."))
    found.activity = activity
    return found


@transaction.atomic
def change_guest(guest: Guest, *, name: str, office: str, institution: str, by: Actor, at: dt.datetime) -> Guest:
    """Put right how a guest is called."""
    guest = _held(guest, by)
    others = queries.same(guest.activity.guests.exclude(pk=guest.pk))
    if queries.key_of(name, institution) in others:
        raise Refused(_("Tamu dengan nama dan instansi ini sudah ada di daftar."), field="name")
    told = {"name": name, "office": office, "institution": institution}
    changed = [field for field, value in told.items() if getattr(guest, field) != value]
    for field in changed:
        setattr(guest, field, told[field])
    if changed:
        guest.save(update_fields=changed)
        audit.record("outreach.guest_changed", guest.activity, by=by, fields=changed)
    return guest


@transaction.atomic
def remove_guest(guest: Guest, *, by: Actor, at: dt.datetime) -> None:
    """Take a guest off the list who was never recorded; the badge goes too."""
    guest = _held(guest, by)
    if queries.is_recorded(guest):
        raise Refused(_("Tamu ini sudah tercatat di meja, jadi tidak dapat dihapus."))
    audit.record("outreach.guest_removed", guest.activity, by=by)
    guest.delete()
