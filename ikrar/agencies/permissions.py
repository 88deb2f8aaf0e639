"""Who may do what about agencies, people, devices and codes."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission, Role, Scope

_OFFICE = (Role.PERSONNEL,)
_LINE = (Role.PERSONNEL, Role.COORDINATOR)

VIEW_STAFF = Permission("agencies.view_staff", _("Melihat daftar pegawai"), (*_LINE, Role.AUDITOR), Scope.OWN_UNIT)
EDIT_STAFF = Permission("agencies.edit_staff", _("Menambah, memindah, mengakhiri, menggabung pegawai"), _OFFICE)
EDIT_CONTACT = Permission("agencies.edit_contact", _("Memperbaiki nomor HP dan surel pegawai"), _LINE, Scope.OWN_UNIT)
IMPORT_ROSTER = Permission("agencies.import_roster", _("Mengunggah dan menerapkan daftar pegawai"), _OFFICE)
EDIT_UNITS = Permission("agencies.edit_units", _("Mengatur unit"), _OFFICE)
EDIT_AGENCY = Permission("agencies.edit_agency", _("Mengatur kop surat dan zona waktu"), _OFFICE)
GRANT_ROLES = Permission("agencies.grant_roles", _("Mengangkat petugas dan koordinator"), _OFFICE)
VIEW_RIGHTS = Permission("agencies.view_rights", _("Melihat siapa boleh apa"), (*_OFFICE, Role.AUDITOR, Role.LEADER))
REISSUE = Permission("agencies.reissue_credential", _("Menerbitkan ulang kode pribadi"), _LINE, Scope.OWN_UNIT)
ENROL_DEVICE = Permission("agencies.enrol_device", _("Mendaftarkan perangkat meja"), _OFFICE)
VIEW_AUDIT = Permission(
    "agencies.view_audit", _("Membaca jejak perubahan"), (*_LINE, Role.AUDITOR, Role.LEADER), Scope.OWN_UNIT
)
