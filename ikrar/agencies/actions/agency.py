"""What an agency's papers and clocks begin with."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit, documents
from ikrar.core.errors import Refused

_FIELDS = ("name", "zone", "government", "office", "address", "place", "quiet_from", "quiet_until", "region")


@transaction.atomic
def edit_agency(
    agency: Agency, *, name: str, zone: str, government: str, office: str, address: list[str], place: str,
    quiet_from: dt.time, quiet_until: dt.time, region: str, emblem: bytes | None = None, by: Actor,
) -> Agency:  # fmt: skip
    """Change letterhead, zone and quiet hours; an uploaded emblem is drawn anew, so that nothing hides in it."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    given = dict(
        zip(_FIELDS, (name, zone, government, office, address, place, quiet_from, quiet_until, region), strict=True)
    )
    changed = [field for field in _FIELDS if getattr(agency, field) != given[field]]
    for field in changed:
        setattr(agency, field, given[field])
    if emblem:
        try:
            agency.emblem = documents.emblem(emblem)
        except documents.PaperRefused as refusal:
            raise Refused(
                _("Gambar lambang ini tidak terbaca. Pakai PNG, JPEG, WEBP, atau SVG sederhana."), field="emblem"
            ) from refusal
        changed.append("emblem")
    if changed:
        agency.save(update_fields=changed)
        audit.record("agencies.agency_edited", agency, by=by, fields=changed)
    return agency
