"""What the staff list is told: whoever is invited to an activity or was present stays in it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.actions.roster import register_dependents, register_leavings
from ikrar.agencies.models import Staff
from ikrar.outreach.queries.activities import bound_to_activities, only_in_activities_of


def keep_invited(staff_ids: QuerySet[Any, int]) -> list[str]:
    """Who was invited or came stays in the list."""
    count = bound_to_activities(staff_ids)
    words = ngettext(
        "%(n)d undangan atau kehadiran kegiatan bergantung padanya.",
        "%(n)d undangan atau kehadiran kegiatan bergantung padanya.",
        count,
    )
    return [words % {"n": count}] if count else []


def leave_invitations(staff: Staff, into: Staff) -> list[str]:
    """An invitation and a presence count for the record that has them."""
    titles = only_in_activities_of(staff, into)
    return [
        _("Undangan atau kehadiran pada “%(title)s” tinggal di catatan ini.") % {"title": title} for title in titles
    ]


register_dependents(keep_invited)
register_leavings(leave_invitations)
