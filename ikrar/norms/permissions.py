"""Who may do what about norms."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission, Role, Scope

ANSWER_INQUIRIES = Permission(
    "norms.answer_inquiries", _("Menjawab pertanyaan “boleh atau tidak”"), (Role.LEGAL, Role.PERSONNEL)
)
_CIRCULAR_LINE = (Role.PERSONNEL, Role.COORDINATOR)
VIEW_CIRCULARS = Permission(
    "norms.view_circulars",
    _("Membaca surat edaran dan berapa yang sudah memahaminya"),
    (*_CIRCULAR_LINE, Role.LEGAL, Role.COMMITTEE, Role.LEADER, Role.AUDITOR),
    Scope.OWN_UNIT,
)
EDIT_CIRCULARS = Permission(
    "norms.edit_circulars",
    _("Menyusun, menerbitkan, mengganti, dan mencabut surat edaran"),
    (Role.LEGAL, Role.PERSONNEL),
)
VIEW_READERS = Permission(
    "norms.view_readers", _("Melihat nama yang belum dan yang sudah memahami edaran"), _CIRCULAR_LINE, Scope.OWN_UNIT
)
REMIND_READERS = Permission(
    "norms.remind_readers", _("Mengingatkan yang belum membaca edaran"), _CIRCULAR_LINE, Scope.OWN_UNIT
)
VIEW_DECLARATIONS = Permission(
    "norms.view_declarations", _("Membaca pernyataan dan permohonan izin pegawai; tiap kali tercatat"),
    (Role.PERSONNEL, Role.LEGAL, Role.LEADER),
)  # fmt: skip
HANDLE_DECLARATIONS = Permission(
    "norms.handle_declarations",
    _("Memeriksa, mencatat, dan menyuratkan pernyataan dan permohonan izin"),
    (Role.PERSONNEL,),
)
DECIDE_DECLARATIONS = Permission("norms.decide_declarations", _("Memberi atau menolak izin"), (Role.LEADER,))
KEEP_ASSETS = Permission("norms.keep_assets", _("Mengurus daftar gedung dan kendaraan"), (Role.PERSONNEL,))
PLAN_DUTIES = Permission(
    "norms.plan_duties", _("Melihat siapa yang sedang izin bertugas, tanpa rinciannya"),
    (Role.COORDINATOR, Role.PERSONNEL, Role.LEADER), Scope.OWN_UNIT,
)  # fmt: skip
SET_STAGES = Permission(
    "norms.set_stages", _("Menulis dan menyetujui tanggal tahapan untuk daerahnya"), (Role.LEGAL, Role.PERSONNEL)
)
HANDLE_PROPOSALS = Permission(
    "norms.handle_proposals", _("Memutuskan usulan waktu tahapan berganti"), (Role.LEGAL, Role.PERSONNEL)
)
VIEW_CATALOGUE = Permission(
    "norms.view_catalogue", _("Membaca katalog aturan dengan riwayat versinya"),
    (Role.LEGAL, Role.PERSONNEL, Role.LEADER, Role.EXAMINER, Role.AUDITOR, Role.OBSERVER),
)  # fmt: skip
KEEP_CATALOGUE = Permission(
    "norms.keep_catalogue", _("Mencocokkan, mengoreksi, dan menyetujui aturan bagi instansinya"), (Role.LEGAL,)
)
MANAGE_WORKDAYS = Permission(
    "norms.manage_workdays", _("Menetapkan hari libur daerah dan minggu kerja"), (Role.LEGAL, Role.PERSONNEL)
)
VIEW_CLOCKS = Permission(
    "norms.view_clocks", _("Melihat tenggat yang sedang berjalan"), (Role.LEGAL, Role.PERSONNEL, Role.EXAMINER)
)
