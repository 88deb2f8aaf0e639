"""Whom an officer may reach in a campaign, by which way, and what has been sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ikrar.agencies import queries as agencies
from ikrar.agencies import tokens
from ikrar.agencies.models import Assignment, Credential, Staff, Unit
from ikrar.agencies.permissions import REISSUE
from ikrar.agencies.roles import Actor, Permission
from ikrar.core import contacts, ids
from ikrar.core.models import MailState, OutboxMessage
from ikrar.pledges.models import Campaign, ReachFile, SentByHand, Signature
from ikrar.pledges.permissions import REACH
from ikrar.pledges.queries.campaigns import members
from ikrar.pledges.queries.missing import within
from ikrar.pledges.rules import ReachOnly

#: An e-mail to which a personal link may go without having been handed on.
REGISTERED = agencies.REGISTERED


def _signed(campaign: Campaign) -> Exists:
    return Exists(Signature.objects.filter(campaign=campaign, staff=OuterRef("staff"), void=None))


def people(
    viewer: Actor, campaign: Campaign, on: date, *, unit: Unit | None = None, only: str = ReachOnly.ALL,
    permission: Permission = REACH,
) -> QuerySet[Assignment]:  # fmt: skip
    """Members of the campaign in the viewer's reach, ordered by unit and name."""
    mine = within(viewer.reach(permission))
    rows = members(campaign, on).filter(mine, agency=viewer.agency_id).select_related("staff", "unit")
    if unit is not None:
        rows = rows.filter(unit=unit)
    if only != ReachOnly.ALL:
        rows = rows.filter(~_signed(campaign))
    if only == ReachOnly.NO_EMAIL:
        rows = rows.exclude(REGISTERED)
    return rows.order_by("unit__path", "staff__name_key", "staff_id")


@dataclass(frozen=True)
class UnitReach:
    """How many of one unit are missing, and by which way each could be reached."""

    pk: int
    name: str
    total: int
    missing: int
    with_phone: int
    with_email: int


def units(viewer: Actor, campaign: Campaign, on: date) -> list[UnitReach]:
    """One line a unit with members in the viewer's reach."""
    missing = Q(~_signed(campaign))
    rows = people(viewer, campaign, on).order_by().values("unit_id", "unit__name", "unit__path")
    counted = rows.annotate(
        total=Count("pk"), missing=Count("pk", filter=missing),
        with_phone=Count("pk", filter=missing & ~Q(staff__phone="")),
        with_email=Count("pk", filter=missing & REGISTERED),
    ).order_by("unit__path")  # fmt: skip
    return [
        UnitReach(
            row["unit_id"], row["unit__name"], *(row[name] for name in ("total", "missing", "with_phone", "with_email"))
        )
        for row in counted
    ]


def unit_in_reach(viewer: Actor, pk: int, permission: Permission = REACH) -> Unit | None:
    """A unit of the own agency where the viewer holds the permission."""
    unit = Unit.objects.filter(pk=pk, agency=viewer.agency_id, agency__isnull=False).first()
    return unit if unit and any(unit.path.startswith(path) for path in viewer.reach(permission)) else None


@dataclass(frozen=True)
class Invited:
    """One person on a list of those to be reached, with the code that opens the own page."""

    staff: Staff
    unit: Unit
    credential: int
    code: str
    link: str
    phone: str
    sent: SentByHand | None = None

    @property
    def grouped(self) -> str:
        return ids.grouped(self.code)


def personal_link(campaign: Campaign, code: str) -> str:
    """The code stands after "#", which no server and no log ever sees."""
    return f"{settings.PUBLIC_URL}/i/{campaign.code}#{code}"


def invited(campaign: Campaign, rows: Iterable[Assignment]) -> list[Invited]:
    """These people with their codes; who has none yet is left out."""
    listed = list(rows)
    held = agencies.credentials_of([row.staff_id for row in listed])
    marks = SentByHand.objects.filter(campaign=campaign, staff__in=[row.staff_id for row in listed])
    sent = {mark.staff_id: mark for mark in marks}
    return [
        _invited(campaign, row, held[row.staff_id], sent.get(row.staff_id)) for row in listed if row.staff_id in held
    ]


def _invited(campaign: Campaign, row: Assignment, credential: Credential, sent: SentByHand | None) -> Invited:
    code = tokens.code_of(bytes(credential.nonce))
    phone = contacts.wa_number(row.staff.phone)
    return Invited(row.staff, row.unit, credential.pk, code, personal_link(campaign, code), phone, sent)


def registered_email(staff: Staff) -> str:
    """The e-mail that is surely the person's own, or ""."""
    return agencies.confirmable(Credential(staff=staff))


def topic(campaign: Campaign) -> str:
    """What all mail of one campaign has in common in the outbox."""
    return f"campaign {campaign.pk}"


@dataclass(frozen=True)
class MailTotals:
    """How the mail of a campaign stands, in messages."""

    queued: int
    sent: int
    failed: int
    stopped: int


def mail_totals(viewer: Actor, campaign: Campaign, on: date) -> MailTotals:
    """Messages to people in the viewer's reach, by state."""
    rows = OutboxMessage.objects.filter(topic=topic(campaign), agency=campaign.agency_id)
    if viewer.reach(REACH) != ("",):
        rows = rows.filter(about__in=people(viewer, campaign, on).values("staff_id"))
    found = Counter(dict(rows.order_by().values_list("state").annotate(n=Count("pk"))))
    return MailTotals(
        *(found[state] for state in (MailState.QUEUED, MailState.SENT, MailState.FAILED, MailState.STOPPED))
    )


def mail_of(campaign: Campaign, staff_ids: list[int]) -> dict[int, OutboxMessage]:
    """The latest message to each of these people."""
    rows = OutboxMessage.objects.filter(topic=topic(campaign), about__in=staff_ids).order_by("pk")
    return {row.about: row for row in rows if row.about is not None}


def written_to(campaign: Campaign) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(topic=topic(campaign), template="pledge_invitation")


def files_of(viewer: Actor, campaign: Campaign) -> QuerySet[ReachFile]:
    """Files with codes of this campaign in the viewer's agency; which of them are the viewer's own, `made_by` says."""
    rows = ReachFile.objects.filter(campaign=campaign, agency=viewer.agency_id)
    return rows.select_related("file", "unit").order_by("-pk")


def old_files(made_before: datetime, fetched_before: datetime) -> QuerySet[ReachFile]:
    rows = ReachFile.objects.filter(Q(made_at__lt=made_before) | Q(fetched_at__lt=fetched_before))
    return rows.select_related("file")


def person_to_reissue(viewer: Actor, pk: int) -> Assignment | None:
    """The open assignment of somebody whose code the viewer may issue anew."""
    rows = Assignment.objects.filter(
        staff__in=Staff.objects.filter(pk=pk), until=None, agency=viewer.agency_id, staff__merged_into=None
    )
    found = rows.select_related("staff__agency", "unit").first()
    return found if found and any(found.unit.path.startswith(path) for path in viewer.reach(REISSUE)) else None
