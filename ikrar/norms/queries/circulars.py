"""Reading an agency's circulars."""

from django.db.models import QuerySet

from ikrar.norms.models import Circular


def circulars(agency_id: int) -> QuerySet[Circular]:
    """The agency's circulars, the latest first."""
    return Circular.objects.filter(agency=agency_id).order_by("-year", "-pk")
