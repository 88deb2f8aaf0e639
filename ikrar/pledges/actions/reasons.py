"""Why somebody has not signed, as told: noted, changed, taken away, forgotten in time."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Staff
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.pledges.models import Campaign, Missing
from ikrar.pledges.rules import REASON_KEPT_DAYS, MissingReason


@transaction.atomic
def note_reason(
    campaign: Campaign, staff: Staff, *, reason: str, until: dt.date | None = None, by: Actor, at: dt.datetime
) -> Missing | None:
    """Keep one neutral reason a person; an empty one takes it away."""
    if campaign.signatures.filter(staff=staff, void=None).exists():
        raise Refused(_("%(name)s sudah tanda tangan, jadi tidak perlu alasan.") % {"name": staff.full_name})
    if reason and reason not in MissingReason.values:
        raise Refused(_("Pilih alasan dari daftar."), field="reason")
    audit.record("pledges.reason_noted", staff, by=by, fields=["reason"])
    if not reason:
        Missing.objects.filter(campaign=campaign, staff=staff).delete()
        return None
    told = {"agency_id": campaign.agency_id, "reason": reason, "until": until, "noted_by": by.id or 0, "noted_at": at}
    return Missing.objects.update_or_create(campaign=campaign, staff=staff, defaults=told)[0]


@transaction.atomic
def forget_reasons(*, at: dt.datetime) -> int:
    """Delete reasons of windows that ended long enough ago, and of people who have signed since."""
    old = Missing.objects.filter(campaign__closes_at__lt=at - dt.timedelta(days=REASON_KEPT_DAYS))
    return old.delete()[0]
