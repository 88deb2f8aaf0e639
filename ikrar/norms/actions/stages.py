"""Every write about an agency's own stages: written by one officer, decided by another, never changed."""

import datetime as dt
import uuid as ids

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.access import may
from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit
from ikrar.core.errors import Conflict, Refused
from ikrar.norms.actions import proposals
from ikrar.norms.models import Election, OwnStage
from ikrar.norms.queries import stages as queries
from ikrar.norms.rules.stages import OWN_STAGE_MOVES, OWN_STAGE_YEARS, Move, OwnStageState
from ikrar.norms.timeline import Calendar, Period


@transaction.atomic
def write_stage(
    agency: Agency, key: str, *, since: dt.date | None, until: dt.date | None, is_removal: bool = False, source: str,
    reason: str, uuid: ids.UUID, by: Actor, at: dt.datetime,
) -> OwnStage:  # fmt: skip
    """Propose the dates of a stage in the agency's own region, or to follow the national calendar again; once per `uuid`."""
    election, _slash, slug = key.partition("/")
    said = {"slug": slug, "since": since, "until": until, "is_removal": is_removal, "source": source, "reason": reason}
    if is_removal:
        said |= {"since": None, "until": None}
    if row := OwnStage.objects.select_related("election").filter(agency=agency, uuid=uuid).first():
        if row.election.slug != election or any(getattr(row, name) != value for name, value in said.items()):
            raise Conflict(_("Formulir ini sudah terkirim dengan isi lain. Muat ulang halamannya."))
        return row
    calendar, period = _refuse(agency, key, since, until, is_removal=is_removal)
    made = OwnStage.objects.create(
        agency=agency, uuid=uuid, election=Election.objects.get(pk=calendar.election), written_by=by.id or 0, written_at=at,
        name=period.name if period else queries.stage_name(slug), **said,
    )  # fmt: skip
    audit.record("norms.stage_written", made, by=by, fields=["since", "until"], reason=reason)
    return made


def _refuse(
    agency: Agency, key: str, since: dt.date | None, until: dt.date | None, *, is_removal: bool
) -> tuple[Calendar, Period | None]:
    """The election and stage, where an officer may write what is said of it."""
    if not agency.region:
        raise Refused(_("Isi dahulu kode wilayah instansi Anda, di halaman Instansi."))
    found = queries.period_of(agency, key)
    if found is None or key not in {one for _name, rows in queries.stage_choices(agency) for one, _said in rows}:
        raise Refused(_("Pilih tahapannya."), field="stage")
    if is_removal and (found[1] is None or found[1].own is None):
        raise Refused(_("Tahapan ini memang mengikuti kalender nasional."), field="is_removal")
    if not is_removal:
        _refuse_dates(found[0].year, since, until)
    return found


def _refuse_dates(year: int, since: dt.date | None, until: dt.date | None) -> None:
    if since is None:
        raise Refused(_("Tulis hari pertamanya."), field="since")
    if until is None:
        raise Refused(_("Tulis hari terakhirnya. Bila hanya sehari, sama dengan hari pertama."), field="until")
    if until < since:
        raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama."), field="until")
    before, after = OWN_STAGE_YEARS
    for field, day in (("since", since), ("until", until)):
        if not year - before <= day.year <= year + after:
            raise Refused(_("Tahun ini terlalu jauh dari tahun pemilihannya, %(year)d.") % {"year": year}, field=field)


@transaction.atomic
def take(stage: OwnStage, name: str, *, by: Actor, at: dt.datetime, reason: str = "") -> OwnStage:
    """Take one of `OWN_STAGE_MOVES`; asked twice, it is taken once. What was in force for the stage is kept as replaced."""
    Agency.objects.select_for_update(no_key=True).get(pk=stage.agency_id)
    stage = OwnStage.objects.select_related("agency", "election").get(pk=stage.pk)
    move = next(move for move in OWN_STAGE_MOVES if move.name == name)
    if stage.state == move.to and stage.decided_by == by.id:
        return stage
    _refuse_move(stage, move, by, reason)
    if move.to == OwnStageState.IN_FORCE:
        same = OwnStage.objects.filter(agency=stage.agency_id, election=stage.election_id, slug=stage.slug)
        same.filter(state=OwnStageState.IN_FORCE).update(state=OwnStageState.REPLACED, ended_at=at)
    stage.state, stage.decided_by, stage.decided_at, stage.decision = move.to, by.id, at, reason
    stage.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    audit.record(f"norms.{move.name}", stage, by=by, fields=["state"], reason=reason)
    if move.to == OwnStageState.IN_FORCE:
        proposals.propose(stage.agency, at=at)
    return stage


def _refuse_move(stage: OwnStage, move: Move, by: Actor, reason: str) -> None:
    if not may(by, move.by, on=stage):
        raise Refused(_("Anda tidak berhak memutuskan tanggal tahapan."))
    if stage.state != move.since:
        raise Refused(
            _("Usulan tanggal ini %(state)s. Muat ulang halamannya.") % {"state": OwnStageState(stage.state).label}
        )
    if move.by_another and stage.written_by == by.id:
        raise Refused(_("Tanggal ini Anda tulis sendiri. Petugas lain yang memutuskannya."))
    if move.by_writer and stage.written_by != by.id:
        raise Refused(_("Hanya penulisnya yang menariknya."))
    if move.asks_reason and not reason.strip():
        raise Refused(_("Tulis alasannya. Ia tersimpan di jejak."), field="reason")
