"""Opening and closing sessions in which a desk vouches (`susulan`)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.pledges.models import Campaign, SigningSession
from ikrar.pledges.permissions import OPEN_SESSION
from ikrar.pledges.rules import CampaignState


@transaction.atomic
def open_session(
    campaign: Campaign, *, unit: Unit | None, title: str, opens_at: dt.datetime, closes_at: dt.datetime, by: Actor,
    at: dt.datetime,
) -> SigningSession:  # fmt: skip
    """A session for one unit and below, or for everyone; who opens it vouches in it for nobody but oneself."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _refuse(campaign, unit, opens_at, closes_at, by, at)
    session = SigningSession.objects.create(
        agency_id=campaign.agency_id, campaign=campaign, unit=unit, title=title, opened_by_id=by.id or 0,
        opens_at=opens_at, closes_at=closes_at,
    )  # fmt: skip
    audit.record("pledges.session_opened", session, by=by, fields=["opens_at", "closes_at", "unit"])
    return session


def _refuse(
    campaign: Campaign, unit: Unit | None, opens_at: dt.datetime, closes_at: dt.datetime, by: Actor, at: dt.datetime
) -> None:
    if not by.is_officer or not may(by, OPEN_SESSION, on=unit):
        raise Refused(_("Anda boleh membuka sesi hanya untuk unit Anda sendiri."), field="unit")
    if unit is None and by.reach(OPEN_SESSION) != ("",):
        raise Refused(
            _("Sesi untuk semua unit dibuka oleh petugas kepegawaian atau panitia. Pilih unit Anda."), field="unit"
        )
    if unit is not None and unit.agency_id != campaign.agency_id:
        raise Refused(_("Unit ini tidak ada."), field="unit")
    if campaign.state != CampaignState.OPEN:
        raise Refused(_("Penandatanganan ini tidak sedang dibuka."))
    if closes_at <= max(opens_at, at):
        raise Refused(_("Sesi harus ditutup sesudah dibuka, dan di masa depan."), field="closes_at")
    if closes_at > campaign.closes_at or opens_at < campaign.opens_at:
        raise Refused(
            _("Sesi harus berada di dalam waktu penandatanganan. Perpanjang dulu waktunya."), field="closes_at"
        )


@transaction.atomic
def close_session(session: SigningSession, *, by: Actor, at: dt.datetime) -> SigningSession:
    """The desk takes nobody any more in this session; what it recorded stays."""
    session = SigningSession.objects.select_for_update(of=("self",)).select_related("unit").get(pk=session.pk)
    here = session.unit if session.unit is not None else None
    if not may(by, OPEN_SESSION, on=here) or (here is None and by.reach(OPEN_SESSION) != ("",)):
        raise Refused(_("Sesi ini ditutup oleh petugas unitnya atau petugas kepegawaian."))
    if session.closed_at is None:
        session.closed_at = at
        session.save(update_fields=["closed_at"])
        audit.record("pledges.session_closed", session, by=by, fields=["closed_at"])
    return session
