"""Giving out badges and ending them."""

import datetime as dt
import os
from collections.abc import Iterable
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from ikrar.agencies.roles import Actor
from ikrar.core import audit, keys
from ikrar.outreach import badges
from ikrar.outreach.models import Activity, Badge


@cache
def key() -> Ed25519PrivateKey:
    """The installation's key for badges, derived from the key of personal codes; its public half may be given out."""
    return Ed25519PrivateKey.from_private_bytes(keys.mac("code", "badge"))


def text(badge: Badge) -> str:
    """What the badge's QR code holds behind the host: `IK1…`."""
    return badges.text(bytes(badge.serial), badge.expires_at, key())


@transaction.atomic
def give_badges(
    activity: Activity, staff: Iterable[int], *, expires_at: dt.datetime, by: Actor, at: dt.datetime
) -> list[Badge]:
    """A live badge for each of these people who has none; made in bulk."""
    wanted = set(staff)
    have = set(Badge.objects.filter(activity=activity, staff__in=wanted, ended_at=None).values_list("staff", flat=True))
    made = Badge.objects.bulk_create(
        [
            Badge(
                agency_id=activity.agency_id, activity=activity, staff_id=person, serial=os.urandom(badges.SERIAL_BYTES),
                expires_at=expires_at, made_at=at,
            )
            for person in sorted(wanted - have)
        ],
        batch_size=500,
    )  # fmt: skip
    if made:
        audit.record("outreach.badges_given", activity, by=by, fields=[str(len(made))])
    return made


@transaction.atomic
def end_badge(badge: Badge, *, why: str, by: Actor, at: dt.datetime) -> Badge:
    """The badge opens nothing from now on; asked twice, the first reason stays."""
    badge = Badge.objects.select_for_update().get(pk=badge.pk)
    if badge.ended_at is None:
        badge.ended_at, badge.ended_why = at, why[:200]
        badge.save(update_fields=["ended_at", "ended_why"])
        audit.record("outreach.badge_ended", badge, by=by, fields=["ended_at"], reason=why)
    return badge
