"""Who may do what about texts, campaigns and signatures."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission, Role, Scope

_LINE = (Role.PERSONNEL, Role.COORDINATOR)

VIEW_CAMPAIGNS = Permission(
    "pledges.view_campaigns", _("Melihat penandatanganan"),
    (*_LINE, Role.COMMITTEE, Role.LEGAL, Role.LEADER, Role.OBSERVER, Role.AUDITOR), Scope.OWN_UNIT,
)  # fmt: skip
VIEW_MINUTES = Permission(
    "pledges.view_minutes", _("Membuka berita acara penandatanganan"),
    (Role.PERSONNEL, Role.COMMITTEE, Role.LEGAL, Role.LEADER, Role.OBSERVER, Role.AUDITOR),
)  # fmt: skip
EDIT_CAMPAIGNS = Permission("pledges.edit_campaigns", _("Membuat, membuka, menutup penandatanganan"), (Role.PERSONNEL,))
EDIT_TEXTS = Permission("pledges.edit_texts", _("Menulis naskah ikrar dan pakta"), (Role.PERSONNEL, Role.LEGAL))
APPROVE_TEXTS = Permission("pledges.approve_texts", _("Menyetujui naskah"), (Role.PERSONNEL, Role.LEGAL))
REACH = Permission("pledges.reach_people", _("Mencetak slip dan mengirim ajakan"), _LINE, Scope.OWN_UNIT)
MAIL_MERGE = Permission("pledges.mail_merge", _("Mengunduh daftar kode untuk surat massal"), (Role.PERSONNEL,))
OPEN_SESSION = Permission(
    "pledges.open_session", _("Membuka sesi tanda tangan di meja"), (*_LINE, Role.COMMITTEE), Scope.OWN_UNIT
)
VOUCH = Permission("pledges.vouch", _("Menyaksikan tanda tangan di meja"), (*_LINE, Role.COMMITTEE), Scope.OWN_UNIT)
ENTER_PAPER = Permission("pledges.enter_paper", _("Memasukkan lembar kertas"), _LINE, Scope.OWN_UNIT)
CONFIRM_PAPER = Permission(
    "pledges.confirm_paper", _("Mengesahkan lembar kertas"), (*_LINE, Role.LEADER), Scope.OWN_UNIT
)
VOID_SIGNATURE = Permission("pledges.void_signature", _("Membatalkan tanda tangan dengan alasan"), (Role.PERSONNEL,))
VIEW_EVIDENCE = Permission(
    "pledges.view_evidence", _("Melihat foto dan coretan sebagai bukti tanda tangan"), (Role.PERSONNEL,)
)
NOTE_REASON = Permission("pledges.note_reason", _("Mencatat alasan yang belum"), _LINE, Scope.OWN_UNIT)
ANSWER_CORRECTION = Permission(
    "pledges.answer_correction", _("Menjawab data yang dikoreksi penanda tangan"), (Role.PERSONNEL,)
)
PRINT_PACTS = Permission("pledges.print_pacts", _("Mencetak pakta"), _LINE, Scope.OWN_UNIT)
DRAW_SIGNATURES = Permission(
    "pledges.draw_signatures", _("Mengundi contoh tanda tangan"), (Role.OBSERVER, Role.AUDITOR)
)
OPEN_SCREEN = Permission(
    "pledges.open_screen", _("Membuat dan mengakhiri tautan layar ikrar"), (Role.PERSONNEL, Role.COMMITTEE)
)
TURN_SCREEN = Permission(
    "pledges.turn_screen", _("Mengendalikan layar ikrar"), (Role.PERSONNEL, Role.COMMITTEE, Role.LEADER)
)
PROPOSE_ERASURE = Permission(
    "pledges.propose_erasure", _("Mengusulkan penghapusan data penanda tangan"), (Role.PERSONNEL, Role.LEGAL)
)
APPROVE_ERASURE = Permission(
    "pledges.approve_erasure", _("Menyetujui penghapusan data penanda tangan"), (Role.PERSONNEL, Role.LEGAL)
)
HOLD_ERASURE = Permission(
    "pledges.hold_erasure", _("Menahan penghapusan selama pemeriksaan atau sengketa"), (Role.LEGAL,)
)
