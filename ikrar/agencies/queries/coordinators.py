"""Reading a pasted list of coordinators against the units and accounts that there are."""

from collections import Counter
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ikrar.agencies.models import Account, RoleGrant, Unit
from ikrar.agencies.roles import Actor, Role
from ikrar.agencies.roster import names

#: More lines than any agency has units; a larger list is somebody's mistake.
MOST_LINES = 2000


@dataclass(frozen=True)
class Line:
    """One pasted line: whom to appoint where, or why not. `done` says that the person holds the role already."""

    number: int
    unit_name: str
    name: str
    email: str
    unit: Unit | None = None
    account: Account | None = None
    problem: str = ""
    done: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.problem and not self.done


def coordinator_lines(viewer: Actor, text: str) -> list[Line]:
    """The pasted list with each line checked: "unit; name; e-mail", separated by semicolons, tabs or bars.

    Lines that name nobody are left out: the page itself fills in units for which nobody may be found yet.
    """
    lines = [_parse(number, raw) for number, raw in _told(text) if not _is_blank(raw)]
    known = _Known(viewer, lines)
    twice = Counter((names.key(line.unit_name), line.email) for line in lines if line.email)
    return [known.check(line, twice=twice[names.key(line.unit_name), line.email] > 1) for line in lines]


def blank_lines(text: str) -> int:
    """How many lines were left as the page gave them, a unit without a person."""
    return sum(_is_blank(raw) for _number, raw in _told(text))


def _told(text: str) -> list[tuple[int, str]]:
    return [(number, raw) for number, raw in enumerate(text.splitlines()[:MOST_LINES], 1) if raw.strip()]


def _is_blank(raw: str) -> bool:
    """Separators with nothing behind them; a line without any is somebody's mistake."""
    parts = _parts(raw)
    return len(parts) > 1 and not any(parts[1:])


def _parse(number: int, raw: str) -> Line:
    unit, name, email = (names.clean(part) for part in [*_parts(raw), "", "", ""][:3])
    return Line(number, unit[:160], name[:120], email.lower()[:254])


def _parts(raw: str) -> list[str]:
    mark = next((mark for mark in "\t;|" if mark in raw), None)
    return [part.strip() for part in raw.split(mark)] if mark else [raw.strip()]


class _Known:
    """What the database knows about the lines, read in three queries."""

    def __init__(self, viewer: Actor, lines: list[Line]) -> None:
        self.agency_id = viewer.agency_id
        self.units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(agency=viewer.agency_id, merged_into=None).select_related("parent"):
            for spelling in {unit.name, f"{unit.parent.name} / {unit.name}" if unit.parent else unit.name}:
                self.units.setdefault(names.key(spelling), []).append(unit)
        emails = [line.email for line in lines if line.email]
        own = Account.objects.filter(agency=viewer.agency_id, agency__isnull=False)
        self.accounts = {account.email: account for account in own.filter(email__in=emails)}
        grants = RoleGrant.objects.filter(agency=viewer.agency_id, role=Role.COORDINATOR, ended_at=None)
        self.held = set(grants.values_list("account_id", "unit_id"))

    def check(self, line: Line, *, twice: bool) -> Line:
        found = self.units.get(names.key(line.unit_name), [])
        unit = found[0] if len(found) == 1 else None
        account = self.accounts.get(line.email) if line.email else None
        problem = self._problem(line, found, account) or (
            _("Baris ini ada dua kali. Hapus salah satu.") if twice else ""
        )
        done = bool(unit and account and (account.pk, unit.pk) in self.held)
        return replace(line, unit=unit, account=account, problem=problem, done=done and not problem)

    def _problem(self, line: Line, found: list[Unit], account: Account | None) -> str:
        if len(found) > 1:
            return _("Ada beberapa unit bernama “%(unit)s”. Tulis dengan induknya: Nama induk / %(unit)s") % {
                "unit": line.unit_name
            }
        if not found:
            return _("Unit “%(unit)s” tidak ada di daftar unit. Tulis namanya seperti di daftar pegawai.") % {
                "unit": line.unit_name
            }
        if not line.name:
            return _("Nama belum ditulis. Contoh: Dinas Contoh; Sari Contohwati; sari@kota.example")
        if line.email and not _is_email(line.email):
            return _("Surel “%(email)s” tidak lengkap. Contoh: sari@kota.example") % {"email": line.email}
        if account and not account.is_active:
            return _("Akun dengan surel ini sudah dinonaktifkan. Aktifkan dulu, atau pakai surel lain.")
        return ""


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def units_without_coordinator(viewer: Actor) -> QuerySet[Unit]:
    """Units of the own agency that nobody coordinates; their parents stand in for them."""
    held = RoleGrant.objects.filter(role=Role.COORDINATOR, ended_at=None, account__is_active=True, unit__isnull=False)
    rows = Unit.objects.filter(agency=viewer.agency_id, agency__isnull=False, merged_into=None)
    return rows.exclude(pk__in=held.values("unit")).order_by("name", "pk")
