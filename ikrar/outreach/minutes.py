"""The minutes of an activity and the posters of its short address, as official papers; reads rows given, writes nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ikrar.agencies.letterhead import letterhead
from ikrar.core import documents, zones
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.attendance_lists import head
from ikrar.outreach.models import Activity, Official, Remark
from ikrar.outreach.queries.activities import Figures
from ikrar.outreach.queries.observing import Counted, Totals
from ikrar.outreach.rules import Part
from ikrar.register.models import Head

_DOTS = "." * 40
#: What a poster invites to: its title and the steps.
POSTERS = {
    "evaluasi": (
        gettext_lazy("Bagaimana kegiatan tadi?"),
        gettext_lazy("Isi tiga pertanyaan. Tanpa nama, tanpa kode, kurang dari satu menit."),
    ),
    "pertanyaan": (
        gettext_lazy("Ada pertanyaan untuk narasumber?"),
        gettext_lazy("Tulis di sini tanpa nama. Jawaban tertulisnya dibaca dengan kode yang Anda terima."),
    ),
}


@dataclass(frozen=True)
class Told:
    """What the minutes count and quote."""

    figures: Figures
    totals: Totals
    remarks: Sequence[Remark]
    head: Head | None = None


def minutes_pdf(activity: Activity, told: Told, at: dt.datetime) -> bytes:
    """As offices file it, in Indonesian; what is not known stands there as "tidak disebut"."""
    with override(settings.LANGUAGE_CODE):
        agency = activity.agency
        officials = list(activity.officials.all())
        data = {
            "letterhead": letterhead(agency), "title": _("Berita Acara Kegiatan"), "activity": activity.title,
            "facts": [{"label": label, "value": value} for label, value in (*head(activity), *_more(activity))],
            "parts": [_part(part, officials) for part in Part], "summary": _summary(activity, told),
            "sources": [_line(source.label, count) for source, count in told.totals.sources] or None,
            "levels": [_line(level.label, count) for level, count in told.totals.levels] or None,
            "remarks": [_remark(row, agency.zone) for row in told.remarks] or None,
            "register": _register(told.head, agency.zone) if told.head else None,
            "place": agency.place or agency.name, "date": zones.long_date(activity.on) if activity.on else _DOTS[:20],
            "signers": _signers(officials), "printed": zones.moment(at, agency.zone),
        }  # fmt: skip
    return documents.render("minutes", data, timestamp=int(at.timestamp()))


def _more(activity: Activity) -> list[tuple[str, str]]:
    untold = _("tidak disebut")
    bases = [str(row) for row in activity.bases.all()]
    bases += [_("SE %(number)s") % {"number": row.number} for row in activity.circulars.all()]
    told = [
        (_("Bentuk"), str(activity.get_kind_display())), (_("Tujuan"), activity.purpose),
        (_("Pemilihan"), ", ".join(row.name for row in activity.elections.all())), (_("Dasar"), "; ".join(bases)[:1400]),
        (_("Sumber"), activity.source),
    ]  # fmt: skip
    return [(label, value or untold) for label, value in told if value or label != _("Sumber")]


def _part(part: Part, officials: Sequence[Official]) -> dict[str, Any]:
    """Who had this part, exactly as written; nobody told is said so."""
    lines = [_person(row) for row in officials if row.part == part]
    return {"label": str(part.label), "lines": lines or [_("tidak disebut")]}


def _person(row: Official) -> str:
    office = ", ".join(text for text in (row.full_office, row.topic) if text)
    if not row.name:
        return _("%(office)s (nama tidak disebut)") % {"office": office}
    return f"{row.name}, {office}" if office else row.name


def _line(label: Any, count: Counted) -> dict[str, str]:
    return {"label": str(label), "staff": thousands(count.staff), "guests": thousands(count.guests)}


def _summary(activity: Activity, told: Told) -> list[str]:
    totals = told.totals
    numbers = {
        "invited": thousands(told.figures.invited), "present": thousands(totals.all.staff), "guests": thousands(totals.all.guests),
        "walk_ins": thousands(totals.walk_ins), "voids": thousands(totals.voids), "refusals": thousands(totals.refusals),
    }  # fmt: skip
    if activity.is_backfilled and not totals.all.both:
        said = [_("Kehadiran per orang tidak tercatat di sistem ini.")]
    else:
        said = [
            _("Diundang %(invited)s pegawai; tercatat hadir %(present)s pegawai dan %(guests)s tamu.") % numbers,
            _("Tambahan yang tidak diundang: %(walk_ins)s.") % numbers,
            _("Catatan yang dibatalkan: %(voids)s. Lencana yang ditolak di meja: %(refusals)s.") % numbers,
        ]  # fmt: skip
    if activity.told is not None:
        said.append(_("Menurut sumber, peserta %(n)s orang.") % {"n": thousands(activity.told)})
    return said


def _remark(row: Remark, zone: str) -> dict[str, Any]:
    told = {"name": row.name, "institution": row.institution, "time": zones.moment(row.at, zone)}
    corrects = row.corrects
    return {
        "by": _("%(name)s, %(institution)s, %(time)s") % told,
        "corrects": _("Membetulkan catatan %(time)s") % {"time": zones.moment(corrects.at, zone)} if corrects else None,
        "lines": [line for line in row.text.split("\n") if line.strip()] or [row.text], "digest": row.short,
    }  # fmt: skip


def _register(head: Head, zone: str) -> str:
    """What was published last, so that whoever keeps this paper can show later if the register became shorter."""
    return _("Register instansi %(origin)s: %(size)s entri, akar %(root)s, diterbitkan %(when)s.") % {
        "origin": head.log.origin, "size": thousands(head.size), "root": head.root_text, "when": zones.moment(head.at, zone),
    }  # fmt: skip


def _signers(officials: Sequence[Official]) -> list[dict[str, Any]]:
    """The chair of the committee and the witnesses; without a name there are dots."""
    chair = next((row for row in officials if row.part == Part.CHAIR), None)
    witnesses = [row for row in officials if row.part == Part.WITNESS][:4]
    return [_signer(_("Ketua Panitia,"), chair), *(_signer(_("Saksi,"), row) for row in witnesses)]


def _signer(role: str, row: Official | None) -> dict[str, Any]:
    office = [f"{row.full_office[:198]},"] if row and row.full_office else []
    return {"role": [role, *office], "name": (row.name if row else "")[:160] or _DOTS}


def address(activity: Activity) -> str:
    """The short address of those present, in letters: `host/s/KODE`."""
    return f"{settings.PUBLIC_URL.split('://', 1)[1]}/s/{activity.code}"


def link(activity: Activity) -> str:
    """The same for a QR code, the host in capitals, so that the code stays small."""
    scheme, _mark, host = settings.PUBLIC_URL.partition("://")
    return f"{scheme.upper()}://{host.upper()}/s/{activity.code}"


def poster_pdf(activity: Activity, what: str, at: dt.datetime) -> bytes:
    """One sheet to hang up."""
    with override(settings.LANGUAGE_CODE):
        title, lead = POSTERS[what]
        data = {
            "agency": activity.agency.name, "activity": activity.title, "title": str(title), "lead": str(lead),
            "host": address(activity).rpartition("/s/")[0], "path": f"/s/{activity.code}", "link": link(activity),
            "foot": _("Periksa alamat di layar HP: harus persis seperti di atas. Halaman ini tidak meminta nama, kode, atau PIN."),
        }  # fmt: skip
    return documents.render("poster", data, timestamp=int(at.timestamp()))
