"""Reading what lower rooms hold, for figures."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from ikrar.agencies import queries as people
from ikrar.agencies.roles import Actor, Permission
from ikrar.core.models import AuditEvent
from ikrar.oversight import figures
from ikrar.pledges.queries import campaigns, missing, tallies


def campaign_for(viewer: Actor, code: str) -> Any:
    """A campaign of the viewer's agency by its code, or None."""
    rows = campaigns.campaigns_for(viewer).select_related(None).select_related("agency", "snapshot")
    return rows.filter(code=code).first()


def coverage_for(viewer: Actor, permission: Permission, campaign: Any) -> figures.Coverage:
    """The coverage of a campaign within the units where the viewer holds the permission."""
    return _added_up(
        tuple(tallies.sizes(campaign)), tuple(tallies.cells(campaign)), viewer.reach(permission),
        tuple(tallies.unit_places(campaign.agency_id).items()), get_language(),
    )  # fmt: skip


@lru_cache(maxsize=32)
def _added_up(
    sizes: tuple[tallies.Size, ...],
    cells: tuple[tallies.Cell, ...],
    reach: tuple[str, ...],
    units: tuple[tuple[int, tuple[str, str]], ...],
    _language: str | None,
) -> figures.Coverage:
    """The same counts add up to the same figures, which nobody changes; they are added up once."""
    return figures.coverage(sizes, cells, reach, dict(units))


def open_first(viewer: Actor) -> list[Any]:
    """The agency's campaigns, the open ones first."""
    rows = list(campaigns.campaigns_for(viewer)[:50])
    return sorted(rows, key=lambda row: (row.state != "open", -row.pk))


@dataclass(frozen=True)
class Voucher:
    """An officer by name, and how that officer vouched."""

    name: str
    vouching: missing.Vouching


def vouchings_for(viewer: Actor, permission: Permission, campaign: Any) -> list[Voucher]:
    """How each officer vouched within the viewer's reach."""
    rows = missing.vouchings(campaign, viewer.reach(permission))
    names = people.account_names(campaign.agency_id)
    return [Voucher(names.get(row.officer, "–"), row) for row in rows]


def draws_of(campaign: Any) -> list[Any]:
    return list(campaign.draws.order_by("-pk")[:20])


def events_for(viewer: Actor, permission: Permission) -> QuerySet[AuditEvent]:
    """Changes of the viewer's agency; where the right ends at units, what concerns those units and the own doings."""
    rows = AuditEvent.objects.filter(agency=viewer.agency_id).order_by("-pk")
    reach = viewer.reach(permission)
    if "" in reach:
        return rows
    units = [pk for pk, (_name, path) in tallies.unit_places(viewer.agency_id or 0).items() if path.startswith(reach)]
    return rows.filter(Q(unit__in=units) | Q(actor_kind=viewer.kind, actor=viewer.id))
