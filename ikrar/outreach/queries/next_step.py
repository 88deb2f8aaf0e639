"""What is to be done next about an activity: one thing, for the head of its page."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies.access import may, way
from ikrar.agencies.models import Device
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.models import Activity
from ikrar.outreach.permissions import EDIT_ACTIVITIES, PREPARE
from ikrar.outreach.queries import badges, letters, sheets
from ikrar.outreach.queries.activities import Figures
from ikrar.outreach.rules import ActivityState, Mode


@dataclass(frozen=True)
class Step:
    """One thing to do: its words, why, where; no address where another officer does it. `move` is the step it takes."""

    title: str
    why: str
    url: str = ""
    button: str = ""
    move: str = ""


def next_step(viewer: Actor, activity: Activity, counted: Figures, at: dt.datetime) -> Step | None:
    """For those who hold the event; everybody else finds the papers of one that was reported."""
    if activity.state == ActivityState.REPORTED:
        return _read(activity)
    if not may(viewer, EDIT_ACTIVITIES, on=activity):
        return None
    if activity.state == ActivityState.PLANNED:
        return _prepare(viewer, activity, counted, at)
    return _hold(viewer, activity, at) if activity.state == ActivityState.OPEN else _finish(viewer, activity)


def _read(activity: Activity) -> Step:
    return Step(
        _("Sudah dilaporkan"), _("Isinya tidak diubah lagi. Daftar hadir dan berita acaranya ada di satu halaman."),
        reverse("outreach:activity_papers", args=[activity.pk]), _("Buka semua berkas"),
    )  # fmt: skip


def _prepare(viewer: Actor, activity: Activity, counted: Figures, at: dt.datetime) -> Step:
    """Who comes, where they meet, what they hold in their hands; on the day itself the beginning goes before."""
    begin = reverse("outreach:move_activity", args=[activity.pk, "open_activity"])
    if activity.on is None:
        why = _(
            "Sumbernya tidak menyebut tanggal, jadi tidak ada yang dicatat di sini. Tulis tanggalnya bila diketahui."
        )
        return Step(
            _("Tanpa tanggal, kegiatan tidak dimulai"), why, way(viewer, "outreach:edit_activity", activity.pk),
            _("Ubah kegiatan"),
        )  # fmt: skip
    if activity.is_backfilled:
        why = _("Kegiatan ini sudah lewat. Masukkan daftar hadir kertasnya, lalu tutup.")
        return Step(_("Mulai, lalu catat yang hadir"), why, begin, _("Mulai kegiatan"), "open_activity")
    if activity.on <= zones.today(activity.agency.zone, at):
        why = _("Meja daftar hadir dan rapat daring menerima orang sejak kegiatan dimulai.")
        return Step(_("Mulai kegiatan"), why, begin, _("Mulai kegiatan"), "open_activity")
    if not counted.invited and not activity.quotas.exists():
        why = _("Belum ada yang diundang. Pilih menurut unit dan jabatan, atau beri tiap unit jatah utusan.")
        return Step(_("Undang orangnya"), why, way(viewer, "outreach:invite", activity.pk), _("Undang pegawai"))
    if activity.is_online and not activity.meeting:
        why = _(
            "Tanpa alamat itu, “Saya hadir” belum bisa ditekan: orangnya tidak tercatat dan tidak sampai ke rapatnya."
        )
        return Step(
            _("Tulis alamat rapat daring"), why, way(viewer, "outreach:edit_activity", activity.pk), _("Ubah kegiatan")
        )
    if may(viewer, PREPARE, on=activity) and counted.invited:
        if letters.letter_of(activity) is None:
            told = ngettext("%(n)s orang sudah diundang.", "%(n)s orang sudah diundang.", counted.invited)
            why = (
                (told % {"n": thousands(counted.invited)})
                + " "
                + _("Suratnya tinggal diisi nomor dan penanda tangannya.")
            )
            return Step(_("Buat surat undangan"), why, way(viewer, "outreach:letter", activity.pk), _("Surat undangan"))
        if activity.mode != Mode.ONLINE and (without := badges.totals(activity).without):
            told = ngettext("%(n)s orang belum punya lencana.", "%(n)s orang belum punya lencana.", without)
            why = (told % {"n": thousands(without)}) + " " + _("Di meja, kodenya cukup dipindai.")
            return Step(_("Cetak lencana"), why, way(viewer, "outreach:badge_list", activity.pk), _("Cetak lencana"))
    return Step(_("Siap, tinggal menunggu harinya"), _("Mulai kegiatan pada harinya, supaya meja dapat mencatat."))


def _hold(viewer: Actor, activity: Activity, at: dt.datetime) -> Step:
    """A desk first; after the last hour, the closing."""
    close = Step(
        _("Tutup sesudah semua tercatat"), _("Kehadiran dikunci, dan sesi tanda tangannya ikut ditutup."),
        way(viewer, "outreach:move_activity", activity.pk, "close_activity"), _("Tutup kegiatan"), "close_activity",
    )  # fmt: skip
    if _is_over(activity, at) or activity.mode == Mode.ONLINE:
        return close
    if desks_of(activity):
        address = settings.PUBLIC_URL.split("://", 1)[1] + "/meja/"
        how = _("Di perangkatnya buka %(address)s dan pilih kegiatan ini.") % {"address": address}
        return Step(
            _("Catat yang datang di meja"), f"{desks_in_words(activity)} {how}",
            way(viewer, "outreach:attendance_units", activity.pk), _("Lihat siapa yang belum"),
        )  # fmt: skip
    url = way(viewer, "agencies:device_list")
    why = _("HP, tablet, atau laptop mana pun bisa menjadi meja, dengan kode sekali pakai.")
    return Step(
        _("Pasang meja daftar hadir"), why if url else f"{why} " + _("Petugas kepegawaian yang memasangnya."), url, _("Pasang meja")
    )  # fmt: skip


def _is_over(activity: Activity, at: dt.datetime) -> bool:
    if activity.on is None:
        return True
    if activity.ends is None:
        return activity.on < zones.today(activity.agency.zone, at)
    return zones.at_hour(activity.on, activity.ends, activity.agency.zone) <= at


def _finish(viewer: Actor, activity: Activity) -> Step:
    """Sheets of paper that wait for another officer, then the report."""
    if count := sheets.waiting(viewer, activity).count():
        title = ngettext("%(n)d lembar menunggu petugas kedua", "%(n)d lembar menunggu petugas kedua", count) % {
            "n": count
        }
        why = _("Belum terhitung sebelum pindaiannya dicocokkan oleh petugas lain.")
        return Step(title, why, way(viewer, "outreach:attendance_sheets", activity.pk), _("Periksa"))
    return Step(
        _("Periksa, lalu laporkan"),
        _("Daftar hadir dan berita acara sudah jadi. Sesudah dilaporkan, isinya tidak diubah lagi."),
        way(viewer, "outreach:move_activity", activity.pk, "report_activity"), _("Laporkan"), "report_activity",
    )  # fmt: skip


def desks_of(activity: Activity) -> int:
    """Machines that are desks of the agency now."""
    return Device.objects.filter(agency=activity.agency_id, token__isnull=False, ended_at=None).count()


def desks_in_words(activity: Activity) -> str:
    """How many desks there are, for the activity's own page."""
    count = desks_of(activity)
    told = ngettext("%(n)d meja terpasang.", "%(n)d meja terpasang.", count) % {"n": count}
    return told if count else _("Belum ada meja.")
