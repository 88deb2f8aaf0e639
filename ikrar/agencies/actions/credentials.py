"""Issuing codes, setting and checking PINs, confirming, objecting."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ikrar.agencies import notices, pins, queries, tokens
from ikrar.agencies.actions import addresses
from ikrar.agencies.models import (
    Account,
    Credential,
    DeskNumber,
    Handing,
    Objection,
    OneTimeCode,
    PinCounter,
    Staff,
)
from ikrar.agencies.pins import Counter, Weak
from ikrar.agencies.roles import Actor
from ikrar.agencies.rules import (
    CODE_LENGTH,
    DESK_NUMBERS_A_DAY,
    GUESSES,
    OTP_A_DAY,
    OTP_MINUTES,
    OTP_TRIES,
    PIN_PAUSE_MINUTES,
    UNKNOWN_CODES,
    UNKNOWN_CODES_MINUTES,
    Card,
)
from ikrar.core import audit, ids, keys, prepared
from ikrar.core.errors import Refused


class WrongPin(Refused):
    """The PIN was wrong or is not heard now; the counter has been kept."""


def _fresh(agency_id: int, staff_id: int, *, by: Actor, at: dt.datetime) -> Credential:
    nonce = tokens.new_nonce()
    return Credential(
        agency_id=agency_id, staff_id=staff_id, nonce=nonce, lookup=tokens.lookup(tokens.code_of(nonce)),
        issued_at=at, issued_by=by.id,
    )  # fmt: skip


@transaction.atomic
def issue_credentials(agency_id: int, staff_ids: list[int], *, by: Actor, at: dt.datetime) -> int:
    """Give a code to each of these people who has none; returns how many were made."""
    fresh = [_fresh(agency_id, pk, by=by, at=at) for pk in queries.without_credential(staff_ids)]
    Credential.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    if fresh:
        audit.record("agencies.credentials_issued", None, by=by, fields=[str(len(fresh))])
    return len(fresh)


@transaction.atomic
def reissue_credential(staff: Staff, *, by: Actor, at: dt.datetime, reason: str, mail_code: bool = False) -> Credential:
    """End the present code and PIN and make a new one: lost code, lost PIN, changed phone, "bukan saya".

    Every known contact is told; with `mail_code` the registered e-mail gets the new code itself.
    """
    Staff.objects.select_for_update().get(pk=staff.pk)
    Credential.objects.filter(staff=staff, ended_at=None).update(ended_at=at, ended_why=reason[:40])
    credential = _fresh(staff.agency_id, staff.pk, by=by, at=at)
    credential.save()
    audit.record("agencies.credential_reissued", credential, by=by, reason=reason)
    notices.credential_reissued(credential, with_code=mail_code)
    return credential


@transaction.atomic
def hand_on(credential_ids: Iterable[int], *, by: Actor, at: dt.datetime) -> int:
    """Remember who got to see these codes to pass them on; the first one's name stands on the acts."""
    rows = Credential.objects.filter(pk__in=list(credential_ids), ended_at=None, confirmed_at=None)
    if by.id is not None:
        seen = [Handing(credential_id=pk, by=by.id) for pk in rows.values_list("pk", flat=True)]
        Handing.objects.bulk_create(seen, batch_size=1000, ignore_conflicts=True)
    count = rows.filter(handed_by=None).update(handed_by=by.id, handed_at=at)
    if count:
        audit.record("agencies.credentials_handed", None, by=by, fields=[str(count)])
    return count


def enter(typed: str, *, address: str, at: dt.datetime) -> Credential:
    """The credential of a typed code. A whole hall may share one address, so its typing errors are not counted.

    The check symbol tells a typing error from a guess. Who guesses on is no longer answered, not even rightly: else a
    machine would walk through codes until one fits.
    """
    credential, unknown = queries.credential_by_code(typed), queries.unknown_from(address, at)
    if credential is not None and unknown < GUESSES:
        return credential
    if credential is None and ids.checked(typed, CODE_LENGTH):
        addresses.count("address", address, minutes=UNKNOWN_CODES_MINUTES, at=at)
    if unknown >= UNKNOWN_CODES:
        raise Refused(
            _(
                "Terlalu banyak kode salah dari jaringan ini. Coba lagi %(minutes)d menit lagi, atau minta bantuan di meja."
            )
            % {"minutes": UNKNOWN_CODES_MINUTES},
            field="code",
        )
    raise Refused(_("Kode ini tidak dikenal. Periksa lagi sembilan huruf dan angkanya di slip Anda."), field="code")


_WEAK = {
    Weak.SHAPE: gettext_lazy("PIN terdiri dari 6 angka."),
    Weak.RUN: gettext_lazy("PIN berurutan terlalu mudah ditebak. Pilih yang lain."),
    Weak.REPEATED: gettext_lazy("PIN yang berulang terlalu mudah ditebak. Pilih yang lain."),
    Weak.NUMBER: gettext_lazy("PIN ini ada di dalam NIP Anda, jadi mudah ditebak. Pilih yang lain."),
    Weak.BIRTH: gettext_lazy("PIN ini tanggal lahir Anda, jadi mudah ditebak. Pilih yang lain."),
}


@transaction.atomic
def set_pin(credential_id: int, pin: str, *, device: str, at: dt.datetime) -> None:
    """The holder's first PIN; the phone on which it is set is known from then on."""
    row = queries.pin_row(credential_id, device)
    if row is None or not row.is_live:
        raise Refused(_("Kode ini sudah tidak berlaku. Minta kode baru."))
    if row.pin is not None:
        raise Refused(_("Kode ini sudah punya PIN. Masukkan PIN itu, atau tekan “Lupa PIN”."), field="pin")
    weak = pins.weakness(pin, row.number)
    if weak is not None:
        raise Refused(weak_words(weak), field="pin")
    prepared.run(
        "UPDATE agencies_credential SET pin = %s, pin_set_at = %s WHERE id = %s",
        [tokens.pin_verifier(credential_id, pin), at, credential_id],
    )
    know_device(credential_id, device)


def weak_words(weak: Weak) -> str:
    return str(_WEAK[weak])


_KNOW = """
INSERT INTO agencies_pincounter (credential_id, device, wrong) VALUES (%s, %s, 0)
ON CONFLICT (credential_id, device) DO UPDATE SET wrong = 0, closed_until = NULL
"""


def know_device(credential_id: int, device: str) -> None:
    """From now on this phone's wrong PINs count by themselves, from nought."""
    prepared.run(_KNOW, [credential_id, device])


def leave(credential_id: int, device: str, *, at: dt.datetime) -> None:
    """The holder leaves on this device: the PIN given there counts no longer, whoever has a copy of the cookie."""
    PinCounter.objects.filter(credential=credential_id, device=device).exclude(device="").update(left_at=at)


def check_pin(credential_id: int, pin: str, *, device: str, at: dt.datetime) -> None:
    """Nothing where the PIN is right; else count it, keep the count, and raise `WrongPin`."""
    with transaction.atomic():
        row = queries.pin_row(credential_id, device)
        if row is None:
            raise Refused(_("Kode ini sudah tidak berlaku. Minta kode baru."))
        counter = row.counter
        right = is_right(row.is_live, bytes(row.pin or b""), credential_id, pin, counter, at)
        if right and not (row.knows_phone and counter == Counter()):
            know_device(credential_id, device)
        elif not right and not counter.is_closed(at):
            counter = count_wrong(credential_id, device if row.knows_phone else "", counter, at)
    if not right:
        raise WrongPin(wrong_words(counter, at), field="pin")


def is_right(live: bool, verifier: bytes, credential_id: int, pin: str, counter: Counter, at: dt.datetime) -> bool:
    """Is this PIN heard and right? A closed counter hears none."""
    if not live or not verifier or counter.is_closed(at):
        return False
    return keys.same(verifier, tokens.pin_verifier(credential_id, pin))


def count_wrong(credential_id: int, where: str, counter: Counter, at: dt.datetime) -> Counter:
    """Keep one more wrong PIN in the counter `where`."""
    after = counter.after_wrong(at)
    PinCounter.objects.get_or_create(credential_id=credential_id, device=where)
    PinCounter.objects.filter(credential_id=credential_id, device=where).update(
        wrong=F("wrong") + 1, closed_until=after.closed_until
    )
    return after


def wrong_words(counter: Counter, at: dt.datetime) -> str:
    if counter.is_over:
        return _("PIN sudah salah 10 kali. Kode baru hanya bisa diminta langsung kepada petugas.")
    if counter.is_closed(at):
        return _("PIN salah 5 kali. Coba lagi %(minutes)d menit lagi.") % {"minutes": PIN_PAUSE_MINUTES}
    return ngettext(
        "PIN tidak cocok. Sisa %(left)d kali mencoba.", "PIN tidak cocok. Sisa %(left)d kali mencoba.", counter.left
    ) % {"left": counter.left}


@transaction.atomic
def send_one_time_code(credential: Credential, *, at: dt.datetime) -> OneTimeCode:
    """Send a six-digit code to the registered e-mail. At most one a minute, ten a day; only its HMAC is kept."""
    Credential.objects.select_for_update().get(pk=credential.pk)
    if not queries.confirmable(credential):
        raise Refused(_("Belum ada surel terdaftar untuk Anda. Minta petugas mencatatnya, atau datang ke meja."))
    if OneTimeCode.objects.filter(credential=credential, made_at__gt=at - dt.timedelta(minutes=1)).exists():
        raise Refused(_("Kode baru saja dikirim. Tunggu satu menit sebelum minta lagi."))
    if OneTimeCode.objects.filter(credential=credential, made_at__gt=at - dt.timedelta(days=1)).count() >= OTP_A_DAY:
        raise Refused(_("Hari ini sudah terlalu banyak kode dikirim. Coba lagi besok, atau datang ke meja."))
    verifier = tokens.one_time_verifier(credential.pk, tokens.one_time_code(credential.pk, at))
    made = OneTimeCode.objects.create(credential=credential, code=verifier, made_at=at)
    notices.one_time_code(made)
    return made


def use_one_time_code(credential: Credential, code: str, *, at: dt.datetime) -> None:
    """Confirm the holder by the code that went to the registered e-mail; lifts a handed credential for good."""
    with transaction.atomic():
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(credential=credential, used_at=None, made_at__gt=at - dt.timedelta(minutes=OTP_MINUTES))
            .order_by("-made_at")
            .first()
        )
        heard = row is not None and row.tries < OTP_TRIES
        right = heard and row is not None and keys.same(row.code, tokens.one_time_verifier(credential.pk, code.strip()))
        if row is not None and right:
            OneTimeCode.objects.filter(pk=row.pk).update(used_at=at)
            Credential.objects.filter(pk=credential.pk).update(confirmed_at=at, confirmed_how="email")
            Staff.objects.filter(pk=credential.staff_id, email_confirmed_at=None).update(email_confirmed_at=at)
        elif row is not None:
            OneTimeCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    if not right:
        raise Refused(_("Kode dari surel tidak cocok atau sudah lewat waktunya. Minta kode baru."), field="code")


@transaction.atomic
def show_desk_number(credential: Credential, *, at: dt.datetime) -> DeskNumber:
    """Six digits on the holder's own phone: an officer who types them at a desk knows who gave code and PIN there."""
    held = Credential.objects.select_for_update().get(pk=credential.pk)
    if not held.is_handed or held.ended_at is not None:
        raise Refused(_("Kode Anda tidak perlu dikonfirmasi lagi."))
    if (shown := queries.shown_number(held.pk, at)) is not None:
        return shown
    if DeskNumber.objects.filter(credential=held, made_at__gt=at - dt.timedelta(days=1)).count() >= DESK_NUMBERS_A_DAY:
        raise Refused(_("Hari ini sudah terlalu banyak nomor dibuat. Coba lagi besok, atau konfirmasi lewat surel."))
    verifier = tokens.desk_number_verifier(held.pk, tokens.desk_number(held.pk, at))
    return DeskNumber.objects.create(credential=held, number=verifier, made_at=at)


@transaction.atomic
def confirm_at_desk(
    credential: Credential, number: str, *, card: str, officer: Account, by: Actor, at: dt.datetime
) -> bool:
    """Lift a handed code for good: its holder came to the desk of an officer who did not hand it on.

    False where the number is wrong; that is counted, so whoever calls must not roll it back.
    """
    held = Credential.objects.select_for_update().get(pk=credential.pk)
    _refuse_to_confirm(held, officer, card)
    row = queries.shown_number(held.pk, at)
    if row is None:
        return False
    if not keys.same(row.number, tokens.desk_number_verifier(held.pk, number)):
        DeskNumber.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        return False
    DeskNumber.objects.filter(pk=row.pk).update(used_at=at)
    Credential.objects.filter(pk=held.pk).update(confirmed_at=at, confirmed_how="desk")
    audit.record("agencies.credential_confirmed", held, by=by, fields=["confirmed_at"], reason=str(Card(card).label))
    notices.credential_confirmed(held, officer=officer, at=at)
    return True


def _refuse_to_confirm(held: Credential, officer: Account, card: str) -> None:
    """Who may not confirm whose code, and what must have been looked at."""
    if held.ended_at is not None or not held.is_handed:
        raise Refused(_("Kode orang ini tidak perlu dikonfirmasi lagi. Tidak ada yang diubah."))
    if officer.staff_id is not None and officer.staff_id == held.staff_id:
        raise Refused(_("Anda tidak bisa mengonfirmasi kode sendiri. Minta petugas lain di meja lain."))
    if queries.has_handed(held, officer):
        raise Refused(_("Anda ikut menyampaikan kode ini, jadi konfirmasinya di meja petugas lain."))
    if card not in Card.values:
        raise Refused(_("Pilih kartu berfoto yang Anda cocokkan dengan wajahnya."), field="card")


@transaction.atomic
def object_as_not_me(credential: Credential, *, where: str, at: dt.datetime, act: int | None = None) -> Objection:
    """ "Ini bukan saya": the code ends at once, and a person looks into it; nobody is accused."""
    Credential.objects.filter(pk=credential.pk, ended_at=None).update(ended_at=at, ended_why="not_me")
    return Objection.objects.create(
        agency_id=credential.agency_id, staff_id=credential.staff_id, credential=credential, where=where, act=act, at=at
    )
