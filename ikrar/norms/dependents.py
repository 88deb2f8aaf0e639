"""What the staff list is told: whoever acknowledged a circular or declared something stays in it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.actions.roster import register_dependents, register_leavings
from ikrar.agencies.models import Staff
from ikrar.norms.queries.declarations import bound_by_declarations
from ikrar.norms.queries.reading import bound_by_acts, only_in_acts_of


def keep_readers(staff_ids: QuerySet[Any, int]) -> list[str]:
    """Who acknowledged a circular stays in the list."""
    count = bound_by_acts(staff_ids)
    words = ngettext(
        "%(n)d pernyataan memahami edaran bergantung padanya.", "%(n)d pernyataan memahami edaran bergantung padanya.", count
    )  # fmt: skip
    return [words % {"n": count}] if count else []


def leave_acts(staff: Staff, into: Staff) -> list[str]:
    """An acknowledgement counts for the record that has it."""
    said = _("Pernyataan memahami edaran %(number)s tinggal di catatan ini.")
    return [said % {"number": number} for number in only_in_acts_of(staff, into)]


def keep_declarers(staff_ids: QuerySet[Any, int]) -> list[str]:
    """A declaration keeps its declarer in the list; after a merge it is read with the record that stays."""
    count = bound_by_declarations(staff_ids)
    words = ngettext(
        "%(n)d pernyataan atau izin bergantung padanya.", "%(n)d pernyataan atau izin bergantung padanya.", count
    )
    return [words % {"n": count}] if count else []


register_dependents(keep_readers)
register_dependents(keep_declarers)
register_leavings(leave_acts)
