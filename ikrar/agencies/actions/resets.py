"""Opening an account anew for its holder: never both halves by one officer alone, and never unseen by the holder."""

import datetime as dt

from django.utils.translation import gettext as _

from ikrar.agencies import notices
from ikrar.agencies.models import Account, AccountReset
from ikrar.agencies.queries import officers
from ikrar.agencies.roles import Actor, Kind
from ikrar.agencies.rules import RESET_DAYS, Reset
from ikrar.core import zones
from ikrar.core.errors import Refused


def note(account: Account, what: Reset, *, by: Actor, at: dt.datetime) -> AccountReset:
    """Leave the trace of opening one half, and tell the holder; two at once wait for each other."""
    held = Account.objects.select_for_update().get(pk=account.pk)
    if by.kind != Kind.SYSTEM:
        _refuse_alone(held, what, by, at)
    made = AccountReset.objects.create(account=held, what=what, by_id=by.id, at=at)
    notices.account_reset(made)
    return made


def _refuse_alone(account: Account, what: Reset, by: Actor, at: dt.datetime) -> None:
    """Whoever opened the other half a while ago must not open this one: that would be taking over the account."""
    others = officers.open_resets(account, at).exclude(what=what)
    own, last = others.filter(by=by.id).first(), others.first()
    if own is not None:
        raise Refused(f"{_owner(what) % {'when': _when(own)}} {_others()}")
    if last is not None and not officers.is_long_standing(by, at):
        words = _("Akun ini baru diatur ulang petugas lain, dan peran Anda belum %(days)d hari.") % {"days": RESET_DAYS}
        raise Refused(f"{words} {_others()}")


def _owner(what: Reset) -> str:
    if what == Reset.PASSWORD:
        return _(
            "Pada %(when)s Anda sendiri mengatur ulang pengaman kedua akun ini, jadi kode undangannya bukan dari Anda."
        )
    return _("Pada %(when)s Anda sendiri membuat kode undangan akun ini, jadi pengaman keduanya bukan dari Anda.")


def _others() -> str:
    return _("Minta petugas kepegawaian lain yang sudah lama, atau operator mesin (perintah: ikrar officer reset).")


def _when(reset: AccountReset) -> str:
    return zones.moment(reset.at, officers.zone_of(reset.account))
