"""The trace of changes in plain words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ikrar.agencies import queries as people
from ikrar.agencies.roles import Actor, Kind
from ikrar.core.models import AuditEvent

#: Verb of an audit row → what happened. A test holds this against the verbs that actions record.
SENTENCES = {
    "agencies.agency_edited": _lazy("Mengubah kop surat atau zona waktu"),
    "agencies.credential_reissued": _lazy("Menerbitkan ulang kode pribadi"),
    "agencies.credentials_handed": _lazy("Menerima kode untuk diteruskan"),
    "agencies.credentials_issued": _lazy("Membuat kode pribadi"),
    "agencies.device_enrolled": _lazy("Mendaftarkan perangkat meja"),
    "agencies.device_opened": _lazy("Menyiapkan perangkat meja"),
    "agencies.device_revoked": _lazy("Mencabut perangkat meja"),
    "agencies.installation_founded": _lazy("Mendirikan instalasi ini"),
    "agencies.invitation_accepted": _lazy("Menerima undangan sebagai petugas"),
    "agencies.invitation_renewed": _lazy("Memperbarui undangan petugas"),
    "agencies.number_shown": _lazy("Melihat nomor pegawai lengkap"),
    "agencies.officer_deactivated": _lazy("Menonaktifkan petugas"),
    "agencies.officer_invited": _lazy("Mengundang petugas"),
    "agencies.officer_logged_in": _lazy("Masuk sebagai petugas"),
    "agencies.officer_reactivated": _lazy("Mengaktifkan petugas lagi"),
    "agencies.other_sessions_ended": _lazy("Mengakhiri sesi lain miliknya"),
    "agencies.own_email_changed": _lazy("Mengubah surel sendiri"),
    "agencies.role_ended": _lazy("Mengakhiri peran"),
    "agencies.role_granted": _lazy("Memberi peran"),
    "agencies.roster_applied": _lazy("Menerapkan daftar pegawai"),
    "agencies.roster_apply_asked": _lazy("Meminta daftar pegawai diterapkan"),
    "agencies.roster_columns_mapped": _lazy("Mencocokkan kolom berkas"),
    "agencies.roster_discarded": _lazy("Membuang unggahan daftar pegawai"),
    "agencies.roster_row_decided": _lazy("Memutuskan baris daftar pegawai"),
    "agencies.roster_taken_back": _lazy("Menarik kembali daftar pegawai"),
    "agencies.roster_units_decided": _lazy("Memutuskan nama unit yang mirip"),
    "agencies.roster_uploaded": _lazy("Mengunggah daftar pegawai"),
    "agencies.second_factor_reset": _lazy("Menghapus pengaman kedua petugas"),
    "agencies.second_factor_set": _lazy("Memasang pengaman kedua"),
    "agencies.session_ended": _lazy("Mengakhiri satu sesi"),
    "agencies.staff_added": _lazy("Menambah pegawai"),
    "agencies.staff_contact_changed": _lazy("Mengubah kontak pegawai"),
    "agencies.staff_ended": _lazy("Mengakhiri tugas pegawai"),
    "agencies.staff_merged": _lazy("Menggabung dua data pegawai"),
    "agencies.staff_moved": _lazy("Memindah pegawai"),
    "agencies.staff_renamed": _lazy("Membetulkan nama pegawai"),
    "agencies.staff_unmerged": _lazy("Memisah data pegawai yang digabung"),
    "agencies.unit_added": _lazy("Menambah unit"),
    "agencies.unit_merged": _lazy("Menggabung unit"),
    "agencies.unit_moved": _lazy("Memindah unit"),
    "agencies.unit_renamed": _lazy("Mengganti nama unit"),
    "agencies.unit_unmerged": _lazy("Memisah unit yang digabung"),
    "agencies.password_reset": _lazy("Mengganti kata sandi yang lupa"),
    "agencies.password_changed": _lazy("Mengganti kata sandi"),
    "agencies.second_factor_removed": _lazy("Melepas pengaman kedua"),
    "agencies.recovery_codes_made": _lazy("Membuat kode pemulihan"),
    "norms.catalogue_loaded": _lazy("Memuat katalog aturan dan kalender"),
    "oversight.figures_exported": _lazy("Mengunduh angka cakupan"),
    "oversight.missing_seen": _lazy("Melihat siapa yang belum"),
    "oversight.signatures_seen": _lazy("Melihat daftar tanda tangan"),
    "pledges.campaign_closed": _lazy("Menutup penandatanganan"),
    "pledges.campaign_created": _lazy("Membuat penandatanganan"),
    "pledges.campaign_extended": _lazy("Memperpanjang penandatanganan"),
    "pledges.campaign_opened": _lazy("Membuka penandatanganan"),
    "pledges.campaign_reopened": _lazy("Membuka kembali penandatanganan"),
    "pledges.codes_shown": _lazy("Melihat kode pribadi untuk disampaikan"),
    "pledges.code_file_fetched": _lazy("Mengunduh berkas kode"),
    "pledges.list_opened": _lazy("Membuka daftar untuk dikirimi pesan"),
    "pledges.sheet_confirmed": _lazy("Mengesahkan lembar kertas"),
    "pledges.sheet_entered": _lazy("Memasukkan lembar kertas"),
    "pledges.sheet_refused": _lazy("Menolak lembar kertas"),
    "pledges.sheets_printed": _lazy("Mencetak lembar tanda tangan"),
    "pledges.mail_queued": _lazy("Mengirim ajakan lewat surel"),
    "pledges.correction_answered": _lazy("Menjawab koreksi data"),
    "pledges.objection_answered": _lazy("Menjawab “bukan saya”"),
    "pledges.pacts_asked": _lazy("Meminta pakta dibuat"),
    "pledges.reason_noted": _lazy("Mencatat alasan yang belum"),
    "pledges.sent_by_hand": _lazy("Menandai ajakan sudah dikirim"),
    "pledges.session_closed": _lazy("Menutup sesi meja"),
    "pledges.session_opened": _lazy("Membuka sesi meja"),
    "pledges.signature_voided": _lazy("Membatalkan tanda tangan"),
    "pledges.signatures_drawn": _lazy("Mengundi contoh tanda tangan"),
    "pledges.text_approved": _lazy("Menyetujui naskah"),
    "pledges.text_drafted": _lazy("Menulis konsep naskah"),
    "pledges.text_edited": _lazy("Mengubah konsep naskah"),
}
_WHO = {
    Kind.SYSTEM: _lazy("Sistem"),
    Kind.STAFF: _lazy("Pegawai"),
    Kind.DEVICE: _lazy("Perangkat meja"),
    Kind.NOBODY: _lazy("Tanpa nama"),
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
    names = people.account_names(viewer.agency_id or 0)
    return [_row(event, names) for event in events]


def _row(event: AuditEvent, names: dict[int, str]) -> Row:
    if event.actor_kind == Kind.OFFICER:
        who = names.get(event.actor or 0, _("Petugas nomor %(pk)s") % {"pk": event.actor})
    else:
        who = str(_WHO.get(Kind(event.actor_kind), event.actor_kind))
    what = str(SENTENCES.get(event.verb, event.verb))
    return Row(event.at, who, what, ", ".join(str(name) for name in event.fields), event.reason)
