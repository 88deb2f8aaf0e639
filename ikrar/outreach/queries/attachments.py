"""Reading an activity's photos and files."""

from typing import Any

from django.db.models import Max, QuerySet, Sum

from ikrar.agencies.roles import Actor
from ikrar.outreach.models import Activity, Attachment
from ikrar.outreach.rules import AttachmentKind


def attachments_for(viewer: Actor) -> QuerySet[Attachment]:
    """Files of the activities of the viewer's agency."""
    rows = Attachment.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.select_related("activity__agency", "file").order_by("place", "pk")


def by_kind(viewer: Actor, activity: Activity) -> list[tuple[AttachmentKind, list[Attachment]]]:
    """The files of an activity, kind by kind, each in its order; kinds without any are left out."""
    rows = list(attachments_for(viewer).filter(activity=activity))
    return [(kind, found) for kind in AttachmentKind if (found := [row for row in rows if row.kind == kind])]


def next_place(activity: Activity, kind: str) -> int:
    last = Attachment.objects.filter(activity=activity, kind=kind).aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def known_sources(activity: Activity) -> set[str]:
    """Digests of what was uploaded before."""
    return set(Attachment.objects.filter(activity=activity).values_list("source", flat=True))


def neighbour(found: Attachment, *, is_up: bool) -> Attachment | None:
    """The file of the same kind that stands before or after this one."""
    rows: Any = Attachment.objects.filter(activity=found.activity, kind=found.kind)
    if is_up:
        return rows.filter(place__lt=found.place).order_by("-place").first()
    return rows.filter(place__gt=found.place).order_by("place").first()


def bytes_of(activity: Activity) -> int:
    """How much room the files of an activity take."""
    return Attachment.objects.filter(activity=activity).aggregate(n=Sum("file__size"))["n"] or 0
