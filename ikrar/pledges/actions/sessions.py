"""Opening and closing sessions in which a desk vouches, in an activity or `susulan`."""

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Unit
from ikrar.agencies.roles import Actor
from ikrar.core import audit, prepared
from ikrar.core.errors import Refused
from ikrar.outreach.actions.activities import locked
from ikrar.outreach.models import Activity
from ikrar.outreach.rules import ActivityState
from ikrar.pledges.models import Campaign, SigningSession
from ikrar.pledges.permissions import OPEN_SESSION
from ikrar.pledges.queries import hall
from ikrar.pledges.rules import CampaignState


@transaction.atomic
def open_session(
    campaign: Campaign, *, unit: Unit | None, title: str, opens_at: dt.datetime, closes_at: dt.datetime,
    activity: Activity | None = None, by: Actor, at: dt.datetime,
) -> SigningSession:  # fmt: skip
    """A session for one unit and below, or for everyone; who opens it vouches in it for nobody but oneself."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _refuse(campaign, unit, opens_at, closes_at, by, at)
    if activity is not None:
        _refuse_activity(campaign, locked(activity))
    session = SigningSession.objects.create(
        agency_id=campaign.agency_id, campaign=campaign, activity=activity, unit=unit, title=title, opened_by_id=by.id or 0,
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


def _refuse_activity(campaign: Campaign, activity: Activity) -> None:
    """Under the activity's lock, so that none is opened while it closes."""
    if activity.agency_id != campaign.agency_id:
        raise Refused(_("Kegiatan ini tidak ada."), field="campaign")
    if activity.state not in (ActivityState.PLANNED, ActivityState.OPEN):
        raise Refused(_("Kegiatan ini sudah ditutup. Buka lagi kegiatannya, atau buat sesi susulan."))


@transaction.atomic
def close_session(session: SigningSession, *, by: Actor, at: dt.datetime) -> SigningSession:
    """The desk takes nobody any more in this session; what it recorded stays."""
    session = SigningSession.objects.select_for_update(of=("self",)).select_related("unit").get(pk=session.pk)
    here = session.unit if session.unit is not None else None
    if not may(by, OPEN_SESSION, on=here) or (here is None and by.reach(OPEN_SESSION) != ("",)):
        raise Refused(_("Sesi ini ditutup oleh petugas unitnya atau petugas kepegawaian."))
    return _closed(session, by=by, at=at)


def _closed(session: SigningSession, *, by: Actor, at: dt.datetime) -> SigningSession:
    if session.closed_at is None:
        session.closed_at = at
        session.save(update_fields=["closed_at"])
        audit.record("pledges.session_closed", session, by=by, fields=["closed_at"])
    return session


def close_sessions_of(activity: Activity, *, by: Actor, at: dt.datetime) -> int:
    """End all that still run in an activity, each with its line; desks that are recording are waited for."""
    return len([_closed(session, by=by, at=at) for session in hall.open_sessions(activity).select_for_update()])


#: A session's row while it is open, kept from being closed until this transaction ends. Closing takes the row
#: `FOR UPDATE`, so it waits for desks on their way and they for it; desks never wait for each other.
_HELD = f"SELECT id FROM {SigningSession._meta.db_table} WHERE id = %s AND closed_at IS NULL"  # noqa: S608


def hold_session(pk: int) -> bool:
    """Keep the session open until the transaction ends; False where it has been closed."""
    sql = f"{_HELD} FOR KEY SHARE" if connection.vendor == "postgresql" else _HELD
    return prepared.row(sql, [pk]) is not None
