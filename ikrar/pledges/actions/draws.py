"""An observer's random draw of signatures."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.draws import drawn_by
from ikrar.core.errors import Refused
from ikrar.pledges.models import Campaign, Draw
from ikrar.pledges.queries.campaigns import counted
from ikrar.pledges.rules import DRAW


@transaction.atomic
def draw_signatures(campaign: Campaign, *, by: Actor, at: dt.datetime) -> Draw:
    """Draw 20 of the signatures that count now; the seed is kept before anybody sees what it drew."""
    ids = list(counted(campaign).order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise Refused(_("Belum ada tanda tangan untuk diundi."))
    seed = secrets.token_hex(32)
    row = Draw.objects.create(
        agency_id=campaign.agency_id, campaign=campaign, seed=seed, up_to=ids[-1], drawn=drawn_by(seed, ids, DRAW),
        by=by.id or 0, at=at,
    )  # fmt: skip
    audit.record("pledges.signatures_drawn", row, by=by, fields=["seed"], reason=seed[:12])
    return row
