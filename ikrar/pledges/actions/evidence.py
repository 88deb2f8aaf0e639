"""Looking at what a signature stands on; each look leaves a trace, for the photo may show a card or a face."""

from dataclasses import dataclass

from django.db import transaction

from ikrar.agencies.roles import Actor
from ikrar.core import audit, files
from ikrar.pledges import drawings
from ikrar.pledges.models import Signature


@dataclass(frozen=True)
class Evidence:
    """A photo as a data URI, or the path data of a drawing; both empty where code and PIN were all."""

    photo: str
    drawing: str


@transaction.atomic
def show_evidence(signature: Signature, *, by: Actor) -> Evidence:
    """The photo or drawing of one signature, with a trace of who looked."""
    photo = files.as_data_uri(signature.evidence) if signature.evidence else ""
    drawing = signature.drawing if drawings.is_drawing(signature.drawing) else ""
    audit.record("pledges.evidence_seen", signature, by=by, fields=["evidence" if photo else "drawing"])
    return Evidence(photo, drawing)
