"""Who may do what about activities and attendance."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission, Role, Scope

_COMMITTEE = (Role.PERSONNEL, Role.COMMITTEE)

VIEW_ACTIVITIES = Permission(
    "outreach.view_activities", _("Melihat kegiatan"),
    (*_COMMITTEE, Role.COORDINATOR, Role.LEGAL, Role.LEADER, Role.OBSERVER, Role.AUDITOR),
)  # fmt: skip
EDIT_ACTIVITIES = Permission("outreach.edit_activities", _("Membuat, membuka, menutup kegiatan"), _COMMITTEE)
CHECK_IN = Permission("outreach.check_in", _("Mencatat kehadiran di meja"), (*_COMMITTEE, Role.COORDINATOR))
VIEW_ATTENDANCE = Permission("outreach.view_attendance", _("Melihat siapa yang hadir"), (*_COMMITTEE, Role.LEADER))
VOID_ATTENDANCE = Permission("outreach.void_attendance", _("Membatalkan kehadiran"), _COMMITTEE)
INVITE = Permission("outreach.invite", _("Mengundang pegawai dan tamu, memberi jatah kepada unit"), _COMMITTEE)
VIEW_EVALUATION = Permission(
    "outreach.view_evaluation", _("Melihat hasil evaluasi kegiatan"), (*_COMMITTEE, Role.LEADER)
)
NAME_DELEGATES = Permission(
    "outreach.name_delegates", _("Menyebut utusan unit dalam kegiatan"), (*_COMMITTEE, Role.COORDINATOR), Scope.OWN_UNIT
)
PREPARE = Permission("outreach.prepare", _("Mencetak dan mengirim undangan, mencetak dan mencabut lencana"), _COMMITTEE)
EXPORT_ATTENDANCE = Permission("outreach.export_attendance", _("Mengunduh daftar hadir"), (*_COMMITTEE, Role.LEADER))
MODERATE_QUESTIONS = Permission("outreach.moderate_questions", _("Memilih pertanyaan untuk narasumber"), _COMMITTEE)
ANSWER_QUESTIONS = Permission(
    "outreach.answer_questions", _("Menjawab pertanyaan dengan dasar hukumnya"), (*_COMMITTEE, Role.LEGAL)
)
ATTACH = Permission("outreach.attach", _("Melampirkan foto dan berkas kegiatan"), _COMMITTEE)
VIEW_ATTACHMENTS = Permission(
    "outreach.view_attachments", _("Melihat foto dan berkas kegiatan"),
    (*_COMMITTEE, Role.COORDINATOR, Role.LEGAL, Role.LEADER, Role.AUDITOR),
)  # fmt: skip
DRAW_ATTENDANCE = Permission("outreach.draw_attendance", _("Mengundi contoh kehadiran"), (Role.OBSERVER,))
WRITE_REMARK = Permission("outreach.write_remark", _("Menulis catatan pengamat"), (Role.OBSERVER,))
ENTER_SHEET = Permission(
    "outreach.enter_sheet", _("Mencetak dan memasukkan daftar hadir kertas"), (*_COMMITTEE, Role.COORDINATOR),
    Scope.OWN_UNIT,
)  # fmt: skip
CONFIRM_SHEET = Permission(
    "outreach.confirm_sheet", _("Mengesahkan daftar hadir kertas"), (*_COMMITTEE, Role.COORDINATOR, Role.LEADER),
    Scope.OWN_UNIT,
)  # fmt: skip
VIEW_UNITS = Permission(
    "outreach.view_units", _("Melihat siapa di unitnya yang belum hadir"), (*_COMMITTEE, Role.COORDINATOR, Role.LEADER),
    Scope.OWN_UNIT,
)  # fmt: skip
NOTE_CIRCULAR = Permission("outreach.note_circular", _("Mencatat pemahaman edaran dari kehadiran"), _COMMITTEE)
