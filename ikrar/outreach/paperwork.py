"""What stands on the papers of an activity. Reads rows given, writes nothing."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.core import documents, zones
from ikrar.outreach.models import Activity, Badge, Guest, Invitee
from ikrar.outreach.rules import Mode


def badge_link(text: str) -> str:
    """What the QR code of a badge says: all in capitals, so that it stays small."""
    return f"{settings.PUBLIC_URL.upper()}/B/{text}"


def day(activity: Activity) -> str:
    return zones.long_date(activity.on, named=True) if activity.on else _("tidak disebut")


def hours(activity: Activity) -> str:
    """`08.30 WITA`, `08.30 sampai 11.00 WITA`, or that nobody said when."""
    if activity.begins is None:
        return _("tidak disebut")
    zone = activity.agency.zone
    if activity.ends is None:
        return f"{activity.begins:%H.%M}\u00a0{zone}"
    return _("%(begins)s sampai %(ends)s") % {
        "begins": f"{activity.begins:%H.%M}", "ends": f"{activity.ends:%H.%M}\u00a0{zone}",
    }  # fmt: skip


def place(activity: Activity) -> str:
    """Where, without the meeting's address: that is for people who gave code and PIN."""
    if activity.mode == Mode.ONLINE:
        return _("Daring")
    where = activity.place or _("tidak disebut")
    return _("%(place)s, atau daring") % {"place": where} if activity.mode == Mode.BOTH else where


@override(settings.LANGUAGE_CODE)
def when_and_where(activity: Activity) -> str:
    """In one line; what nobody said is left out."""
    parts = [day(activity) if activity.on else "", hours(activity) if activity.begins else ""]
    parts.append(place(activity) if activity.place or activity.mode == Mode.ONLINE else "")
    return ", ".join(part for part in parts if part)


@override(settings.LANGUAGE_CODE)
def badges_pdf(
    activity: Activity, people: Iterable[Invitee | Guest], texts: Mapping[tuple[int | None, int | None], str], *,
    timestamp: int,
) -> bytes:  # fmt: skip
    """Badges to cut, in the given order; who has none is left out."""
    rows = [_badge(one, texts[whose]) for one in people if (whose := holder(one)) in texts]
    shared = {"agency": activity.agency.name, "activity": activity.title, "when": when_and_where(activity)[:300] or "–"}
    return documents.render("badges", {**shared, "badges": rows}, timestamp=timestamp)


def holder(one: Invitee | Guest | Badge) -> tuple[int | None, int | None]:
    """Whose badge it is: staff id, guest id."""
    if isinstance(one, Badge):
        return one.staff_id, one.guest_id
    return (one.staff_id, None) if isinstance(one, Invitee) else (None, one.pk)


def _badge(one: Invitee | Guest, text: str) -> dict[str, str]:
    name, unit = (one.staff.full_name, one.unit.name) if isinstance(one, Invitee) else (one.name, one.institution)
    part = _("Peserta") if isinstance(one, Invitee) else _("Tamu")
    return {"name": name[:160], "unit": unit[:160], "part": part, "link": badge_link(text)}
