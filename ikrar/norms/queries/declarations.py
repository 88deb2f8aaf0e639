"""Reading declarations and permits: each person's own, the line of duty's, who is away on duty, who has a conflict."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import ngettext

from ikrar.agencies.models import Account, Assignment, Staff
from ikrar.agencies.queries.staff import staff_for
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.norms import declaring
from ikrar.norms.clock import Due
from ikrar.norms.declaring import Kind
from ikrar.norms.models import Asset, Declaration, DeclarationFile, DeclarationLetter
from ikrar.norms.permissions import KEEP_ASSETS, PLAN_DUTIES, VIEW_DECLARATIONS
from ikrar.norms.queries import stages, workdays
from ikrar.norms.queries.provisions import HeldRows
from ikrar.norms.rules.declarations import HOLDING, WAITING, DeclarationState


def declarations_for(viewer: Actor) -> QuerySet[Declaration]:
    """Those of the viewer's agency, for the line of duty alone; what waits first, the oldest first, then the latest."""
    if not viewer.has(VIEW_DECLARATIONS):
        return Declaration.objects.none()
    rows = Declaration.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    waits = Case(When(state__in=WAITING, then=0), default=1)
    oldest = Case(When(state__in=WAITING, then="pk"), default=None).asc(nulls_last=True)
    return rows.select_related("agency", "staff", "asset", "election", "served_at", "letter").order_by(
        waits, oldest, "-pk"
    )


def kind_of(declaration: Declaration) -> Kind:
    """Its kind, with the law as it held for the agency on the day on which it came."""
    law = HeldRows(declaration.agency, zones.today(declaration.agency.zone, declaration.at))
    found = declaring.kind_of(declaration.kind, law)
    if found is None:
        raise LookupError(declaration.kind)
    return found


def reply_due(declaration: Declaration, kind: Kind) -> Due | None:
    """When its answer is due by the days off of its agency, as they are known now."""
    agency = declaration.agency
    return kind.reply_due(zones.today(agency.zone, declaration.at), workdays.calendar(agency.pk))


def waiting_for(viewer: Actor) -> QuerySet[Declaration]:
    return declarations_for(viewer).filter(state__in=WAITING)


def pending_for(viewer: Actor) -> int:
    """How many wait for a step that this officer may take; the own ones wait for somebody else."""
    pending = Q(pk__in=[])
    for kind in declaring.kinds():
        mine = [
            move for move in kind.moves() if move.by and viewer.has(move.by) and move.to != DeclarationState.WITHDRAWN
        ]
        states = {state for move in mine for state in move.since} & set(WAITING)
        pending |= Q(kind=kind.slug, state__in=states)
    return declarations_for(viewer).filter(pending).exclude(staff=viewer.staff_id or 0).count()


def waiting_in_words(viewer: Actor) -> str:
    """How many wait, for the door to them; nothing where none does."""
    count = waiting_for(viewer).count()
    return ngettext("%(n)d menunggu", "%(n)d menunggu", count) % {"n": count} if count else ""


def own_declarations(staff_id: int) -> QuerySet[Declaration]:
    """What this person declared and asked for, the latest first."""
    rows = Declaration.objects.filter(_of(staff_id)).select_related("agency", "staff", "asset", "election", "letter")
    return rows.order_by("-pk")


def of_paper(declaration: Declaration) -> Declaration:
    """The row with all that its papers print."""
    rows = Declaration.objects.select_related("agency", "staff", "asset", "election", "served_at", "letter")
    return rows.get(pk=declaration.pk)


def files_under(agency_id: int, client_uuid: uuid.UUID, whose: str) -> QuerySet[DeclarationFile]:
    """Files that somebody brought under a form's UUID, accepted with it or not yet."""
    rows = DeclarationFile.objects.filter(agency=agency_id, client_uuid=client_uuid, whose=whose)
    return rows.select_related("file")


def forgotten_files(before: dt.datetime) -> QuerySet[DeclarationFile]:
    return DeclarationFile.objects.filter(declaration=None, at__lt=before).select_related("file")


def duty_permits(viewer: Actor, on: dt.date) -> QuerySet[Declaration]:
    """Who of the viewer's own units is or will be away on a permitted duty; nothing else of it is for planners."""
    rows = Declaration.objects.filter(
        kind__in=declaring.duty_slugs(), state=DeclarationState.GRANTED, until__gte=on,
        staff__in=staff_for(viewer, PLAN_DUTIES),
    )  # fmt: skip
    return rows.select_related("staff", "served_at").order_by("since", "pk")


def _of(staff: Staff | int) -> Q:
    """Of this person, also where it was declared under a record that was merged into this one since."""
    return Q(staff=staff) | Q(staff__merged_into=staff)


@dataclass(frozen=True)
class Conflict:
    """A person's own word that an election touches them, in force on the day that was asked for."""

    declaration: int
    kind: str
    election: int | None
    since: dt.date
    until: dt.date | None


def conflicts_of(staff: Staff | int, *, on: dt.date, election: int | None = None) -> list[Conflict]:
    """What keeps this person from examining and deciding on that day; with `election`, in that one alone.

    It counts from the day it was declared for, before any officer looked at it: silence of the office opens no door.
    """
    rows = Declaration.objects.filter(
        Q(until=None) | Q(until__gte=on), _of(staff), kind__in=declaring.conflict_slugs(), since__lte=on,
        state__in=[*HOLDING, DeclarationState.ENDED],
    )  # fmt: skip
    if election is not None:
        rows = rows.filter(Q(election=election) | Q(election=None))
    return [Conflict(row.pk, row.kind, row.election_id, row.since, row.until) for row in rows.order_by("pk")]


def conflicts_of_account(account_id: int, *, on: dt.date, election: int | None = None) -> list[Conflict]:
    """The same for an officer, by the person of the staff list whom the account belongs to."""
    held = Account.objects.filter(pk=account_id).values_list("staff", flat=True).first()
    return conflicts_of(held, on=on, election=election) if held else []


def assets_for(viewer: Actor) -> QuerySet[Asset]:
    """The agency's buildings and vehicles, for whoever keeps the list; those in use first."""
    if not viewer.has(KEEP_ASSETS):
        return Asset.objects.none()
    return _assets(viewer.agency_id or 0).order_by(Case(When(ended_on=None, then=0), default=1), "kind", "name_key")


def assets_of(agency_id: int) -> QuerySet[Asset]:
    """What may be asked for."""
    return _assets(agency_id).filter(ended_on=None).order_by("kind", "name_key")


def _assets(agency_id: int) -> QuerySet[Asset]:
    return Asset.objects.filter(agency=agency_id).select_related("keeper")


def bookings(asset: Asset, begins: dt.datetime, ends: dt.datetime, *, but: int = 0) -> QuerySet[Declaration]:
    """Granted uses of a facility that overlap these hours."""
    rows = asset.requests.filter(state=DeclarationState.GRANTED, begins_at__lt=ends, ends_at__gt=begins)
    return rows.exclude(pk=but).order_by("begins_at")


def bookings_from(asset: Asset, at: dt.datetime) -> QuerySet[Declaration]:
    """When it is taken, from now on."""
    rows = asset.requests.filter(state=DeclarationState.GRANTED, ends_at__gt=at).select_related("agency")
    return rows.order_by("begins_at")


def last_signer(agency_id: int) -> dict[str, str]:
    """Who signed the agency's last letter of this kind, as a proposal for the next."""
    last = DeclarationLetter.objects.filter(declaration__agency=agency_id).order_by("-at", "-pk").first()
    names = ("signer_name", "signer_office", "signer_rank", "signer_number")
    return {name: getattr(last, name) for name in names} if last else {}


def unit_of(staff: Staff) -> Assignment | None:
    """Where the person serves now."""
    return staff.assignments.filter(until=None).select_related("unit").first()


def bound_by_declarations(staff_ids: QuerySet[Staff, int]) -> int:
    return Declaration.objects.filter(staff__in=staff_ids).count()


def resignation_stage(declaration: Declaration) -> tuple[str, dt.date, str, bool] | None:
    """When candidates of that election are determined in the agency's region: name, day, source, whether it was compared."""
    kind = declaring.kind_of(declaration.kind)
    slug = kind.row.get("duty_stage") if kind else None
    if not slug or declaration.election is None:
        return None
    found = stages.period_of(declaration.agency, f"{declaration.election.slug}/{slug}")
    period = found[1] if found else None
    return (period.name, period.since, period.source, period.is_verified) if period else None
