"""Reading the catalogue's versions: what holds for an agency on a day, what waits, how a row came to be."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q, QuerySet

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.norms import catalogue
from ikrar.norms.advice import Guide
from ikrar.norms.held import Own, Row
from ikrar.norms.models import Provision
from ikrar.norms.rules.provisions import Kind, Stance, State


def in_force(versions: Iterable[Provision], on: dt.date) -> Provision | None:
    """The national version of a day: the last one of each beginning, and of those that cover the day the latest beginning."""
    last = {one.since: one for one in sorted(versions, key=lambda one: one.version)}
    fits = [one for one in last.values() if one.state != State.REJECTED and _covers(one, on)]
    return max(fits, key=lambda one: one.since or dt.date.min, default=None)


def own_in_force(versions: Iterable[Provision], on: dt.date) -> Provision | None:
    """An agency's own version of a day: what its legal office decided last of all that covers it."""
    fits = [one for one in versions if one.state == State.APPROVED and _covers(one, on)]
    found = max(fits, key=lambda one: one.version, default=None)
    return None if found and found.stance == Stance.RETURNS else found


def _covers(one: Provision, on: dt.date) -> bool:
    return (one.since is None or one.since <= on) and (one.until is None or on <= one.until)


@dataclass(frozen=True)
class Standing:
    """One row of the catalogue for an agency: the national version, the own one, and a draft that waits."""

    kind: Kind
    slug: str
    national: Provision | None
    own: Provision | None
    draft: Provision | None = None

    @property
    def is_outdated(self) -> bool:
        """Has the national text changed since the agency looked at it?"""
        return bool(self.own and self.own.about_id and self.national and self.own.about_id != self.national.pk)

    @property
    def is_verified(self) -> bool:
        """Is what is told as the text of law compared with the official one? A correction says that it differs."""
        if self.national is None:
            return self.own is not None
        agrees = self.own is not None and self.own.stance == Stance.AGREES and not self.is_outdated
        return agrees or self.national.state == State.APPROVED

    @property
    def is_compared(self) -> bool:
        """Has the legal office done its part with the text of now, whatever it found?"""
        return self.is_verified or (self.own is not None and not self.is_outdated)

    @property
    def text(self) -> dict[str, Any] | None:
        """The row as it holds: the agency's own text where it has one, with its days; None where it does not use it."""
        if self.own and self.own.stance == Stance.NOT_USED:
            return None
        one = self.own if self.own and self.own.stance == Stance.DIFFERS else self.national
        if one is None:
            return None
        days = {name: day.isoformat() for name in ("since", "until") if (day := getattr(one, name)) and one.agency_id}
        return {"slug": self.slug, **one.body, **days}

    @property
    def shown(self) -> Provision | None:
        return self.national or self.own or self.draft


def standings(kind: Kind, agency: Agency | None, on: dt.date, *, with_ended: bool = False) -> list[Standing]:
    """Every row of a kind as it stands for the agency on a day, in the order in which they came.

    `with_ended` tells a row that no longer holds by its last version, as what was cited once must stay readable.
    """
    versions: dict[str, list[Provision]] = {}
    for one in Provision.objects.filter(_readable(agency), kind=kind).order_by("pk"):
        versions.setdefault(one.slug, []).append(one)
    told = [_standing(kind, slug, rows, on) for slug, rows in versions.items()]
    if with_ended:
        told = [one if one.shown else replace(one, national=versions[one.slug][-1]) for one in told]
    return [one for one in told if one.shown]


def standing(kind: Kind, slug: str, agency: Agency | None, on: dt.date) -> Standing:
    return _standing(kind, slug, list(_of(kind, slug, agency)), on)


def _standing(kind: Kind, slug: str, versions: Sequence[Provision], on: dt.date) -> Standing:
    own = [one for one in versions if one.agency_id]
    draft = next((one for one in own if one.state == State.DRAFT), None)
    return Standing(
        kind, slug, in_force([one for one in versions if not one.agency_id], on), own_in_force(own, on), draft
    )


def history(kind: Kind, slug: str, agency: Agency | None) -> QuerySet[Provision]:
    """Every version of a row that the agency may see, the latest first."""
    return _of(kind, slug, agency).select_related("agency", "made_by", "decided_by", "about").order_by("-pk")


def _of(kind: Kind, slug: str, agency: Agency | None) -> QuerySet[Provision]:
    return Provision.objects.filter(_readable(agency), kind=kind, slug=slug)


def _readable(agency: Agency | None) -> Q:
    """National versions, and the agency's own."""
    return Q(agency=None) | Q(agency=agency) if agency else Q(agency=None)


def drafts_for(viewer: Actor) -> QuerySet[Provision]:
    """Own versions that wait for an approval."""
    rows = Provision.objects.filter(agency=viewer.agency_id, agency__isnull=False, state=State.DRAFT)
    return rows.order_by("pk")


class HeldRows:
    """The catalogue of an agency on a day, a table at a time (`held.Rows`)."""

    def __init__(self, agency: Agency | None, on: dt.date) -> None:
        self.agency, self.on = agency, on
        self._read: dict[Kind, dict[str, Row]] = {}

    def all(self, kind: Kind) -> Sequence[Row]:
        return list(self._of(kind).values())

    def row(self, kind: Kind, slug: str) -> Row | None:
        return self._of(kind).get(slug)

    def guide(self) -> Guide:
        """The search; one that knows the agency's own acts and rules where it has any."""
        own = Provision.objects.filter(
            agency=self.agency, agency__isnull=False, kind__in=[Kind.ACT, Kind.CONDUCT], state=State.APPROVED
        )
        last = own.aggregate(last=Max("pk"))["last"] if self.agency else None
        return _guide(self.agency, last, self.on) if last else catalogue.guide()

    def _of(self, kind: Kind) -> dict[str, Row]:
        if kind not in self._read:
            found = standings(kind, self.agency, self.on, with_ended=kind == Kind.BASIS)
            self._read[kind] = {one.slug: self._row(one) for one in found if one.national or one.own} or self._carried(
                kind
            )
        return self._read[kind]

    def _carried(self, kind: Kind) -> dict[str, Row]:
        """The files themselves, where they were never loaded."""
        is_loaded = Provision.objects.filter(agency=None, kind=kind).exists()
        return {} if is_loaded else {row.slug: row for row in catalogue.CarriedRows().all(kind)}

    def _row(self, found: Standing) -> Row:
        shown = found.national or found.own
        assert shown is not None
        return Row(found.slug, {"slug": found.slug, **shown.body}, found.is_verified, self._own(found))

    def _own(self, found: Standing) -> Own | None:
        own = found.own
        if own is None or self.agency is None or own.decided_at is None:
            return None
        day = zones.today(self.agency.zone, own.decided_at)
        return Own(self.agency.name, Stance(own.stance), own.body, own.reason, day, found.is_outdated)


@lru_cache(maxsize=16)
def _guide(agency: Agency, last: int, on: dt.date) -> Guide:
    """Built again when a newer own row was approved, and once a day as one may begin."""
    rows = HeldRows(agency, on)
    told = {
        kind: [
            {"slug": row.slug, **(row.own.body if row.own and row.own.stance == Stance.DIFFERS else row.body)}
            for row in rows.all(kind)
        ]
        for kind in (Kind.ACT, Kind.CONDUCT)
    }
    return catalogue.guide_of(told[Kind.ACT], told[Kind.CONDUCT])
