"""Reading questions to the legal office and what was answered once."""

from django.db.models import F, QuerySet
from django.utils.translation import ngettext

from ikrar.agencies.models import Agency
from ikrar.agencies.roles import Actor
from ikrar.core import tickets
from ikrar.norms.models import Inquiry, Precedent


def asked_agencies() -> QuerySet[Agency]:
    """Whose legal office can be asked: every agency of this installation."""
    return Agency.objects.order_by("name", "pk")


def inquiries_for(viewer: Actor) -> QuerySet[Inquiry]:
    """Questions to the viewer's own agency: those that wait first, the oldest first."""
    rows = Inquiry.objects.filter(agency=viewer.agency_id, agency__isnull=False)
    return rows.order_by(F("answered_on").asc(nulls_first=True), "day", "pk")


def waiting_inquiries(viewer: Actor) -> int:
    return inquiries_for(viewer).filter(answered_on=None).count()


def waiting_in_words(viewer: Actor) -> str:
    """How many wait, for the door to them; nothing where none does."""
    count = waiting_inquiries(viewer)
    return ngettext("%(n)d menunggu jawaban", "%(n)d menunggu jawaban", count) % {"n": count} if count else ""


def inquiry_by_code(typed: str) -> Inquiry | None:
    return Inquiry.objects.filter(lookup=tickets.lookup(typed)).first()


def precedents() -> QuerySet[Precedent]:
    """What was answered once and may be read by all, the latest first."""
    return Precedent.objects.select_related("agency").order_by("-made_at", "-pk")
