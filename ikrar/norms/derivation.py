"""A due date in words: from which day it was counted, which days were passed over and why, which day it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ikrar.core import zones
from ikrar.norms.clock import Due, Step, Unit


def lines(due: Due) -> Iterator[str]:
    """One sentence a line, in the order of the days."""
    first = due.steps[0].day if due.steps else due.event
    yield _("Dihitung mulai %(day)s, hari sesudah %(event)s.") % {
        "day": zones.long_date(first, named=True), "event": zones.long_date(due.event, named=True),
    }  # fmt: skip
    for step in due.steps:
        told = {"day": zones.long_date(step.day, named=True), "n": due.number}
        if step.number is None:
            yield _("%(day)s dilewati: %(why)s.") % {**told, "why": why(step)}
        elif step is due.moved_from:
            yield _("Hari ke-%(n)d jatuh pada %(day)s: %(why)s.") % {**told, "why": why(step)}
    if due.due is None:
        yield _("Waktunya sedang berhenti; tenggatnya baru diketahui sesudah berjalan lagi.")
    elif due.moved_from:
        yield _("Tenggatnya hari kerja berikutnya: %(day)s.") % {"day": zones.long_date(due.due, named=True)}
    else:
        words = _("Hari kerja ke-%(n)d: %(day)s.") if due.unit == Unit.WORKING else _("Hari ke-%(n)d: %(day)s.")
        yield words % {"n": due.number, "day": zones.long_date(due.due, named=True)}


def why(step: Step) -> str:
    """Why a day did not count; a day off is told with its decree, and whether anybody read it."""
    if step.pause:
        return _("waktu berhenti, %(reason)s") % {"reason": step.pause.reason}
    if step.off is None:
        return _("akhir pekan")
    told = {"name": step.off.name, "decree": step.off.decree}
    if step.off.seen:
        return _("%(name)s (%(decree)s)") % told
    return _("%(name)s (%(decree)s, nomor dan tanggalnya belum dicocokkan)") % told
