"""What a screen in the hall shows at one moment, read once for all screens of a ceremony."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from ikrar.agencies.tokens import token_digest
from ikrar.outreach.models import Activity
from ikrar.outreach.queries.activities import figures
from ikrar.pledges.ceremony import Number, Page, Shown, number, pages
from ikrar.pledges.models import Ceremony, Screen, SignatureVoid
from ikrar.pledges.queries import tallies
from ikrar.pledges.rules import CeremonyView

#: For so long the screen says that a number went down because something was voided.
_CORRECTED = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Picture:
    """The ceremony at `at`: what is read, and signatures and presence as numbers without anybody's name."""

    ceremony: Ceremony
    pages: tuple[Page, ...]
    tokens: frozenset[bytes]
    signed: Number
    present: Number | None
    corrected: int
    at: dt.datetime

    @property
    def place(self) -> int:
        return min(self.ceremony.place, len(self.pages) - 1)


def of_activity(activity: Activity) -> Ceremony | None:
    rows = Ceremony.objects.select_related("activity__agency", "campaign__ikrar")
    return rows.filter(activity=activity).first()


def state_of(ceremony: Ceremony) -> Shown:
    return Shown(ceremony.view, ceremony.place, ceremony.together, ceremony.is_exact)


def picture(pk: int, *, at: dt.datetime) -> Picture | None:
    """The whole picture; `at` is told just before, so that the numbers hold all that was stored by then."""
    rows = Ceremony.objects.select_related("activity__agency", "campaign__ikrar", "campaign__agency")
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    tokens = Screen.objects.filter(ceremony=found, ended_at=None).values_list("token", flat=True)
    signed, total = tallies.signed(found.campaign_id), tallies.fixed(found.campaign_id)
    return Picture(
        found, tuple(pages(found.campaign.ikrar.body)), frozenset(bytes(token) for token in tokens),
        number(signed, total, is_exact=found.is_exact), _present(found), _corrected(found, at), at,
    )  # fmt: skip


def _present(found: Ceremony) -> Number | None:
    """Who came of those invited; nothing while it is not shown, or where nobody was invited by name."""
    if found.view != CeremonyView.WELCOME:
        return None
    told = figures(found.activity)
    return number(told.present - told.walk_ins, told.invited, is_exact=found.is_exact) if told.invited else None


def _corrected(found: Ceremony, at: dt.datetime) -> int:
    """How many signatures were voided just now."""
    return SignatureVoid.objects.filter(campaign=found.campaign_id, at__gt=at - _CORRECTED, at__lte=at).count()


def is_live(pk: int, token: str) -> bool:
    return Screen.objects.filter(ceremony=pk, token=token_digest(token), ended_at=None).exists()


def screens(ceremony: Ceremony) -> QuerySet[Screen]:
    """All links of a ceremony, the live ones first."""
    return ceremony.screens.order_by("ended_at", "-pk")
