"""`ikrar officer reset LOGIN`: the operator opens an account anew, where the agency has no second officer who may."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ikrar.agencies.actions import officers as actions
from ikrar.agencies.models import Account
from ikrar.agencies.queries import officers
from ikrar.agencies.roles import system
from ikrar.agencies.rules import INVITATION_HOURS
from ikrar.core import ids, zones
from ikrar.core.errors import Refused
from ikrar.core.management.printing import print_json


class Command(BaseCommand):
    help = "Membuka ulang akun petugas yang kehilangan kata sandi atau pengaman keduanya. Orangnya diberi tahu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        reset = verbs.add_parser("reset", help="kode undangan baru, pengaman kedua diatur ulang, atau keduanya")
        reset.add_argument("login", help="nama pilihan atau surel petugas")
        reset.add_argument("--agency", default="", help="kode instansi, bila surel itu dipakai di beberapa instansi")
        reset.add_argument("--password", action="store_true", help="hanya buat kode undangan baru")
        reset.add_argument("--second-factor", action="store_true", help="hanya atur ulang pengaman kedua")
        reset.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, **options: Any) -> None:
        both = options["password"] == options["second_factor"]
        try:
            account = _found(options["login"], options["agency"])
            code = _reset(account, password=both or options["password"], second=both or options["second_factor"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        address = settings.PUBLIC_URL + reverse("agencies:accept_invitation")
        if options["json"]:
            print_json(self, {"officer": account.name, "code": code, "hours": INVITATION_HOURS, "address": address})
        elif code:
            self.stdout.write(
                _("%(name)s: kode undangan %(code)s, sekali pakai, %(hours)d jam, dipakai di %(address)s")
                % {"name": account.name, "code": code, "hours": INVITATION_HOURS, "address": address}
            )
        else:
            self.stdout.write(
                _("%(name)s: pengaman kedua diatur ulang; dipasang lagi saat masuk.") % {"name": account.name}
            )


def _found(login: str, agency: str) -> Account:
    found = [a for a in officers.accounts_by_login(login) if not agency or (a.agency and a.agency.code == agency)]
    if not found:
        raise Refused(_("Tidak ada akun aktif dengan nama atau surel %(login)s.") % {"login": login})
    if len(found) > 1:
        codes = ", ".join(account.agency.code for account in found if account.agency)
        raise Refused(_("Surel ini dipakai di beberapa instansi (%(codes)s). Sebut --agency.") % {"codes": codes})
    return found[0]


@transaction.atomic
def _reset(account: Account, *, password: bool, second: bool) -> str:
    """Both or neither; returns the invitation's code as it is typed, "" where none was made."""
    by, at = system(account.agency_id), zones.now()
    if second:
        actions.reset_second_factor(account, by=by, at=at)
    return ids.grouped(actions.renew_invitation(account, by=by, at=at), 4) if password else ""
