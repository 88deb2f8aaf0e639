"""Reading texts and their versions."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from ikrar.agencies.roles import Actor
from ikrar.core import comparing
from ikrar.pledges import receipts
from ikrar.pledges.comparing import paragraphs
from ikrar.pledges.models import Campaign, PledgeText
from ikrar.pledges.rules import TextKind, TextState


def texts_for(viewer: Actor) -> QuerySet[PledgeText]:
    """The texts of the viewer's own agency, the newest version first; `is_used` where a campaign names one."""
    used = Campaign.objects.filter(Q(ikrar=OuterRef("pk")) | Q(pact=OuterRef("pk")))
    rows = PledgeText.objects.filter(agency=viewer.agency_id, agency__isnull=False).annotate(is_used=Exists(used))
    return rows.select_related("agency", "approved_by").order_by("kind", "-version")


def approved_texts(viewer: Actor, kind: str) -> QuerySet[PledgeText]:
    return texts_for(viewer).filter(kind=kind, state=TextState.APPROVED)


@dataclass(frozen=True)
class Shelf:
    """One kind of text: its draft, the version in force, and those before."""

    kind: TextKind
    draft: PledgeText | None
    current: PledgeText | None
    earlier: list[PledgeText]


def shelves(viewer: Actor) -> list[Shelf]:
    """Both kinds, for the list page."""
    rows = list(texts_for(viewer))
    return [_shelf(kind, [row for row in rows if row.kind == kind]) for kind in TextKind]


def _shelf(kind: TextKind, rows: list[PledgeText]) -> Shelf:
    approved = [row for row in rows if row.state == TextState.APPROVED]
    draft = next((row for row in rows if row.state == TextState.DRAFT), None)
    return Shelf(kind, draft, approved[0] if approved else None, approved[1:])


def version_before(text: PledgeText) -> PledgeText | None:
    """The last approved version before this one."""
    rows = PledgeText.objects.filter(agency=text.agency_id, kind=text.kind, state=TextState.APPROVED)
    return rows.filter(version__lt=text.version).order_by("-version").first()


def comparison(text: PledgeText) -> list[comparing.Line]:
    """What changed since the approved version before; empty where there is none."""
    before = version_before(text)
    if before is None:
        return []
    return comparing.compare(paragraphs(before.title, before.body), paragraphs(text.title, text.body))


def digest_of(text: PledgeText) -> str:
    """The digest that signatures name, or will name once the text is approved."""
    return text.digest or receipts.digest_of(
        {"kind": text.kind, "title": text.title, "least_level": text.least_level, "body": text.body}
    )
