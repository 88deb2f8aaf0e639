"""What a legal office does with the catalogue for its own agency: compares, corrects, sets aside, takes a line, returns.

The national text stays as it is; every decision is a version of the agency's own beside it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import audit, zones
from ikrar.core.errors import Conflict, Refused
from ikrar.norms import catalogue, writing
from ikrar.norms.models import Provision
from ikrar.norms.queries import provisions as queries
from ikrar.norms.rules.provisions import Kind, Stance, State


@transaction.atomic
def confirm_provision(
    national: Provision, agency: Agency, *, compared_with: str, by: Actor, at: dt.datetime
) -> Provision:
    """Say that a national version agrees with the official text, and with which copy of it that was seen."""
    _need(
        compared_with, "reason", _("Tulis dengan naskah mana ini dicocokkan, misalnya salinan JDIH dan tanggal dibaca.")
    )
    own = _append(agency, national, stance=Stance.AGREES, reason=compared_with, by=by, at=at)
    return _decided(own, State.APPROVED, "norms.provision_confirmed", by=by, at=at)


@transaction.atomic
def set_aside(
    national: Provision, agency: Agency, *, reason: str, since: dt.date | None, by: Actor, at: dt.datetime
) -> Provision:
    """Say that the agency does not use a national row, and why; the national text is shown with it."""
    _need(reason, "reason", _("Tulis mengapa instansi tidak memakainya."))
    own = _append(agency, national, stance=Stance.NOT_USED, reason=reason, since=since, by=by, at=at)
    return _decided(own, State.APPROVED, "norms.provision_set_aside", by=by, at=at)


@transaction.atomic
def return_to_national(
    kind: Kind, slug: str, agency: Agency, *, reason: str, since: dt.date, by: Actor, at: dt.datetime
) -> Provision:
    """End what the agency said of a row from a day on; what held before stays readable for the days before."""
    _need(reason, "reason", _("Tulis mengapa instansi kembali ke teks nasional."))
    own = _create(agency, kind, slug, stance=Stance.RETURNS, reason=reason, since=since, by=by, at=at)
    return _decided(own, State.APPROVED, "norms.provision_returned", by=by, at=at)


@transaction.atomic
def draft_provision(
    agency: Agency, *, kind: Kind, slug: str, body: Mapping[str, Any], reason: str, about: Provision | None = None,
    since: dt.date | None = None, until: dt.date | None = None, by: Actor, at: dt.datetime, is_checked: bool = False,
) -> Provision:  # fmt: skip
    """Propose an own text for a row, or a row that the national catalogue does not have. An open draft is a conflict.

    `is_checked` says that the row was looked over with the file it came in, whose rows may refer to each other.
    """
    _need(reason, "reason", _("Tulis mengapa, dan menurut naskah mana."))
    _orderly(since, until)
    if not is_checked:
        _sound(agency, kind, slug, body, at)
    own = _create(
        agency, kind, slug, stance=Stance.DIFFERS, body=dict(body), about=about, reason=reason, since=since, until=until,
        by=by, at=at,
    )  # fmt: skip
    audit.record("norms.provision_drafted", own, by=by, values={"body": own.body})
    return own


@transaction.atomic
def edit_draft(
    draft: Provision, *, body: Mapping[str, Any], reason: str, since: dt.date | None, until: dt.date | None, by: Actor,
    at: dt.datetime,
) -> Provision:  # fmt: skip
    """Change what waits; a decided version is never changed."""
    _need(reason, "reason", _("Tulis mengapa, dan menurut naskah mana."))
    draft = _open(draft)
    assert draft.agency is not None
    _orderly(since, until)
    _sound(draft.agency, Kind(draft.kind), draft.slug, body, at)
    draft.body, draft.reason, draft.since, draft.until = dict(body), reason, since, until
    draft.made_by_id, draft.made_at = by.id if by.is_officer else None, at
    draft.save(update_fields=["body", "reason", "since", "until", "made_by", "made_at"])
    audit.record("norms.provision_edited", draft, by=by, values={"body": draft.body})
    return draft


@transaction.atomic
def approve_provision(draft: Provision, *, seen: dt.datetime, by: Actor, at: dt.datetime) -> Provision:
    """Approve what waits; `seen` is when the text that the approver read was written: a later one is refused."""
    draft = _open(draft)
    if draft.made_at != seen:
        raise Conflict(_("Konsep ini berubah sejak Anda membacanya. Baca lagi, lalu setujui."))
    return _decided(draft, State.APPROVED, "norms.provision_approved", by=by, at=at)


@transaction.atomic
def reject_provision(draft: Provision, *, reason: str, by: Actor, at: dt.datetime) -> Provision:
    """Turn down what waits, with the reason; it stays in the history."""
    _need(reason, "decision", _("Tulis mengapa konsep ini ditolak."))
    draft = _open(draft)
    draft.decision = reason
    return _decided(draft, State.REJECTED, "norms.provision_rejected", by=by, at=at)


@dataclass(frozen=True)
class Proposed:
    """What an uploaded file came to: drafts that now wait, rows that say what holds already, rows with a draft before."""

    drafts: list[Provision]
    same: int
    waiting: list[str]


@transaction.atomic
def propose_rows(
    agency: Agency, kind: Kind, rows: Sequence[Mapping[str, Any]], *, reason: str, by: Actor, at: dt.datetime
) -> Proposed:
    """Make a draft of every row that says something else than what holds for the agency today; nothing comes into force."""
    today = zones.today(agency.zone, at)
    held = {one.slug: one for one in queries.standings(kind, agency, today)}
    drafts, same, waiting = [], 0, []
    for row in rows:
        slug, body = str(row["slug"]), {name: said for name, said in row.items() if name != "slug"}
        found = held.get(slug)
        if found and found.draft:
            waiting.append(slug)
        elif found and body in [one.body for one in (found.national, found.own) if one]:
            same += 1
        else:
            days = {
                "since": catalogue.begins(str(body.get("since", ""))),
                "until": catalogue.ends(str(body.get("until", ""))),
            }
            about = found.national if found else None
            drafts.append(
                draft_provision(
                    agency,
                    kind=kind,
                    slug=slug,
                    body=body,
                    reason=reason,
                    about=about,
                    by=by,
                    at=at,
                    is_checked=True,
                    **days,
                )
            )
    return Proposed(drafts, same, waiting)


def _append(agency: Agency, national: Provision, **said: Any) -> Provision:
    return _create(agency, Kind(national.kind), national.slug, about=national, **said)


def _create(agency: Agency, kind: Kind, slug: str, *, by: Actor, at: dt.datetime, **said: Any) -> Provision:
    """The next own version of a row; the agency's row is the lock under which versions are counted."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    own = Provision.objects.filter(agency=agency, kind=kind, slug=slug)
    if own.filter(state=State.DRAFT).exists():
        raise Conflict(_("Untuk baris ini masih ada konsep yang menunggu. Setujui atau tolak dahulu."))
    last = own.aggregate(last=Max("version"))["last"] or 0
    try:
        return Provision.objects.create(
            agency=agency, kind=kind, slug=slug, version=last + 1, made_by_id=by.id if by.is_officer else None, made_at=at,
            **said,
        )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(_("Untuk baris ini masih ada konsep yang menunggu. Setujui atau tolak dahulu.")) from error


def _decided(own: Provision, state: State, verb: str, *, by: Actor, at: dt.datetime) -> Provision:
    own.state, own.decided_by_id, own.decided_at = state, by.id if by.is_officer else None, at
    own.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    audit.record(verb, own, by=by, fields=["state"], reason=own.decision or own.reason)
    return own


def _open(draft: Provision) -> Provision:
    draft = Provision.objects.select_for_update(of=("self",)).select_related("agency").get(pk=draft.pk)
    if draft.state != State.DRAFT:
        raise Conflict(_("Konsep ini sudah diputuskan petugas lain. Muat ulang untuk melihat hasilnya."))
    return draft


def _orderly(since: dt.date | None, until: dt.date | None) -> None:
    if since and until and until < since:
        raise Refused(_("Hari terakhir berlakunya mendahului hari pertamanya."), field="until")


def _sound(agency: Agency, kind: Kind, slug: str, body: Mapping[str, Any], at: dt.datetime) -> None:
    """Refuse a row that `ikrar norms check` would refuse."""
    rows = queries.HeldRows(agency, zones.today(agency.zone, at))
    if wrong := writing.faults_of_row(kind, slug, body, rows):
        raise Refused(" ".join(wrong))


def _need(said: str, field: str, sentence: str) -> None:
    if not said.strip():
        raise Refused(sentence, field=field)
