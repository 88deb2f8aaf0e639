"""Reading what lower rooms hold, for figures."""

import datetime as dt
from typing import Any

from ikrar.agencies.roles import Actor, Permission
from ikrar.oversight import figures
from ikrar.pledges.queries import campaigns, tallies


def campaign_for(viewer: Actor, code: str) -> Any:
    """A campaign of the viewer's agency by its code, or None."""
    return campaigns.campaigns_for(viewer).select_related("snapshot").filter(code=code).first()


def coverage_for(viewer: Actor, permission: Permission, campaign: Any) -> figures.Coverage:
    """The coverage of a campaign within the units where the viewer holds the permission."""
    return figures.coverage(
        tallies.sizes(campaign),
        tallies.cells(campaign),
        viewer.reach(permission),
        tallies.unit_places(campaign.agency_id),
    )


def open_first(viewer: Actor, at: dt.datetime) -> list[Any]:
    """The agency's campaigns, the open ones first."""
    rows = list(campaigns.campaigns_for(viewer)[:50])
    return sorted(rows, key=lambda row: (row.state != "open", -row.pk))
