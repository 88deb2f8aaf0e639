"""What rooms below are told: an open desk makes a list wait, acts keep people in it, open sessions hold an activity open."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.actions.roster import register_dependents, register_leavings, register_wait
from ikrar.agencies.models import Staff
from ikrar.core import zones
from ikrar.outreach.actions.activities import register_hold
from ikrar.outreach.models import Activity
from ikrar.pledges.queries import hall
from ikrar.pledges.queries.acts import acts_of, desk_is_open, signed_only_by


def wait_for_desks(agency_id: int) -> str:
    """On SQLite a large list would hold up a desk's signatures."""
    if not desk_is_open(agency_id, zones.now()):
        return ""
    return _("Menunggu sesi tanda tangan di meja selesai, supaya antrean di sana tidak terhenti.")


def keep_signers(staff_ids: QuerySet[Any, int]) -> list[str]:
    """Who has signed stays in the list."""
    count = acts_of(staff_ids)
    words = ngettext("%(n)d tanda tangan bergantung padanya.", "%(n)d tanda tangan bergantung padanya.", count)
    return [words % {"n": count}] if count else []


def leave_signatures(staff: Staff, into: Staff) -> list[str]:
    """A signature counts for the record that gave it."""
    titles = signed_only_by(staff, into)
    return [_("Tanda tangan untuk “%(title)s” tinggal di catatan ini.") % {"title": title} for title in titles]


def keep_open(activity: Activity) -> str:
    """An activity ends together with its signing sessions (`actions.days.close_day`), never before them."""
    if not hall.open_sessions(activity).exists():
        return ""
    return _(
        "Masih ada sesi tanda tangan yang dibuka di kegiatan ini. Tutup dari halaman kegiatan, sesinya ikut ditutup."
    )


register_hold(keep_open)
register_wait(wait_for_desks)
register_dependents(keep_signers)
register_leavings(leave_signatures)
