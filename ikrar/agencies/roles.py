"""Who somebody is and what a role may do: values, without any look-up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(TextChoices):
    """Roles of design section 3; a staff member needs no grant."""

    COORDINATOR = "coordinator", _("Koordinator unit")
    COMMITTEE = "committee", _("Panitia")
    PERSONNEL = "personnel", _("Petugas kepegawaian")
    LEGAL = "legal", _("Petugas hukum")
    LEADER = "leader", _("Pimpinan")
    EXAMINER = "examiner", _("Pemeriksa")
    CUSTODIAN = "custodian", _("Penjaga laporan")
    OBSERVER = "observer", _("Pengamat")
    AUDITOR = "auditor", _("Auditor")
    OPERATOR = "operator", _("Operator mesin")


class Scope(StrEnum):
    """How far a permission reaches from the place of the grant."""

    OWN_UNIT = "own_unit"
    OWN_AGENCY = "own_agency"
    INSTALLATION = "installation"


@dataclass(frozen=True)
class Permission:
    """One thing that somebody may do, with the roles that may; `says` is the sentence on the page of rights."""

    name: str
    says: "StrOrPromise"
    roles: tuple[Role, ...]
    scope: Scope = Scope.OWN_AGENCY


@dataclass(frozen=True)
class Grant:
    """A role at a unit, or in the whole agency where `unit_path` is empty."""

    role: str
    unit_id: int | None = None
    unit_path: str = ""


class Kind(StrEnum):
    OFFICER = "officer"
    STAFF = "staff"
    DEVICE = "device"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Actor:
    """What `by` and `viewer` take everywhere. `id` is the account, credential or device; names are for the own page.

    `officer` is whoever answers for a desk; the desk itself holds no grant.
    """

    kind: Kind
    id: int | None = None
    agency_id: int | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    staff_id: int | None = None
    agency_name: str = ""
    officer: "Actor | None" = None

    @property
    def is_officer(self) -> bool:
        return self.kind is Kind.OFFICER

    def has(self, permission: Permission) -> bool:
        """Holds a role that carries this permission, somewhere."""
        return any(grant.role in permission.roles for grant in self.grants)

    def reach(self, permission: Permission) -> tuple[str, ...]:
        """Unit paths under which the permission holds; ("",) is the whole agency, () is nowhere."""
        paths = {grant.unit_path for grant in self.grants if grant.role in permission.roles}
        return ("",) if "" in paths else tuple(sorted(paths))


NOBODY = Actor(Kind.NOBODY)


def system(agency_id: int | None = None) -> Actor:
    """The machine itself: the worker, a command."""
    return Actor(Kind.SYSTEM, agency_id=agency_id)
