"""Confirming a handed code at a desk: the holder is there with a card, and shows a number on the own phone."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ikrar.agencies.actions import credentials
from ikrar.agencies.queries import desks
from ikrar.agencies.roles import Actor
from ikrar.core.errors import Refused
from ikrar.pledges.actions.vouching import in_reach, open_desk
from ikrar.pledges.models import SigningSession
from ikrar.pledges.queries import desk as queries


def confirm_holder(session: SigningSession, staff: int, *, number: str, card: str, by: Actor, at: dt.datetime) -> None:
    """Lift one person's handed code; what is signed afterwards counts as code and PIN. No PIN is typed at the desk."""
    if not _is_confirmed(session, staff, number=number, card=card, by=by, at=at):
        raise Refused(_("Nomor ini tidak cocok atau sudah lewat waktunya. Minta nomor baru di HP-nya."), field="number")


@transaction.atomic
def _is_confirmed(session: SigningSession, staff: int, *, number: str, card: str, by: Actor, at: dt.datetime) -> bool:
    desk, session = open_desk(by, at, session.pk)
    in_reach(session, desk, staff, at)
    if session.opened_by_id == desk.officer_id:
        raise Refused(_("Pembuka sesi tidak mengonfirmasi kode di sesi ini. Minta petugas lain di meja lain."))
    held = queries.handed_code(session, staff)
    if held is None:
        raise Refused(_("Kode orang ini tidak perlu dikonfirmasi lagi. Tidak ada yang diubah."))
    officer = desks.officer_of(desk)
    return credentials.confirm_at_desk(held, number, card=card, officer=desk.officer, by=officer, at=at)
