"""Who may see which figures."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.roles import Permission, Role, Scope

_LINE = (Role.PERSONNEL, Role.COORDINATOR)

VIEW_COVERAGE = Permission(
    "oversight.view_coverage",
    _("Melihat cakupan per unit"),
    (*_LINE, Role.LEADER, Role.AUDITOR, Role.COMMITTEE),
    Scope.OWN_UNIT,
)
VIEW_MISSING = Permission("oversight.view_missing", _("Melihat nama yang belum"), _LINE, Scope.OWN_UNIT)
EXPORT_FIGURES = Permission(
    "oversight.export_figures", _("Mengunduh angka dan rekap"), (*_LINE, Role.LEADER), Scope.OWN_UNIT
)
VIEW_MACHINE = Permission("oversight.view_machine", _("Melihat keadaan mesin"), (Role.OPERATOR,), Scope.INSTALLATION)
OBSERVE = Permission("oversight.observe", _("Melihat jumlah dan mengundi contoh"), (Role.OBSERVER,))
