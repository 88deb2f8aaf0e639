"""The letter of an activity, and to whom it may be printed."""

from typing import Any

from ikrar.outreach.models import Activity, Guest, InvitationLetter, Invitee
from ikrar.outreach.queries.badges import guests_of, invited_of

_SHOWN = 8
_SIGNER = ("signer_name", "signer_form", "signer_office", "signer_rank", "signer_number")


def letter_of(activity: Activity) -> InvitationLetter | None:
    return InvitationLetter.objects.filter(activity=activity).first()


def last_signer(activity: Activity) -> dict[str, Any]:
    """Who signed the agency's last letter."""
    last = InvitationLetter.objects.filter(activity__agency=activity.agency_id).order_by("-at").first()
    return {name: getattr(last, name) for name in _SIGNER} if last else {}


def invited_called(activity: Activity, typed: str) -> list[Invitee]:
    rows = invited_of(activity, None)
    for word in typed.split()[:5]:
        rows = rows.filter(staff__name__icontains=word)
    return list(rows[:_SHOWN]) if len(typed.strip()) > 1 else []


def guests_called(activity: Activity, typed: str) -> list[Guest]:
    """Guests are few: without a word all of the first."""
    rows = guests_of(activity)
    return list((rows.filter(name__icontains=typed.strip()) if typed.strip() else rows)[:_SHOWN])


def addressee(activity: Activity, whose: str, pk: int) -> Invitee | Guest | None:
    """Somebody invited, or a guest where `whose` says so."""
    if whose == "guest":
        return activity.guests.filter(pk=pk).first()
    return activity.invitees.filter(pk=pk).select_related("staff").first()
