"""Every write about what a stage's beginning proposes; nothing goes out or is shown before an officer presses."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.agencies.access import may
from ikrar.agencies.models import Agency, Assignment
from ikrar.agencies.roles import Actor
from ikrar.core import audit, contacts, jobs, outbox, zones
from ikrar.core.errors import Refused
from ikrar.norms.models import Election, StageProposal
from ikrar.norms.permissions import HANDLE_PROPOSALS
from ikrar.norms.queries import proposals as queries
from ikrar.norms.rules.stages import BANNER_DAYS, PROPOSAL_MOVES, Move, ProposalKind, ProposalState

#: The job that queues the letters.
QUEUE_REMINDERS = "norms.queue_reminders"


@transaction.atomic
def propose(agency: Agency, *, at: dt.datetime) -> int:
    """Propose what near stages propose, once each; what waits follows the calendar. Returns how many are new."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    with override("id"):
        told = {
            (one.calendar.election, one.period.slug, one.kind): one for one in queries.due(agency, _day(agency, at))
        }
    rows = {(row.election_id, row.stage, row.kind): row for row in StageProposal.objects.filter(agency=agency)}
    for key, row in rows.items():
        _follow(row, told.get(key))
    fresh = [one for key, one in told.items() if one.is_near and key not in rows]
    StageProposal.objects.bulk_create(
        StageProposal(
            agency=agency, election=Election(pk=one.calendar.election), stage=one.period.slug, stage_name=one.period.name,
            kind=one.kind, since=one.period.since, until=one.until, subject=one.subject, text=one.text, made_at=at,
        )
        for one in fresh
    )  # fmt: skip
    return len(fresh)


def _follow(row: StageProposal, told: queries.Due | None) -> None:
    """Bring a proposal that nobody has decided to the calendar; one that an officer wrote keeps its words."""
    if row.state not in queries.FOLLOWING:
        return
    new = {"state": ProposalState.LAPSED} if told is None else {"state": ProposalState.OPEN, "until": told.until}
    if told is not None:
        new |= {"since": told.period.since, "stage_name": told.period.name}
        new |= {} if row.is_edited else {"subject": told.subject, "text": told.text}
    if changed := [name for name, value in new.items() if getattr(row, name) != value]:
        StageProposal.objects.filter(pk=row.pk).update(**{name: new[name] for name in changed})


def _day(agency: Agency, at: dt.datetime) -> dt.date:
    return zones.today(agency.zone, at)


@transaction.atomic
def edit_proposal(proposal: StageProposal, *, subject: str, text: str, by: Actor, at: dt.datetime) -> StageProposal:
    """Change the words of what waits."""
    proposal = _locked(proposal)
    if not may(by, HANDLE_PROPOSALS, on=proposal):
        raise Refused(_("Anda tidak berhak memutuskan usulan ini."))
    if proposal.state != ProposalState.OPEN:
        raise Refused(_("Usulan ini sudah diputuskan, jadi kata-katanya tidak diubah lagi."))
    if proposal.kind != ProposalKind.REMINDER:
        subject = ""
    elif not subject.strip():
        raise Refused(_("Tulis judul suratnya."), field="subject")
    if (proposal.subject, proposal.text) != (subject, text):
        proposal.subject, proposal.text, proposal.is_edited = subject, text, True
        proposal.save(update_fields=["subject", "text", "is_edited"])
        audit.record("norms.proposal_edited", proposal, by=by, values={"subject": subject, "text": text})
    return proposal


@transaction.atomic
def take(
    proposal: StageProposal, name: str, *, by: Actor, at: dt.datetime, reason: str = "", shown_until: dt.date | None = None
) -> StageProposal:  # fmt: skip
    """Take one of `PROPOSAL_MOVES`; asked twice, it is taken once. A reminder's letters are queued by a job."""
    proposal = _locked(proposal)
    move = next(move for move in PROPOSAL_MOVES if move.name == name)
    if proposal.state == move.to:
        return proposal
    _refuse_move(proposal, move, by, reason, _day(proposal.agency, at))
    if move.to == ProposalState.TAKEN:
        _carry_out(proposal, shown_until, by=by, at=at)
    proposal.state, proposal.reason = move.to, reason
    proposal.decided_by, proposal.decided_at = by.id, at
    proposal.save(update_fields=["state", "reason", "decided_by", "decided_at", "shown_until"])
    audit.record(f"norms.{move.name}", proposal, by=by, fields=[proposal.kind], reason=reason)
    return proposal


def _refuse_move(proposal: StageProposal, move: Move, by: Actor, reason: str, day: dt.date) -> None:
    if not may(by, move.by, on=proposal):
        raise Refused(_("Anda tidak berhak memutuskan usulan ini."))
    if proposal.state != move.since:
        told = ProposalState(proposal.state).label
        raise Refused(_("Usulan ini %(state)s. Muat ulang halamannya.") % {"state": told})
    if move.asks_reason and not reason.strip():
        raise Refused(_("Tulis alasannya. Ia tersimpan di jejak."), field="reason")
    if move.to in (ProposalState.TAKEN, ProposalState.OPEN) and proposal.until < day:
        raise Refused(_("Tahapannya sudah lewat, jadi usulan ini tidak dijalankan lagi."))


def _carry_out(proposal: StageProposal, shown_until: dt.date | None, *, by: Actor, at: dt.datetime) -> None:
    if proposal.kind == ProposalKind.BANNER:
        day = _day(proposal.agency, at)
        if shown_until is None or not day <= shown_until <= day + dt.timedelta(days=BANNER_DAYS):
            said = _("Pilih hari terakhir pengumuman, dari hari ini sampai paling lama %(days)d hari.")
            raise Refused(said % {"days": BANNER_DAYS}, field="shown_until")
        proposal.shown_until = shown_until
    elif proposal.kind == ProposalKind.REMINDER:
        if not queries.readers(proposal.agency_id).exists():
            raise Refused(_("Tidak ada pegawai yang punya surel terdaftar."))
        args = {"proposal": proposal.pk}
        jobs.enqueue(QUEUE_REMINDERS, args=args, agency=proposal.agency_id, key=str(proposal.pk), at=at)


def queue_letters(proposal: StageProposal, rows: Iterable[Assignment], *, at: dt.datetime) -> None:
    """One letter a person and proposal, outside the quiet hours."""
    agency = proposal.agency
    due = contacts.loud_from(at, agency.zone, agency.quiet_from, agency.quiet_until)
    for row in rows:
        outbox.queue(
            queries.REMINDER, to=row.staff.email, key=f"{queries.REMINDER} {proposal.pk} {row.staff_id}", at=at,
            not_before=due, context={"proposal": proposal.pk}, agency=agency.pk, topic=queries.topic(proposal),
            about=row.staff_id,
        )  # fmt: skip


def _locked(proposal: StageProposal) -> StageProposal:
    return StageProposal.objects.select_for_update(of=("self",)).select_related("agency").get(pk=proposal.pk)
