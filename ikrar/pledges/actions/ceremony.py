"""The ceremony in a hall: preparing it, giving out and ending its links, turning what all its screens show."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.roles import Actor
from ikrar.agencies.tokens import token_digest
from ikrar.core import audit, ids
from ikrar.core.errors import Refused
from ikrar.outreach.models import Activity
from ikrar.pledges.ceremony import pages, turned
from ikrar.pledges.models import Campaign, Ceremony, Screen
from ikrar.pledges.permissions import OPEN_SCREEN, TURN_SCREEN
from ikrar.pledges.queries.ceremony import state_of
from ikrar.pledges.rules import Turn

#: Symbols of a link's token (80 bits): short enough to be typed at a projector.
_TOKEN = 16


@transaction.atomic
def open_screen(
    activity: Activity, campaign: Campaign, *, label: str, by: Actor, at: dt.datetime
) -> tuple[Screen, str]:
    """A new link, told this once; the first one prepares the ceremony, and the campaign stays that of the first."""
    if not may(by, OPEN_SCREEN, on=activity):
        raise Refused(_("Anda tidak berhak membuat tautan layar."))
    if campaign.agency_id != activity.agency_id:
        raise Refused(_("Penandatanganan ini tidak ada."), field="campaign")
    ceremony, _made = Ceremony.objects.get_or_create(
        activity=activity, defaults={"agency_id": activity.agency_id, "campaign": campaign, "made_at": at}
    )
    token = ids.encode(secrets.randbits(5 * _TOKEN), _TOKEN)
    screen = Screen.objects.create(ceremony=ceremony, label=label, token=token_digest(token), made_by=by.id, made_at=at)
    audit.record("pledges.screen_opened", ceremony, by=by, fields=["label"])
    return screen, token


@transaction.atomic
def end_screen(screen: Screen, *, by: Actor, at: dt.datetime) -> Screen:
    """The link shows nothing from now on; asked twice, it ends once."""
    screen = Screen.objects.select_for_update(of=("self",)).select_related("ceremony").get(pk=screen.pk)
    if not may(by, OPEN_SCREEN, on=screen.ceremony):
        raise Refused(_("Anda tidak berhak mengakhiri tautan layar."))
    if screen.ended_at is None:
        screen.ended_at = at
        screen.save(update_fields=["ended_at"])
        audit.record("pledges.screen_ended", screen.ceremony, by=by, fields=["ended_at"])
    return screen


@transaction.atomic
def turn_screen(ceremony: Ceremony, turn: Turn, *, seq: int, by: Actor) -> bool:
    """Turn what all screens show, if it still shows what the remote saw (`seq`); a double tap turns once."""
    ceremony = Ceremony.objects.select_for_update(of=("self",)).select_related("campaign__ikrar").get(pk=ceremony.pk)
    if not may(by, TURN_SCREEN, on=ceremony):
        raise Refused(_("Anda tidak berhak mengendalikan layar ini."))
    if ceremony.seq != seq:
        return False
    after = turned(state_of(ceremony), turn, len(pages(ceremony.campaign.ikrar.body)) - 1)
    ceremony.view, ceremony.place, ceremony.together, ceremony.is_exact = (
        after.view, after.place, after.together, after.is_exact,
    )  # fmt: skip
    ceremony.seq += 1
    ceremony.save(update_fields=["view", "place", "together", "is_exact", "seq"])
    audit.record("pledges.screen_turned", ceremony, by=by, fields=[turn.value])
    return True
