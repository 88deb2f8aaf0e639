"""What the staff list is told: whoever is invited to an activity or was present stays in it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from ikrar.agencies.actions.roster import register_dependents
from ikrar.outreach.queries.activities import bound_to_activities


def keep_invited(staff_ids: QuerySet[Any, int]) -> list[str]:
    """Who was invited or came stays in the list."""
    count = bound_to_activities(staff_ids)
    words = ngettext(
        "%(n)d undangan atau kehadiran kegiatan bergantung padanya.",
        "%(n)d undangan atau kehadiran kegiatan bergantung padanya.",
        count,
    )
    return [words % {"n": count}] if count else []


register_dependents(keep_invited)
