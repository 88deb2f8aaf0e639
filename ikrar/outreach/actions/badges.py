"""Giving out badges, replacing and ending them."""

import datetime as dt
import os
from collections.abc import Iterable
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor, system
from ikrar.core import audit, keys, zones
from ikrar.core.errors import Refused
from ikrar.outreach import badges
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity, Badge, Invitee
from ikrar.outreach.rules import BADGE_DAYS, INVITING


@cache
def key() -> Ed25519PrivateKey:
    """The installation's key for badges, derived from the key of personal codes; its public half may be given out."""
    return Ed25519PrivateKey.from_private_bytes(keys.mac("code", "badge"))


def text(badge: Badge) -> str:
    """What the badge's QR code holds behind the host: `IK1…`."""
    return badges.text(bytes(badge.serial), badge.expires_at, key())


def expiry(activity: Activity) -> dt.datetime:
    """Until when the badges of an activity open its desks."""
    if activity.on is None:
        raise Refused(_("Kegiatan tanpa tanggal tidak punya lencana. Tulis dulu tanggalnya."))
    return zones.midnight(activity.on + dt.timedelta(days=BADGE_DAYS), activity.agency.zone)


@transaction.atomic
def give_badges(
    activity: Activity, staff: Iterable[int] = (), guests: Iterable[int] = (), *, by: Actor, at: dt.datetime
) -> list[Badge]:
    """A live badge for each of these who has none; one made for another day of the activity is ended before."""
    activity = locked(activity)
    if activity.state not in INVITING:
        raise Refused(_("Kegiatan ini sudah ditutup, jadi lencananya tidak dibuat lagi."))
    until = expiry(activity)
    wanted = {"staff_id": set(staff), "guest_id": set(guests)}
    live = Badge.objects.filter(activity=activity, ended_at=None)
    made: list[Badge] = []
    for field, people in wanted.items():
        mine = live.filter(**{f"{field}__in": people})
        mine.exclude(expires_at=until).update(ended_at=at, ended_why=_("Hari kegiatan berubah."))
        have = set(mine.values_list(field, flat=True))
        made += [_new(activity, field, person, until, at) for person in sorted(people - have)]
    Badge.objects.bulk_create(made, batch_size=500)
    if made:
        audit.record("outreach.badges_given", activity, by=by, fields=[str(len(made))])
    return made


def _new(activity: Activity, field: str, person: int, until: dt.datetime, at: dt.datetime) -> Badge:
    return Badge(
        agency_id=activity.agency_id, activity=activity, serial=os.urandom(badges.SERIAL_BYTES), expires_at=until,
        made_at=at, **{field: person},
    )  # fmt: skip


@transaction.atomic
def end_badge(badge: Badge, *, why: str, by: Actor, at: dt.datetime) -> Badge:
    """The badge opens nothing from now on; asked twice, the first reason stays."""
    if not why.strip():
        raise Refused(_("Tulis alasannya, contoh: hilang."), field="reason")
    badge = Badge.objects.select_for_update(of=("self",)).select_related("activity__agency").get(pk=badge.pk)
    if badge.ended_at is None:
        badge.ended_at, badge.ended_why = at, why.strip()[:200]
        badge.save(update_fields=["ended_at", "ended_why"])
        audit.record("outreach.badge_ended", badge, by=by, fields=["ended_at"], reason=why.strip())
    return badge


@transaction.atomic
def replace_badge(badge: Badge, *, why: str, by: Actor, at: dt.datetime) -> Badge:
    """End a badge and give its holder another; asked twice, the one that replaced it stays."""
    locked(badge.activity)  # before the badge, as giving does: two officers wait instead of blocking each other
    badge = end_badge(badge, why=why, by=by, at=at)
    whose = {"staff": [badge.staff_id]} if badge.staff_id else {"guests": [badge.guest_id]}
    made = give_badges(badge.activity, **whose, by=by, at=at)
    live = Badge.objects.filter(activity=badge.activity_id, staff=badge.staff_id, guest=badge.guest_id, ended_at=None)
    return made[0] if made else live.get()


@transaction.atomic
def give_own_badge(activity: Activity, staff: Staff, *, at: dt.datetime) -> Badge:
    """A badge for somebody invited who asks for it on the phone; not for one whose badge the committee ended."""
    activity = locked(activity)
    invited = Invitee.objects.filter(activity=activity, staff=staff).first()
    if invited is None:
        raise Refused(_("Anda tidak diundang ke kegiatan ini."))
    last = Badge.objects.filter(activity=activity, staff=staff).order_by("-pk").first()
    if last is not None and last.ended_at is not None and last.ended_at > invited.at:
        raise Refused(_("Lencana Anda dicabut panitia. Datang ke meja, petugas mencari nama Anda."))
    made = give_badges(activity, [staff.pk], by=system(activity.agency_id), at=at)
    return made[0] if made else Badge.objects.get(activity=activity, staff=staff, ended_at=None)
