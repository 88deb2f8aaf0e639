"""Takes an uploaded list in, with the scope and the day that its owner states before anything is compared."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions.roster import files as uploaded
from ikrar.agencies.models import Agency, RosterGone, RosterImport, RosterRow, RosterUnit, Snapshot, Unit
from ikrar.agencies.queries.roster import JOB_READ
from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import FIELDS, explains
from ikrar.agencies.rules import ImportState
from ikrar.core import audit, files, jobs, zones
from ikrar.core.errors import Refused

#: States in which nothing of the list is in force yet, so that it may be thrown away.
OPEN = (ImportState.READING, ImportState.MAPPING, ImportState.PREVIEW, ImportState.UNREADABLE)


@transaction.atomic
def upload_roster(
    agency: Agency, *, file: File, name: str, units: Sequence[Unit] = (), as_of: dt.date, by: Actor, at: dt.datetime,
    asks: bool = True, queued: bool = True,
) -> RosterImport:  # fmt: skip
    """Keep the file and queue its reading, unless the caller reads it; `asks` stops at headings that nobody explained yet."""
    _check_day(agency, as_of, at)
    stored = files.store(agency.pk, file, name=name, content_type="application/octet-stream", purpose="roster", at=at)
    roster = RosterImport.objects.create(
        agency=agency, file=stored, name=stored.name, as_of=as_of, made_by=by.id, made_at=at,
        scope={"units": [unit.pk for unit in units]} if units else {},
        reading={"sha256": stored.sha256, "size": stored.size, "asks": asks},
    )  # fmt: skip
    if queued:
        _queue(roster, at)
    audit.record("agencies.roster_uploaded", roster, by=by, fields=["file", "scope", "as_of"])
    return roster


@transaction.atomic
def map_columns(roster: RosterImport, *, mapping: Mapping[str, str], by: Actor, at: dt.datetime) -> RosterImport:
    """Remember what the agency's own headings mean (empty: not used) and read on."""
    roster = locked(roster)
    if roster.state != ImportState.MAPPING:
        raise Refused(_("Kolom berkas ini sudah dicocokkan."))
    if set(mapping.values()) - {*FIELDS, ""}:
        raise Refused(_("Pilih isi kolom dari daftar yang tersedia."))
    if "guess" in roster.reading and not explains(mapping, roster.reading["guess"]["dropped"]):
        raise Refused(_("Pilih kolom yang berisi nama, dan sedikitnya satu kolom lagi: NIP atau unit kerja."))
    agency = Agency.objects.select_for_update(no_key=True).get(pk=roster.agency_id)
    agency.mappings = {**agency.mappings, "roster": {**agency.mappings.get("roster", {}), **mapping}}
    agency.save(update_fields=["mappings"])
    roster.state = ImportState.READING
    roster.save(update_fields=["state"])
    _queue(roster, at)
    audit.record("agencies.roster_columns_mapped", roster, by=by, fields=["mappings"])
    return roster


@transaction.atomic
def discard_roster(roster: RosterImport, *, by: Actor) -> RosterImport:
    """Throw an upload away before it is applied; the list stays as it is."""
    roster = locked(roster)
    if roster.state not in OPEN:
        raise Refused(_("Unggahan ini sudah diterapkan atau sudah dibuang."))
    forget_rows(roster)
    uploaded.forget(roster)
    roster.state = ImportState.DISCARDED
    roster.save(update_fields=["state"])
    audit.record("agencies.roster_discarded", roster, by=by, fields=["state"])
    return roster


def forget_rows(roster: RosterImport) -> None:
    for table in (RosterRow, RosterUnit, RosterGone):
        table.objects.filter(roster=roster).delete()


def locked(roster: RosterImport) -> RosterImport:
    """The upload as it stands, held until the end of the transaction."""
    return RosterImport.objects.select_for_update(of=("self",)).select_related("agency", "file").get(pk=roster.pk)


def _queue(roster: RosterImport, at: dt.datetime) -> None:
    jobs.enqueue(JOB_READ, args={"roster": roster.pk}, agency=roster.agency_id, key=f"roster-{roster.pk}", at=at)


def _check_day(agency: Agency, as_of: dt.date, at: dt.datetime) -> None:
    """A list speaks of a day that has come, and not of one before the list that is in force."""
    if as_of > zones.today(agency.zone, at):
        raise Refused(_("Tanggal keadaan belum tiba. Pakai tanggal saat berkas dibuat."), field="as_of")
    last = Snapshot.objects.filter(agency=agency).order_by("-on").first()
    if last and as_of < last.on:
        raise Refused(
            _("Daftar yang berlaku sudah per %(day)s. Berkas yang lebih lama tidak dapat menggantikannya.")
            % {"day": zones.long_date(last.on)},
            field="as_of",
        )
