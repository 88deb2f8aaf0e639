"""Reading guests of other institutions, and pasted lines of them against those there are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.roles import Actor
from ikrar.agencies.roster import names
from ikrar.outreach.models import Activity, Attendance, BadgeRefusal, Guest
from ikrar.outreach.rules import GUEST_LINES_MOST

_MARKS, _LONGEST = "\t;|", 200


@dataclass(frozen=True)
class Line:
    """One pasted line: a guest, or why not. `is_known` says that the guest is in the list already."""

    number: int
    name: str
    office: str = ""
    institution: str = ""
    problem: str = ""
    is_known: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.problem and not self.is_known


def guests_of(activity: Activity) -> QuerySet[Guest]:
    """Announced guests by institution and name; `is_present` tells who was recorded."""
    came = Attendance.objects.filter(guest=OuterRef("pk"), void=None)
    return activity.guests.annotate(is_present=Exists(came)).order_by("institution", "name", "pk")


def guests_for(viewer: Actor) -> QuerySet[Guest]:
    """Guests of the viewer's agency's activities."""
    rows = Guest.objects.filter(activity__agency=viewer.agency_id, activity__agency__isnull=False)
    return rows.select_related("activity__agency")


def is_recorded(guest: Guest) -> bool:
    """Did a desk ever have to do with the guest, also by a record that was taken back or a badge that was refused?"""
    came, refused = Attendance.objects.filter(guest=guest), BadgeRefusal.objects.filter(badge__guest=guest)
    return came.exists() or refused.exists()


def lines(activity: Activity, text: str) -> list[Line]:
    """The pasted lines, each checked: "name; office; institution", or "name; institution"."""
    told = [(number, raw) for number, raw in enumerate(text.splitlines(), 1) if raw.strip()][: GUEST_LINES_MOST + 1]
    known = same(activity.guests.all())
    checked = []
    for number, raw in told:
        line = _parse(number, raw)
        key = key_of(line.name, line.institution)
        checked.append(replace(line, is_known=key in known) if not line.problem else line)
        known.add(key)
    return checked


def key_of(name: str, institution: str) -> tuple[str, str]:
    """By what two guests are the same one."""
    return names.key(name), names.key(institution)


def same(guests: Iterable[Guest]) -> set[tuple[str, str]]:
    return {key_of(guest.name, guest.institution) for guest in guests}


def _parse(number: int, raw: str) -> Line:
    mark = next((mark for mark in _MARKS if mark in raw), None)
    parts = [names.clean(part) for part in raw.split(mark)] if mark else [names.clean(raw)]
    while len(parts) > 3 and not parts[-1]:
        parts.pop()
    name, office, institution = (parts[0], "", parts[1]) if len(parts) == 2 else [*parts, "", ""][:3]
    problem = ""
    if len(parts) > 3:
        problem = _("Baris ini lebih dari tiga bagian. Tulis: nama; jabatan; instansi.")
    elif not name:
        problem = _("Namanya belum ditulis.")
    elif not institution:
        problem = _("Instansinya belum ditulis. Contoh: Wati Tamurekaan; Anggota; Bawaslu Kota Contoh")
    elif max(map(len, (name, office, institution))) > _LONGEST:
        problem = _("Ada bagian yang lebih dari %(most)d huruf. Singkatkan.") % {"most": _LONGEST}
    return Line(number, name[:_LONGEST], office[:_LONGEST], institution[:_LONGEST], problem)
