"""Counting without reading every act: folded counts plus the acts not folded yet."""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet

from ikrar.core import prepared
from ikrar.pledges.models import Campaign, FoldedAct, Signature, SignatureVoid


def _folded(is_void: bool) -> Exists:
    return Exists(FoldedAct.objects.filter(campaign=OuterRef("campaign"), act=OuterRef("pk"), is_void=is_void))


def unfolded(campaign: Campaign, folded_to: int) -> QuerySet[Signature]:
    """Acts above the mark that no count holds yet."""
    rows = Signature.objects.filter(campaign=campaign, pk__gt=folded_to)
    return rows.filter(~_folded(False)).only("unit_id", "kind", "level", "method").order_by("pk")


def unfolded_voids(campaign: Campaign) -> QuerySet[SignatureVoid]:
    """Voids that no count holds yet, whose act is folded already or being folded with them."""
    return SignatureVoid.objects.filter(~_folded(True), campaign=campaign).select_related("signature").order_by("pk")


def last_before(campaign: Campaign, folded_to: int, at: dt.datetime) -> int:
    """The highest act so old that all up to it are committed and folded; at least `folded_to`."""
    above = Signature.objects.filter(campaign=campaign, pk__gt=folded_to)
    first_open = above.filter(~_folded(False)).order_by("pk").values_list("pk", flat=True).first()
    old = above.filter(at__lt=at) if first_open is None else above.filter(at__lt=at, pk__lt=first_open)
    return old.aggregate(top=Max("pk"))["top"] or folded_to


class Cell(NamedTuple):
    """How many signatures of one unit, kind, level and method count."""

    unit: int
    kind: str
    level: int
    method: str
    signed: int


#: Kept counts, acts above the mark that no count holds, less voids that no count holds: one moment of the database. The
#: mark is told besides as a number, by which PostgreSQL sees how few acts are above it.
_COUNTED = """
  SELECT unit_id, kind, level, method, signed AS n FROM pledges_unittally WHERE campaign_id = %s
  UNION ALL
  SELECT g.unit_id, g.kind, g.level, g.method, COUNT(*) FROM pledges_signature g
  WHERE g.campaign_id = %s AND g.id > %s
    AND g.id > COALESCE((SELECT folded_to FROM pledges_tallymark WHERE campaign_id = %s), 0)
    AND NOT EXISTS (SELECT 1 FROM pledges_foldedact f WHERE f.campaign_id = g.campaign_id AND NOT f.is_void AND f.act = g.id)
  GROUP BY g.unit_id, g.kind, g.level, g.method
  UNION ALL
  SELECT g.unit_id, g.kind, g.level, g.method, -COUNT(*) FROM pledges_signaturevoid v
  JOIN pledges_signature g ON g.id = v.signature_id
  WHERE v.campaign_id = %s
    AND NOT EXISTS (SELECT 1 FROM pledges_foldedact f WHERE f.campaign_id = v.campaign_id AND f.is_void AND f.act = v.id)
  GROUP BY g.unit_id, g.kind, g.level, g.method
"""
_CELLS = f"""
SELECT unit_id, kind, level, method, SUM(n) FROM ({_COUNTED}) counted
GROUP BY unit_id, kind, level, method HAVING SUM(n) <> 0 ORDER BY unit_id, kind, level, method
"""  # noqa: S608 (constants only)
_SIGNED = f"SELECT COALESCE(SUM(n), 0) FROM ({_COUNTED}) counted"  # noqa: S608 (constants only)


def cells(campaign: Campaign) -> list[Cell]:
    """Folded plus unfolded, to the moment."""
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, _asked(campaign.pk))
        return [Cell(unit, kind, level, method, int(signed)) for unit, kind, level, method, signed in cursor.fetchall()]


def _asked(campaign: int) -> list[int]:
    mark = prepared.row("SELECT folded_to FROM pledges_tallymark WHERE campaign_id = %s", [campaign])
    return [campaign, campaign, mark[0] if mark else 0, campaign, campaign]


def signed(campaign: int) -> int:
    """How many signatures of the campaign count, to the moment."""
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED, _asked(campaign))
        return int(cursor.fetchone()[0])


def fixed(campaign: int) -> int:
    """How many people the campaign spoke to when it opened."""
    found = prepared.row("SELECT COALESCE(SUM(fixed), 0) FROM pledges_unitsize WHERE campaign_id = %s", [campaign])
    return int(found[0]) if found else 0


class Size(NamedTuple):
    """The denominators of one unit and kind."""

    unit_id: int
    kind: str
    fixed: int
    today: int
    joined: int
    moved_in: int
    moved_out: int
    gone: int
    unclear: int


_SIZES = f"SELECT {', '.join(Size._fields)} FROM pledges_unitsize WHERE campaign_id = %s ORDER BY unit_id, kind"  # noqa: S608


def sizes(campaign: Campaign) -> list[Size]:
    """The denominators by unit and kind."""
    return [Size(*row) for row in prepared.rows(_SIZES, [campaign.pk])]


_DIFFERING = f"""
SELECT unit_id, kind, level, method, SUM(n) FROM ({_COUNTED}
  UNION ALL
  SELECT g.unit_id, g.kind, g.level, g.method, -COUNT(*) FROM pledges_signature g
  LEFT JOIN pledges_signaturevoid v ON v.signature_id = g.id
  WHERE g.campaign_id = %s AND v.id IS NULL GROUP BY g.unit_id, g.kind, g.level, g.method) compared
GROUP BY unit_id, kind, level, method HAVING SUM(n) <> 0 ORDER BY unit_id, kind, level, method
"""  # noqa: S608 (constants only)


def differing(campaign: Campaign) -> list[Cell]:
    """Where the counts say more (or less, below 0) than the acts counted one by one, at one moment of the database."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, [*_asked(campaign.pk), campaign.pk])
        return [Cell(unit, kind, level, method, int(more)) for unit, kind, level, method, more in cursor.fetchall()]


def unit_places(agency_id: int) -> dict[int, tuple[str, str]]:
    """Name and path of each unit of the agency, by id."""
    rows = prepared.rows("SELECT id, name, path FROM agencies_unit WHERE agency_id = %s ORDER BY id", [agency_id])
    return {pk: (name, path) for pk, name, path in rows}
