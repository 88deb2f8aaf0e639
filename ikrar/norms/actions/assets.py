"""Every write about the agency's buildings, grounds and vehicles."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency, Unit
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster.names import key
from ikrar.core import audit
from ikrar.core.errors import Refused
from ikrar.norms.models import Asset


@transaction.atomic
def add_asset(
    agency: Agency, *, kind: str, name: str, keeper: Unit | None = None, note: str = "", by: Actor, at: dt.datetime
) -> Asset:
    """Put a building or vehicle on the list; told twice, it is one, and one that was taken off comes back."""
    told = {"kind": kind, "name": name, "keeper": keeper, "note": note, "ended_on": None}
    found = Asset.objects.select_for_update().filter(agency=agency, name_key=key(name)).first()
    if found and found.ended_on is None:
        raise Refused(_("“%(name)s” sudah ada di daftar.") % {"name": found.name}, field="name")
    made, _is_new = Asset.objects.update_or_create(agency=agency, name_key=key(name), defaults=told)
    audit.record("norms.asset_added", made, by=by, fields=["name"])
    return made


@transaction.atomic
def edit_asset(asset: Asset, told: dict[str, Any], *, by: Actor, at: dt.datetime) -> Asset:
    """Mend its name, keeper or note."""
    asset = Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
    same = Asset.objects.filter(agency=asset.agency_id, name_key=key(told["name"])).exclude(pk=asset.pk)
    if same.exists():
        raise Refused(_("“%(name)s” sudah ada di daftar.") % {"name": told["name"]}, field="name")
    changed = [name for name, said in told.items() if getattr(asset, name) != said]
    for name in changed:
        setattr(asset, name, told[name])
    asset.name_key = key(asset.name)
    asset.save(update_fields=[*changed, "name_key"])
    if changed:
        audit.record("norms.asset_edited", asset, by=by, fields=changed)
    return asset


@transaction.atomic
def end_asset(asset: Asset, *, on: dt.date, by: Actor, at: dt.datetime) -> Asset:
    """Take it off the list; what was granted before stays granted."""
    asset = Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
    if asset.ended_on is None:
        asset.ended_on = on
        asset.save(update_fields=["ended_on"])
        audit.record("norms.asset_ended", asset, by=by)
    return asset
