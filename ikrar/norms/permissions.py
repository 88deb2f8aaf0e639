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
