"""What a legal office did with the catalogue in the demonstration: a row compared, a line on a contested point. Invented."""

import datetime as dt

from django.utils.translation import gettext

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.norms.actions import provisions
from ikrar.norms.queries.provisions import standing
from ikrar.norms.rules.provisions import Kind

#: A right that nobody disputes, and a point on which sources disagree.
COMPARED, CONTESTED = "allow_vote", "attend_passively"


def keep(agency: Agency, *, by: Actor, at: dt.datetime) -> None:
    """Compare one row and take one line; done once."""
    today = zones.today(agency.zone, at)
    row = standing(Kind.CONDUCT, COMPARED, agency, today)
    if row.national and not row.own:
        why = gettext("Peragaan, rekaan: dibaca pada salinan contoh.")
        provisions.confirm_provision(row.national, agency, compared_with=why, by=by, at=at)
    line = standing(Kind.LINE, CONTESTED, agency, today)
    if not line.own and not line.draft:
        text = {
            "id": "Jangan hadir, juga bila diam (peragaan, rekaan).",
            "en": "Stay away, even if silent (demonstration, invented).",
        }
        draft = provisions.draft_provision(
            agency, kind=Kind.LINE, slug=CONTESTED, body={"text": text}, reason=gettext("Peragaan, rekaan: rapat contoh."),
            since=today, by=by, at=at,
        )  # fmt: skip
        provisions.approve_provision(draft, seen=draft.made_at, by=by, at=at)
