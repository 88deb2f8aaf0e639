"""The minutes of a signing as one official page: counts, who opened and watched, and where they stand in the register."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ikrar.agencies.letterhead import letterhead
from ikrar.core import documents, ids, seal_key, sealed_papers, zones
from ikrar.core.errors import Refused
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.models import Official, Remark
from ikrar.outreach.rules import Part
from ikrar.pledges import paperwork
from ikrar.pledges.models import PledgeText, SigningSession
from ikrar.pledges.queries.minutes import Bound, Minutes, hours
from ikrar.pledges.rules import CampaignState
from ikrar.register.rules import Held

log = logging.getLogger(__name__)
PAPER = "signing_minutes"
_DOTS = "." * 40
#: What stands on one page of a list; the others are told as a number.
_SESSIONS, _PEOPLE, _REMARKS, _REMARK = 4, 3, 2, 180


def data_of(told: Minutes, at: dt.datetime, *, seal: str) -> dict[str, Any]:
    """What the page says, in Indonesian as offices file it; `seal` is what it says of its own seal."""
    with override(settings.LANGUAGE_CODE):
        agency = told.campaign.agency
        return {
            "letterhead": letterhead(agency), "title": _("Berita Acara Penandatanganan"),
            "about": told.activity.title if told.activity else told.campaign.title, "draft": draft_words(told),
            "facts": _facts(_about(told)), "counts": _facts(_counts(told)),
            "levels": [
                {"code": cell.code, "label": cell.words, "count": thousands(cell.count)} for cell in told.counts.cells
            ] or None,
            "rule": _rule(told), "people": _people(told), "remarks": _remarks(told.remarks, agency.zone) or None,
            "register": _register(told.bound, agency.zone), "unbound": unbound_words(told),
            "place": agency.place or agency.name, "date": zones.long_date(zones.today(agency.zone, at)),
            "signers": _signers(told.officials), "printed": zones.moment(at, agency.zone), "seal": seal,
        }  # fmt: skip


def pdf(told: Minutes, at: dt.datetime) -> bytes:
    """The page: sealed by the agency once it is final, if its key can be used now; it says itself what it is."""
    if told.is_final:
        try:
            return _sealed(told, at)
        except (Refused, sealed_papers.NoStamp, sealed_papers.NotMade) as failure:
            log.warning("minutes of campaign %s are not sealed: %s", told.campaign.pk, type(failure).__name__)
    with override(settings.LANGUAGE_CODE):
        words = _("Berkas ini tidak bersegel elektronik.")
    return documents.render(PAPER, data_of(told, at, seal=words), timestamp=int(at.timestamp()))


def _sealed(told: Minutes, at: dt.datetime) -> bytes:
    """Set and sealed by a process of its own, which ends with the paper."""
    agency = told.campaign.agency
    key = seal_key.usable(agency.code, at)
    row = sealed_papers.Row(data_of(told, at, seal=paperwork.seal_words(key)), int(at.timestamp()))
    maker = sealed_papers.Makers(paperwork.seal_order(agency, key), 1)
    try:
        return maker.make(PAPER, {}, [row])[0]
    finally:
        maker.close()


def draft_words(told: Minutes) -> str | None:
    """Why the numbers may still change; None where they no longer do."""
    if told.is_final:
        return None
    if told.activity:
        return _("Sementara: kegiatan atau sesinya belum ditutup, angkanya masih dapat berubah.")
    if told.campaign.state != CampaignState.CLOSED:
        return _("Sementara: penandatanganan belum ditutup, angkanya masih dapat berubah.")
    if told.bound.waits and (log := told.campaign.log) and log.held:
        why = Held(log.held).label
        return _("Sementara: angka penutup menunggu, karena register sedang berhenti menerima (%(why)s).") % {
            "why": why
        }
    return _("Sementara: angka penutup belum masuk ke register.")


def unbound_words(told: Minutes) -> str | None:
    """What is said in the place of a head where there is none."""
    if told.bound.head is not None:
        return None
    if told.campaign.log is None:
        return _("Penandatanganan ini belum terikat pada register.")
    return _("Belum ada yang diterbitkan di register ini.")


def _facts(lines: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in lines if value]


def _about(told: Minutes) -> list[tuple[str, str]]:
    campaign, activity = told.campaign, told.activity
    texts = "; ".join(_text(text) for text in (campaign.ikrar, campaign.pact) if text)
    named = _("%(title)s (kode %(code)s)") % {"title": campaign.title, "code": campaign.code}
    if activity is None:
        return [(_("Penandatanganan"), named), (_("Naskah"), texts), *_history(told)]
    day = zones.long_date(activity.on) if activity.on else _("tidak disebut")
    place = activity.place or _("tidak disebut")
    return [(_("Kegiatan"), activity.title), (_("Hari, tempat"), f"{day}, {place}"), (_("Penandatanganan"), named),
            (_("Naskah"), texts)]  # fmt: skip


def _text(text: PledgeText) -> str:
    digest = ids.grouped(text.digest[:16], 4).replace("-", "\u00a0")
    told = {"title": text.title, "v": text.version, "digest": digest}
    return _("%(title)s, versi %(v)d, sidik digital %(digest)s") % told


def _history(told: Minutes) -> list[tuple[str, str]]:
    """Opened once, closed and opened again any number of times: the first and the last lines."""
    zone, campaign = told.campaign.agency.zone, told.campaign
    lines = [_happened(row.words, row.at, row.who, zone) for row in told.history]
    window = _("%(since)s sampai %(until)s") % {
        "since": zones.moment(campaign.opens_at, zone), "until": zones.moment(campaign.closes_at, zone),
    }  # fmt: skip
    if len(lines) > 4:
        lines = [*lines[:1], _("dan %(n)d perubahan lain") % {"n": len(lines) - 3}, *lines[-2:]]
    return [(_("Waktu"), window), (_("Riwayat"), "; ".join(lines))]


def _happened(words: Any, at: dt.datetime, who: str, zone: str) -> str:
    told = {"what": words, "when": zones.moment(at, zone), "who": who}
    return (_("%(what)s %(when)s oleh %(who)s") if who else _("%(what)s %(when)s")) % told


def _counts(told: Minutes) -> list[tuple[str, str]]:
    counts = told.counts
    lines = [
        (_("Tercatat"), thousands(counts.acts)), (_("Dibatalkan"), thousands(counts.voided)),
        (_("Dihitung"), thousands(counts.counted)),
    ]  # fmt: skip
    if told.activity:
        return [*lines, (_("HP sendiri*"), told.by_phone)]
    listed = [(_("Sasaran saat dibuka"), thousands(told.fixed)), (_("Sasaran kini"), thousands(told.today))]
    since = [(_("Batal sesudahnya"), thousands(counts.voided_since))] if counts.voided_since else []
    return [*listed, *lines, *since]


def _rule(told: Minutes) -> str:
    if told.activity:
        return _(
            "Dihitung di meja sesi kegiatan ini; tingkat di bawah 10 orang digabung. * Tanda tangan dari HP sendiri selama "
            "kegiatan, di mana pun, tidak termasuk. Yang terikat di register adalah angka penutup seluruh penandatanganan."
        )
    if told.is_final:
        return _("Angka ini sama dengan entri penutup di register. Tingkat di bawah 10 orang digabung, juga di sana.")
    return _("Tingkat di bawah 10 orang digabung, seperti kelak pada entri penutup di register.")


def _people(told: Minutes) -> list[dict[str, Any]]:
    zone = told.campaign.agency.zone
    parts = [(Part.OPENER, _("Pembuka")), (Part.WITNESS, _("Saksi"))]
    named = {
        part: list(dict.fromkeys(_person(row) for row in told.officials if row.part == part)) for part, _l in parts
    }
    sessions = _few([_session(row, zone) for row in told.sessions], _SESSIONS) or [_("Tidak ada sesi meja.")]
    rows = [{"label": _("Sesi meja"), "lines": sessions}]
    rows += [{"label": label, "lines": _few(named[part], _PEOPLE)} for part, label in parts]
    if told.activity is None:
        rows.append({"label": _("Undian contoh"), "lines": [_draws(told, zone)]})
    return [{**row, "lines": row["lines"] or [_("tidak disebut")]} for row in rows]


def _few(lines: Sequence[str], most: int) -> list[str]:
    """The first few, and how many more there are."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[:most], _("dan %(n)d lainnya") % {"n": len(lines) - most}]


def _session(row: SigningSession, zone: str) -> str:
    begins, ends = hours(row)
    where = row.activity.title if row.activity else row.unit.name if row.unit else ""
    is_one_day = zones.today(zone, begins) == zones.today(zone, ends)
    told = {
        "title": row.title, "where": where, "who": str(row.opened_by), "since": zones.moment(begins, zone),
        "until": zones.clock(ends, zone) if is_one_day else zones.moment(ends, zone),
    }  # fmt: skip
    if where:
        return _("%(title)s, %(where)s, %(since)s sampai %(until)s, dibuka %(who)s") % told
    return _("%(title)s, %(since)s sampai %(until)s, dibuka %(who)s") % told


def _person(row: Official) -> str:
    if not row.name:
        return _("%(office)s (nama tidak disebut)") % {"office": row.full_office}
    return ", ".join(part for part in (row.name, row.full_office) if part)


def _draws(told: Minutes, zone: str) -> str:
    if not told.draws:
        return _("Belum ada undian.")
    times = ngettext("%(n)d kali", "%(n)d kali", len(told.draws)) % {"n": len(told.draws)}
    last = told.draws[-1]
    return _("%(times)s oleh pengamat, terakhir %(n)d tanda tangan pada %(when)s") % {
        "times": times, "n": len(last.drawn), "when": zones.moment(last.at, zone),
    }  # fmt: skip


def _remarks(rows: Sequence[Remark], zone: str) -> list[str]:
    """The newest, shortened, each with the digest of its whole; all of them stand in the minutes of the activity."""
    lines = [_remark(row, zone) for row in rows[-_REMARKS:]]
    if more := len(rows) - len(lines):
        told = ngettext("Ada %(n)d catatan lain.", "Ada %(n)d catatan lain.", more) % {"n": more}
        lines.append(told)
    if lines:
        lines.append(_("Semua catatan secara utuh ada di berita acara kegiatan."))
    return lines


def _remark(row: Remark, zone: str) -> str:
    text = " ".join(row.text.split())
    told = {
        "name": row.name, "institution": row.institution, "when": zones.moment(row.at, zone), "digest": row.short,
        "text": text if len(text) <= _REMARK else f"{text[:_REMARK].rsplit(' ', 1)[0]} …",
    }  # fmt: skip
    return _("%(name)s, %(institution)s, %(when)s: “%(text)s” (sidik digital %(digest)s)") % told


def _register(bound: Bound, zone: str) -> dict[str, Any] | None:
    head = bound.head
    if head is None:
        return None
    scheme, _mark, host = settings.PUBLIC_URL.partition("://")
    origin, placed = head.log.origin, bound.placed
    return {
        "origin": origin, "size": thousands(head.size), "root": head.root_text, "at": zones.moment(head.at, zone),
        "index": thousands(placed.index) if placed else None, "leaf": placed.leaf_hash if placed else None,
        "key": bound.key, "check": {
            "address": f"{host}/register/{origin}/", "link": f"{scheme.upper()}://{host.upper()}/register/{origin}/",
        },
    }  # fmt: skip


def _signers(officials: Sequence[Official]) -> list[dict[str, Any]]:
    """Chair and witness where one alone is known, else dots; an observer signs as whoever is there."""
    chairs, witnesses = (
        {row.name for row in officials if row.part == part and row.name} for part in (Part.CHAIR, Part.WITNESS)
    )
    return [_signer(_("Ketua Panitia,"), chairs), _signer(_("Saksi,"), witnesses), _signer(_("Pengamat,"), set())]


def _signer(role: str, names: set[str]) -> dict[str, Any]:
    return {"role": [role], "name": next(iter(names))[:160] if len(names) == 1 else _DOTS}
