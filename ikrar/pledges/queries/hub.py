"""What the officers' pages of a campaign show: figures of the own units, the list it stands on, its history."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ikrar.agencies.models import Account, RosterImport, Unit
from ikrar.agencies.roles import Actor, Permission
from ikrar.agencies.rules import ImportState
from ikrar.core.models import AuditEvent, Job, JobState
from ikrar.pledges.models import Campaign, SigningSession
from ikrar.pledges.permissions import VIEW_CAMPAIGNS
from ikrar.pledges.queries import tallies
from ikrar.pledges.queries.missing import within

_HISTORY: dict[str, str | Promise] = {
    "pledges.campaign_created": _("Dibuat"),
    "pledges.campaign_edited": _("Diubah"),
    "pledges.campaign_opened": _("Dibuka"),
    "pledges.campaign_extended": _("Waktunya diubah"),
    "pledges.campaign_closed": _("Ditutup"),
    "pledges.campaign_reopened": _("Dibuka lagi"),
}


@dataclass(frozen=True)
class Progress:
    """Signed of how many, in the viewer's reach; `is_part` where that is not the whole agency."""

    signed: int
    total: int
    is_part: bool

    @property
    def missing(self) -> int:
        return max(self.total - self.signed, 0)


def in_reach(viewer: Actor, permission: Permission) -> QuerySet[Unit]:
    """The units where the viewer holds the permission, those below included."""
    rows = Unit.objects.filter(agency=viewer.agency_id, agency__isnull=False, merged_into=None)
    return rows.filter(within(viewer.reach(permission), "path")).order_by("path")


def progress(viewer: Actor, campaign: Campaign) -> Progress:
    """Folded and unfolded counts against the denominator that was fixed at opening."""
    is_part = viewer.reach(VIEW_CAMPAIGNS) != ("",)
    mine = set(in_reach(viewer, VIEW_CAMPAIGNS).values_list("pk", flat=True)) if is_part else None
    sizes = [size for size in tallies.sizes(campaign) if mine is None or size.unit_id in mine]
    cells = [cell for cell in tallies.cells(campaign) if mine is None or cell.unit in mine]
    return Progress(sum(cell.signed for cell in cells), sum(size.fixed for size in sizes), is_part)


def list_date(agency_id: int) -> dt.date | None:
    """The day that the staff list applied last speaks of."""
    rows = RosterImport.objects.filter(agency=agency_id, state=ImportState.APPLIED)
    return rows.order_by("-applied_at").values_list("as_of", flat=True).first()


@dataclass(frozen=True)
class Happened:
    """One line of a campaign's history."""

    verb: str
    words: str | Promise
    who: str
    at: dt.datetime
    reason: str


def history(campaign: Campaign) -> list[Happened]:
    """What officers did with this campaign, oldest first."""
    label = campaign._meta.label_lower
    rows = list(AuditEvent.objects.filter(object_type=label, object_id=campaign.pk, verb__in=_HISTORY).order_by("pk"))
    names = {account.pk: str(account) for account in Account.objects.filter(pk__in={row.actor for row in rows})}
    return [Happened(row.verb, _HISTORY[row.verb], names.get(row.actor or 0, ""), row.at, row.reason) for row in rows]


def sessions(viewer: Actor, campaign: Campaign) -> QuerySet[SigningSession]:
    """Sessions of the campaign, the running ones first."""
    rows = SigningSession.objects.filter(campaign=campaign, agency=viewer.agency_id)
    return rows.select_related("unit", "opened_by").order_by("closed_at", "-opens_at")


def open_job(kind: str, key: str) -> Job | None:
    """The latest job of this kind while it is waiting, running, or has come to nothing."""
    job = Job.objects.filter(kind=kind, key=key).order_by("-pk").first()
    return job if job is not None and job.state != JobState.DONE else None
