"""The trace of changes in plain words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikrar.agencies import queries as people
from ikrar.agencies.roles import Actor, Kind, Role
from ikrar.core.models import AuditEvent
from ikrar.core.templatetags.ikrar import thousands
from ikrar.outreach.rules import AttachmentKind
from ikrar.pledges.queries import tallies

#: Verb of an audit row → what happened. A test holds this against the verbs that actions record.
SENTENCES = {
    "agencies.agency_edited": gettext_lazy("Mengubah kop surat atau zona waktu"),
    "agencies.credential_confirmed": gettext_lazy("Mengonfirmasi kode titipan di meja"),
    "agencies.credential_reissued": gettext_lazy("Menerbitkan ulang kode pribadi"),
    "agencies.credentials_handed": gettext_lazy("Menerima kode untuk diteruskan"),
    "agencies.credentials_issued": gettext_lazy("Membuat kode pribadi"),
    "agencies.device_enrolled": gettext_lazy("Mendaftarkan perangkat meja"),
    "agencies.device_opened": gettext_lazy("Menyiapkan perangkat meja"),
    "agencies.device_revoked": gettext_lazy("Mencabut perangkat meja"),
    "agencies.installation_founded": gettext_lazy("Mendirikan instalasi ini"),
    "agencies.invitation_accepted": gettext_lazy("Menerima undangan sebagai petugas"),
    "agencies.invitation_renewed": gettext_lazy("Memperbarui undangan petugas"),
    "agencies.number_shown": gettext_lazy("Melihat nomor pegawai lengkap"),
    "agencies.officer_deactivated": gettext_lazy("Menonaktifkan petugas"),
    "agencies.officer_invited": gettext_lazy("Mengundang petugas"),
    "agencies.officer_logged_in": gettext_lazy("Masuk sebagai petugas"),
    "agencies.officer_reactivated": gettext_lazy("Mengaktifkan petugas lagi"),
    "agencies.other_sessions_ended": gettext_lazy("Mengakhiri sesi lain miliknya"),
    "agencies.own_email_changed": gettext_lazy("Mengubah surel sendiri"),
    "agencies.role_ended": gettext_lazy("Mengakhiri peran"),
    "agencies.role_granted": gettext_lazy("Memberi peran"),
    "agencies.roster_applied": gettext_lazy("Menerapkan daftar pegawai"),
    "agencies.roster_apply_asked": gettext_lazy("Meminta daftar pegawai diterapkan"),
    "agencies.roster_columns_mapped": gettext_lazy("Mencocokkan kolom berkas"),
    "agencies.roster_discarded": gettext_lazy("Membuang unggahan daftar pegawai"),
    "agencies.roster_expired": gettext_lazy("Menghapus unggahan daftar pegawai yang lama"),
    "agencies.roster_kept": gettext_lazy("Tidak jadi menarik kembali daftar pegawai"),
    "agencies.roster_row_decided": gettext_lazy("Memutuskan baris daftar pegawai"),
    "agencies.roster_take_back_asked": gettext_lazy("Meminta daftar pegawai ditarik kembali"),
    "agencies.roster_taken_back": gettext_lazy("Menarik kembali daftar pegawai"),
    "agencies.roster_units_decided": gettext_lazy("Memutuskan nama unit yang mirip"),
    "agencies.roster_uploaded": gettext_lazy("Mengunggah daftar pegawai"),
    "agencies.second_factor_reset": gettext_lazy("Menghapus pengaman kedua petugas"),
    "agencies.second_factor_set": gettext_lazy("Memasang pengaman kedua"),
    "agencies.session_ended": gettext_lazy("Mengakhiri satu sesi"),
    "agencies.staff_added": gettext_lazy("Menambah pegawai"),
    "agencies.staff_contact_changed": gettext_lazy("Mengubah kontak pegawai"),
    "agencies.staff_ended": gettext_lazy("Mengakhiri tugas pegawai"),
    "agencies.staff_merged": gettext_lazy("Menggabung dua data pegawai"),
    "agencies.staff_moved": gettext_lazy("Memindah pegawai"),
    "agencies.staff_renamed": gettext_lazy("Membetulkan nama pegawai"),
    "agencies.staff_unmerged": gettext_lazy("Memisah data pegawai yang digabung"),
    "agencies.unit_added": gettext_lazy("Menambah unit"),
    "agencies.unit_merged": gettext_lazy("Menggabung unit"),
    "agencies.unit_moved": gettext_lazy("Memindah unit"),
    "agencies.unit_renamed": gettext_lazy("Mengganti nama unit"),
    "agencies.unit_unmerged": gettext_lazy("Memisah unit yang digabung"),
    "agencies.password_reset": gettext_lazy("Mengganti kata sandi yang lupa"),
    "agencies.password_changed": gettext_lazy("Mengganti kata sandi"),
    "agencies.second_factor_removed": gettext_lazy("Melepas pengaman kedua"),
    "agencies.recovery_codes_made": gettext_lazy("Membuat kode pemulihan"),
    "norms.circular_recorded": gettext_lazy("Mencatat surat edaran"),
    "norms.inquiry_answered": gettext_lazy("Menjawab pertanyaan kepada Bagian Hukum"),
    "norms.precedent_kept": gettext_lazy("Menyimpan preseden tanpa orang"),
    "norms.catalogue_loaded": gettext_lazy("Memuat katalog aturan dan kalender"),
    "outreach.activity_created": gettext_lazy("Membuat kegiatan"),
    "outreach.activity_edited": gettext_lazy("Mengubah kegiatan"),
    "outreach.open_activity": gettext_lazy("Memulai kegiatan"),
    "outreach.close_activity": gettext_lazy("Menutup kegiatan"),
    "outreach.reopen_activity": gettext_lazy("Membuka lagi kegiatan"),
    "outreach.report_activity": gettext_lazy("Melaporkan kegiatan"),
    "outreach.attendance_seen": gettext_lazy("Melihat siapa yang hadir"),
    "outreach.forum_opened": gettext_lazy("Membuka alamat evaluasi dan pertanyaan"),
    "outreach.forum_edited": gettext_lazy("Mengubah evaluasi dan kotak pertanyaan"),
    "outreach.attendance_drawn": gettext_lazy("Mengundi contoh kehadiran"),
    "outreach.remark_written": gettext_lazy("Menulis catatan pengamat"),
    "outreach.question_chosen": gettext_lazy("Menampilkan pertanyaan kepada narasumber"),
    "outreach.question_set_aside": gettext_lazy("Menyisihkan pertanyaan"),
    "outreach.question_merged": gettext_lazy("Menggabung pertanyaan yang sama"),
    "outreach.question_returned": gettext_lazy("Mengembalikan pertanyaan ke yang menunggu"),
    "outreach.question_spoken": gettext_lazy("Menandai pertanyaan dijawab lisan"),
    "outreach.question_answered": gettext_lazy("Menerbitkan jawaban pertanyaan"),
    "outreach.speaker_link_replaced": gettext_lazy("Mengganti tautan narasumber"),
    "outreach.sheets_printed": gettext_lazy("Mencetak daftar hadir kertas"),
    "outreach.sheet_entered": gettext_lazy("Memasukkan daftar hadir kertas"),
    "outreach.sheet_confirmed": gettext_lazy("Mengesahkan daftar hadir kertas"),
    "outreach.sheet_refused": gettext_lazy("Mengembalikan daftar hadir kertas"),
    "outreach.list_exported": gettext_lazy("Mengunduh daftar hadir"),
    "outreach.badges_given": gettext_lazy("Membuat lencana"),
    "outreach.badge_ended": gettext_lazy("Mencabut lencana"),
    "outreach.people_invited": gettext_lazy("Mengundang pegawai ke kegiatan"),
    "outreach.invitations_withdrawn": gettext_lazy("Membatalkan undangan ke kegiatan"),
    "outreach.seats_given": gettext_lazy("Memberi jatah kursi kepada unit"),
    "outreach.quota_changed": gettext_lazy("Mengubah jatah sebuah unit"),
    "outreach.quota_closed": gettext_lazy("Menutup jatah sebuah unit"),
    "outreach.quota_link_renewed": gettext_lazy("Mengganti tautan sebuah unit"),
    "outreach.quota_removed": gettext_lazy("Menghapus jatah sebuah unit"),
    "outreach.delegate_named": gettext_lazy("Menyebut utusan unit"),
    "outreach.delegate_released": gettext_lazy("Membatalkan utusan unit"),
    "outreach.invitations_mailed": gettext_lazy("Mengirim undangan lewat surel"),
    "outreach.letter_written": gettext_lazy("Menulis surat undangan"),
    "outreach.letter_printed": gettext_lazy("Mencetak surat undangan untuk satu orang"),
    "outreach.print_file_fetched": gettext_lazy("Mengunduh berkas untuk dicetak"),
    "outreach.guests_announced": gettext_lazy("Menambah tamu kegiatan"),
    "outreach.guest_changed": gettext_lazy("Membetulkan data tamu"),
    "outreach.guest_removed": gettext_lazy("Menghapus tamu dari daftar"),
    "outreach.files_attached": gettext_lazy("Melampirkan berkas kegiatan"),
    "outreach.file_moved": gettext_lazy("Mengubah urutan berkas kegiatan"),
    "outreach.file_described": gettext_lazy("Mengubah keterangan berkas kegiatan"),
    "outreach.file_removed": gettext_lazy("Menghapus berkas kegiatan"),
    "outreach.badge_refused": gettext_lazy("Menolak lencana di meja"),
    "oversight.figures_exported": gettext_lazy("Mengunduh angka cakupan"),
    "oversight.missing_seen": gettext_lazy("Melihat siapa yang belum"),
    "oversight.movements_seen": gettext_lazy("Melihat siapa yang masuk, pindah, atau keluar"),
    "oversight.signatures_seen": gettext_lazy("Melihat daftar tanda tangan"),
    "pledges.campaign_closed": gettext_lazy("Menutup penandatanganan"),
    "pledges.campaign_created": gettext_lazy("Membuat penandatanganan"),
    "pledges.campaign_deleted": gettext_lazy("Menghapus penandatanganan yang belum dibuka"),
    "pledges.campaign_edited": gettext_lazy("Mengubah penandatanganan yang belum dibuka"),
    "pledges.campaign_extended": gettext_lazy("Memperpanjang penandatanganan"),
    "pledges.campaign_opened": gettext_lazy("Membuka penandatanganan"),
    "pledges.campaign_reopened": gettext_lazy("Membuka kembali penandatanganan"),
    "pledges.codes_shown": gettext_lazy("Melihat kode pribadi untuk disampaikan"),
    "pledges.code_file_fetched": gettext_lazy("Mengunduh berkas kode"),
    "pledges.evidence_seen": gettext_lazy("Melihat bukti sebuah tanda tangan"),
    "pledges.list_opened": gettext_lazy("Membuka daftar untuk dikirimi pesan"),
    "pledges.sheet_confirmed": gettext_lazy("Mengesahkan lembar kertas"),
    "pledges.sheet_entered": gettext_lazy("Memasukkan lembar kertas"),
    "pledges.sheet_refused": gettext_lazy("Menolak lembar kertas"),
    "pledges.sheets_printed": gettext_lazy("Mencetak lembar tanda tangan"),
    "pledges.mail_queued": gettext_lazy("Mengirim ajakan lewat surel"),
    "pledges.correction_answered": gettext_lazy("Menjawab koreksi data"),
    "pledges.objection_answered": gettext_lazy("Menjawab “bukan saya”"),
    "pledges.pacts_asked": gettext_lazy("Meminta pakta dibuat"),
    "pledges.reason_noted": gettext_lazy("Mencatat alasan yang belum"),
    "pledges.sent_by_hand": gettext_lazy("Menandai ajakan sudah dikirim"),
    "pledges.session_closed": gettext_lazy("Menutup sesi meja"),
    "pledges.session_opened": gettext_lazy("Membuka sesi meja"),
    "pledges.screen_opened": gettext_lazy("Membuat tautan layar ikrar"),
    "pledges.screen_ended": gettext_lazy("Mengakhiri tautan layar ikrar"),
    "pledges.screen_turned": gettext_lazy("Membalik layar ikrar"),
    "pledges.signature_voided": gettext_lazy("Membatalkan tanda tangan"),
    "pledges.signatures_drawn": gettext_lazy("Mengundi contoh tanda tangan"),
    "pledges.text_approved": gettext_lazy("Menyetujui naskah"),
    "pledges.text_drafted": gettext_lazy("Menulis konsep naskah"),
    "pledges.text_edited": gettext_lazy("Mengubah konsep naskah"),
}
#: What an audit row adds to its sentence → in words; "" where the sentence says it all. A test holds it complete.
DETAILS = {
    **dict.fromkeys(
        (
            "state",
            "digest",
            "void",
            "seed",
            "reason",
            "answer",
            "rule",
            "number",
            "is_active",
            "mappings",
            "closed_at",
            "confirmed_at",
            "assignments",
            "staff",
            "units",
            "scan",
            "ticked",
            "merged_into",
            "into",
            "code",
            "phone_source",
            "email_source",
            "all",
            "evidence",
            "drawing",
            "email_confirmed_at",
        ),
        "",
    ),
    "label": gettext_lazy("nama perangkat"),
    "refusals": gettext_lazy("lencana yang ditolak"),
    "officer": gettext_lazy("petugasnya"),
    "file": gettext_lazy("berkas"),
    "scope": gettext_lazy("cakupan"),
    "as_of": gettext_lazy("tanggal keadaan"),
    "on": gettext_lazy("tanggal"),
    "since": gettext_lazy("tanggal mulai"),
    "signed_on": gettext_lazy("tanggal tanda tangan"),
    "opens_at": gettext_lazy("waktu buka"),
    "closes_at": gettext_lazy("waktu tutup"),
    "name": gettext_lazy("nama"),
    "title": gettext_lazy("judul"),
    "body": gettext_lazy("isi naskah"),
    "unit": gettext_lazy("unit"),
    "parent": gettext_lazy("unit induk"),
    "position": gettext_lazy("jabatan"),
    "grade": gettext_lazy("golongan"),
    "phone": gettext_lazy("HP"),
    "email": gettext_lazy("surel"),
    "zone": gettext_lazy("zona waktu"),
    "government": gettext_lazy("pemerintah"),
    "office": gettext_lazy("kantor"),
    "address": gettext_lazy("alamat"),
    "place": gettext_lazy("tempat surat"),
    "quiet_from": gettext_lazy("awal jam tenang"),
    "quiet_until": gettext_lazy("akhir jam tenang"),
    "emblem": gettext_lazy("lambang"),
    "elections": gettext_lazy("pemilihan"),
    "cycle": gettext_lazy("nama siklus"),
    "ikrar": gettext_lazy("naskah ikrar"),
    "pact": gettext_lazy("naskah pakta"),
    "kinds": gettext_lazy("jenis pegawai"),
    "leader": gettext_lazy("pimpinan di pakta"),
    "stages": gettext_lazy("tahapan"),
    "legal_bases": gettext_lazy("dasar hukum"),
    "use": gettext_lazy("dipakai"),
    "skip": gettext_lazy("dilewati"),
    "same": gettext_lazy("orang yang sama"),
    "other": gettext_lazy("orang lain"),
    "one": gettext_lazy("unit yang sama"),
    "apart": gettext_lazy("unit yang berbeda"),
    "sent": gettext_lazy("dikirim"),
    "undone": gettext_lazy("ditandai belum dikirim"),
    "accepted": gettext_lazy("diterima"),
    "declined": gettext_lazy("tidak diubah"),
    "slips": gettext_lazy("slip"),
    "merge": gettext_lazy("surat massal"),
    "wa": gettext_lazy("WhatsApp"),
    "mail": gettext_lazy("surel"),
    "pledge_invitation": gettext_lazy("ajakan"),
    "pledge_reminder": gettext_lazy("pengingat"),
    "joined": gettext_lazy("pegawai baru"),
    "gone": gettext_lazy("tidak bertugas lagi"),
    "moved_in": gettext_lazy("pindah masuk"),
    "moved_out": gettext_lazy("pindah keluar"),
    "officials": gettext_lazy("orang dan susunan acara"),
    "badge": gettext_lazy("lencana"),
    "link": gettext_lazy("lewat tautan unit"),
    "institution": gettext_lazy("instansi"),
    "caption": gettext_lazy("keterangan"),
    **{f"attached_{kind.value}": kind.label for kind in AttachmentKind},
    "seats": gettext_lazy("jumlah kursi"),
    "until": gettext_lazy("batas waktu"),
    **dict.fromkeys(("badge", "badges"), gettext_lazy("lencana")),
    "letters": gettext_lazy("surat undangan"),
    "ended_at": "",
    "hadir": gettext_lazy("yang hadir"),
    "belum": gettext_lazy("yang belum"),
    "diundang": gettext_lazy("yang diundang"),
    "tambahan": gettext_lazy("tambahan"),
    "tamu": gettext_lazy("tamu"),
    **dict.fromkeys(("kind", "mode"), gettext_lazy("bentuk kegiatan")),
    **dict.fromkeys(("begins", "ends"), gettext_lazy("jam")),
    "purpose": gettext_lazy("tujuan"),
    "meeting": gettext_lazy("alamat rapat daring"),
    "organiser": gettext_lazy("penyelenggara"),
    "told": gettext_lazy("jumlah menurut sumber"),
    "has_exit": gettext_lazy("jam pulang"),
    "opens_before": gettext_lazy("waktu pintu rapat"),
    "pdf": "PDF",
    "xlsx": "XLSX",
    "whole_numbers": gettext_lazy("dengan nomor lengkap"),
    "is_backfilled": gettext_lazy("sudah berlangsung"),
    "source": gettext_lazy("sumber"),
    **dict.fromkeys(("first", "first_words"), gettext_lazy("pertanyaan pertama")),
    **dict.fromkeys(("second", "second_words"), gettext_lazy("pertanyaan kedua")),
    "third": gettext_lazy("pertanyaan ketiga"),
    "days": gettext_lazy("jumlah hari"),
    "has_evaluation": gettext_lazy("evaluasi"),
    "wording": "",
    "has_questions": gettext_lazy("kotak pertanyaan"),
    "next": gettext_lazy("berikut"),
    "back": gettext_lazy("kembali"),
    "together": gettext_lazy("baca bersama"),
    "exact": gettext_lazy("angka persis atau hampir lengkap"),
    "welcome": gettext_lazy("kehadiran"),
    "count": gettext_lazy("jumlah tanda tangan"),
    "thanks": gettext_lazy("terima kasih"),
    "roster": gettext_lazy("lembar daftar nama"),
    "form": gettext_lazy("formulir pakta"),
    **{role.value: role.label for role in Role},
}
_WHO = {
    Kind.SYSTEM: gettext_lazy("Sistem"),
    Kind.STAFF: gettext_lazy("Pegawai"),
    Kind.DEVICE: gettext_lazy("Perangkat meja"),
    Kind.NOBODY: gettext_lazy("Tanpa nama"),
}


@dataclass(frozen=True)
class Row:
    """One change: when, who, what, which fields, why."""

    at: dt.datetime
    who: str
    what: str
    fields: str
    reason: str


def in_words(events: Iterable[AuditEvent], viewer: Actor) -> list[Row]:
    """Audit rows as sentences; names are resolved now, for this reader."""
    agency = viewer.agency_id or 0
    names, places = people.account_names(agency), tallies.unit_places(agency)
    units = {str(pk): name for pk, (name, _path) in places.items()}
    return [_row(event, names, units) for event in events]


def _row(event: AuditEvent, names: dict[int, str], units: dict[str, str]) -> Row:
    if event.actor_kind == Kind.OFFICER:
        who = names.get(event.actor or 0, _("Petugas nomor %(pk)s") % {"pk": event.actor})
    else:
        who = str(_WHO.get(Kind(event.actor_kind), event.actor_kind))
    what = str(SENTENCES.get(event.verb, event.verb))
    told = [_detail(str(one), units) for one in event.fields]
    return Row(event.at, who, what, ", ".join(one for one in told if one), event.reason)


def _detail(told: str, units: dict[str, str]) -> str:
    """One entry of an audit row in words: a unit by its name, a line and a count as figures; persons stay numbers unseen."""
    kind, _gap, number = told.replace(":", " ").partition(" ")
    if kind == "unit" and number:
        return units.get(number, "")
    if kind == "line" and number:
        return _("baris %(n)s") % {"n": number}
    if told.isdecimal():
        return thousands(int(told))
    return str(DETAILS.get(told, ""))
