"""Seats for units: giving and changing them, closing early, the unit's link; and the naming of delegates."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor, Kind
from ikrar.core import audit, zones
from ikrar.core.errors import Refused
from ikrar.outreach import links
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.actions.inviting import forget, held, open_for_inviting
from ikrar.outreach.models import Activity, Invitee, Quota
from ikrar.outreach.permissions import INVITE, NAME_DELEGATES
from ikrar.outreach.queries import inviting
from ikrar.outreach.queries import quotas as queries
from ikrar.outreach.rules import SEATS_MOST


@transaction.atomic
def give_seats(
    activity: Activity, units: Sequence[Unit], *, seats: int, until: dt.date, by: Actor, at: dt.datetime
) -> int:
    """Give each of these units so many seats until that day, anew where it has some; what was closed opens again."""
    activity = held(activity, by)
    _refuse(activity, seats, until, at)
    if not units or any(unit.agency_id != activity.agency_id for unit in units):
        raise Refused(_("Pilih paling sedikit satu unit."), field="units")
    known: Any = queries.units_with(activity, units)
    for quota in known.values():
        _refuse_fewer(quota, quota.named, seats)
    Quota.objects.filter(pk__in=[row.pk for row in known.values()]).update(seats=seats, until=until, closed_at=None)
    fresh = [_fresh(activity, unit, seats, until, by, at) for unit in units if unit.pk not in known]
    Quota.objects.bulk_create(fresh, batch_size=500)
    audit.record("outreach.seats_given", activity, by=by, fields=[str(len(units))])
    return len(units)


def _refuse(activity: Activity, seats: int, until: dt.date, at: dt.datetime) -> None:
    if not 1 <= seats <= SEATS_MOST:
        raise Refused(_("Tulis jumlah kursi, dari 1 sampai %(most)d.") % {"most": SEATS_MOST}, field="seats")
    if until < zones.today(activity.agency.zone, at):
        raise Refused(_("Batas waktunya sudah lewat. Pilih hari ini atau sesudahnya."), field="until")
    if activity.on and until > activity.on:
        raise Refused(_("Batas waktunya sesudah hari kegiatan. Pilih hari kegiatan atau sebelumnya."), field="until")


def _refuse_fewer(quota: Quota, named: int, seats: int) -> None:
    if named > seats:
        raise Refused(
            _("%(unit)s sudah menyebut %(named)d utusan. Batalkan dulu sebagian, atau beri kursi lebih banyak.")
            % {"unit": quota.unit.name, "named": named}, field="seats",
        )  # fmt: skip


def _fresh(activity: Activity, unit: Unit, seats: int, until: dt.date, by: Actor, at: dt.datetime) -> Quota:
    nonce = links.new_nonce()
    return Quota(
        agency_id=activity.agency_id, activity=activity, unit=unit, seats=seats, until=until, nonce=nonce,
        lookup=links.lookup(links.token_of(nonce)), by=by.id, made_at=at,
    )  # fmt: skip


def _held(quota: Quota) -> Quota:
    """The quota as it is now, with its activity locked: whoever invites or names waits for whoever does so already."""
    locked(quota.activity)
    rows = Quota.objects.select_related("activity__agency", "unit__merged_into")
    found = rows.filter(pk=quota.pk).first()
    if found is None:
        raise Refused(_("Jatah ini sudah dihapus panitia."))
    return found


def _managed(quota: Quota, by: Actor) -> Quota:
    quota = _held(quota)
    if not may(by, INVITE, on=quota.activity):
        raise Refused(_("Anda tidak berhak mengundang untuk kegiatan ini."))
    open_for_inviting(quota.activity)
    return quota


@transaction.atomic
def change_quota(quota: Quota, *, seats: int, until: dt.date, by: Actor, at: dt.datetime) -> Quota:
    """Change the seats of one unit and its last day; what was closed opens again."""
    quota = _managed(quota, by)
    _refuse(quota.activity, seats, until, at)
    _refuse_fewer(quota, quota.delegates.count(), seats)
    quota.seats, quota.until, quota.closed_at = seats, until, None
    quota.save(update_fields=["seats", "until", "closed_at"])
    audit.record("outreach.quota_changed", quota, by=by, fields=["seats", "until"])
    return quota


@transaction.atomic
def close_quota(quota: Quota, *, by: Actor, at: dt.datetime) -> Quota:
    """From now on the unit names nobody; who was named stays invited. Asked twice, the first moment stays."""
    quota = _managed(quota, by)
    if quota.closed_at is None:
        quota.closed_at = at
        quota.save(update_fields=["closed_at"])
        audit.record("outreach.quota_closed", quota, by=by, fields=["closed_at"])
    return quota


@transaction.atomic
def renew_link(quota: Quota, *, by: Actor, at: dt.datetime) -> Quota:
    """A new link for the unit; the one before opens nothing any more."""
    quota = _managed(quota, by)
    quota.nonce = links.new_nonce()
    quota.lookup = links.lookup(links.token_of(quota.nonce))
    quota.save(update_fields=["nonce", "lookup"])
    audit.record("outreach.quota_link_renewed", quota, by=by)
    return quota


@transaction.atomic
def remove_quota(quota: Quota, *, by: Actor, at: dt.datetime) -> None:
    """Take a unit's seats away while it has named nobody."""
    quota = _managed(quota, by)
    if quota.delegates.exists():
        raise Refused(_("Unit ini sudah menyebut utusan. Tutup jatahnya, atau batalkan dulu utusannya."))
    audit.record("outreach.quota_removed", quota, by=by)
    quota.delete()


@transaction.atomic
def name_delegate(quota: Quota, staff: int, *, instead: int | None = None, by: Actor, at: dt.datetime) -> Invitee:
    """The unit names somebody, maybe in another's place; never more than it has seats, and nobody twice."""
    quota = _for_naming(quota, by, at)
    person = next(iter(queries.nameable(quota, at).filter(staff=staff).order_by()), None)
    if person is None:
        raise Refused(_("Orang ini tidak bertugas di unit ini. Cari namanya lagi."))
    known = Invitee.objects.filter(activity=quota.activity, staff=staff).select_related("quota__unit").first()
    if known is not None:
        return _already(known, quota)
    if instead is not None:
        _release(quota, instead, at)
    if quota.delegates.count() >= quota.seats:
        raise Refused(
            _("Semua %(seats)d kursi unit ini sudah terisi. Ganti salah satu utusannya.") % {"seats": quota.seats}
        )
    made = Invitee.objects.create(
        activity=quota.activity, staff_id=staff, unit_id=person.unit_id, quota=quota, by=by.id, at=at
    )
    audit.record("outreach.delegate_named", quota, by=by, fields=_told(by, staff))
    return made


def _already(known: Invitee, quota: Quota) -> Invitee:
    if known.quota_id == quota.pk:
        return known
    if known.quota is not None:
        raise Refused(_("Orang ini sudah menjadi utusan %(unit)s. Pilih orang lain.") % {"unit": known.quota.unit.name})
    raise Refused(_("Orang ini sudah diundang langsung oleh panitia, tanpa memakai kursi unit. Pilih orang lain."))


@transaction.atomic
def release_delegate(quota: Quota, staff: int, *, by: Actor, at: dt.datetime) -> None:
    """Take a delegate's seat back while nobody recorded the person; asked twice, it is done once."""
    quota = _for_naming(quota, by, at)
    if _release(quota, staff, at):
        audit.record("outreach.delegate_released", quota, by=by, fields=_told(by, staff))


def _release(quota: Quota, staff: int, at: dt.datetime) -> int:
    if inviting.recorded(quota.activity, [staff]):
        raise Refused(_("Orang ini sudah tercatat hadir, jadi tidak dapat diganti."))
    mine = quota.delegates.filter(staff=staff).exists()
    return forget(quota.activity, [staff], at=at) if mine else 0


def _for_naming(quota: Quota, by: Actor, at: dt.datetime) -> Quota:
    """Held, for the committee as long as it invites, for the unit until its last day."""
    quota = _held(quota)
    is_link = by.kind is Kind.NOBODY and by.agency_id == quota.agency_id
    if not is_link and not may(by, NAME_DELEGATES, on=quota):
        raise Refused(_("Jatah ini milik unit lain."))
    open_for_inviting(quota.activity)
    if not may(by, INVITE, on=quota.activity) and not queries.is_open(quota, at):
        raise Refused(_("Waktu menyebut utusan sudah lewat. Hubungi panitia kegiatan ini."))
    return quota


def _told(by: Actor, staff: int) -> list[str]:
    return [f"staff {staff}", *(["link"] if by.kind is Kind.NOBODY else [])]
