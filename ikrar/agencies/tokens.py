"""Personal codes and the cookies of signers and desks: derived or signed under keys outside the database."""

import datetime as dt
import os
import secrets
from dataclasses import dataclass, replace

from django.core import signing

from ikrar.agencies.rules import CODE_LENGTH
from ikrar.core import ids, keys

_BITS = 5 * CODE_LENGTH


def new_nonce() -> bytes:
    """A nonce whose code has a check symbol that every phone can type (some 1 in 7 have not)."""
    while True:
        nonce = os.urandom(12)
        if _derive(nonce):
            return nonce


def _derive(nonce: bytes) -> str | None:
    number = int.from_bytes(keys.mac("code", "derive", nonce)[:8], "big") >> (64 - _BITS)
    return ids.with_check(number, CODE_LENGTH)


def code_of(nonce: bytes) -> str:
    """The personal code, 9 symbols: 8 (40 bits) and the check symbol."""
    return _derive(bytes(nonce)) or ""


def lookup(code: str) -> bytes:
    """What the database knows of a code: 16 bytes of an HMAC."""
    return keys.mac("code", "lookup", code)[:16]


def pin_verifier(credential_id: int, pin: str) -> bytes:
    return keys.mac("pin", str(credential_id), pin)


def one_time_verifier(credential_id: int, code: str) -> bytes:
    return keys.mac("pin", "one-time", str(credential_id), code)


def one_time_code(credential_id: int, made_at: dt.datetime) -> str:
    """The six digits of a one-time code: derived, so that its letter can be written when it is sent and none rests anywhere."""
    moment = made_at.astimezone(dt.UTC).isoformat()
    return f"{int.from_bytes(keys.mac('code', 'one-time', str(credential_id), moment)[:8], 'big') % 10**6:06d}"


def desk_number(credential_id: int, made_at: dt.datetime) -> str:
    """The six digits that a holder's phone shows to a desk: derived, so that the page can be loaded again."""
    moment = made_at.astimezone(dt.UTC).isoformat()
    return f"{int.from_bytes(keys.mac('code', 'desk', str(credential_id), moment)[:8], 'big') % 10**6:06d}"


def desk_number_verifier(credential_id: int, number: str) -> bytes:
    return keys.mac("pin", "desk", str(credential_id), number)


def token_digest(token: str) -> bytes:
    """What the database knows of a long random token (desks, invitations)."""
    return keys.mac("cookie", "token", token)


def new_token() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Signer:
    """What a signer's cookie says: credential, device, and where to go on, a campaign's code or an activity's key.

    `pin_at` and `otp_at` are unix seconds or 0.
    """

    credential: int
    device: str
    campaign: str = ""
    pin_at: int = 0
    otp_at: int = 0
    activity: int = 0

    def with_pin(self, at: dt.datetime) -> "Signer":
        return replace(self, pin_at=int(at.timestamp()))

    def has_left(self, left_at: dt.datetime | None) -> bool:
        """Was the PIN given before the holder left on this device? A copy of the cookie opens nothing from then on."""
        return left_at is not None and self.pin_at < left_at.timestamp()

    def with_otp(self, at: dt.datetime) -> "Signer":
        return replace(self, otp_at=int(at.timestamp()))


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(key=keys.mac("cookie", "signer").hex(), salt="ikrar.saya")


def seal(signer: Signer) -> str:
    """The cookie's text, signed with its time."""
    numbers = f"{signer.pin_at}~{signer.otp_at}~{signer.activity}"
    return _signer().sign(f"{signer.credential}~{signer.device}~{signer.campaign}~{numbers}")


def unseal(text: str, *, max_age: int) -> Signer | None:
    """The cookie's content if it is ours and younger than `max_age` seconds, else None."""
    try:
        credential, device, campaign, *numbers = _signer().unsign(text, max_age=max_age).split("~")
    except (signing.BadSignature, ValueError):
        return None
    return Signer(int(credential), device, campaign, *map(int, numbers))


def invitation_code(account_id: int, invited_at: dt.datetime) -> str:
    """The code of an officer's invitation, 16 symbols (80 bits): derived, so that a letter can be written when it is sent."""
    moment = invited_at.astimezone(dt.UTC).isoformat()
    return ids.encode(int.from_bytes(keys.mac("code", "invitation", str(account_id), moment)[:10], "big"), 16)


def known_accounts(cookie: str) -> tuple[str, tuple[int, ...]]:
    """The device's name and the accounts that once logged in fully on it; ("", ()) if the cookie is not ours."""
    try:
        device, _, accounts = _known().unsign(cookie).partition("~")
    except signing.BadSignature:
        return "", ()
    return device, tuple(int(pk) for pk in accounts.split(".") if pk)


def know_account(cookie: str, account_id: int) -> str:
    """The cookie with this account added; a computer that many share remembers the last eight."""
    device, accounts = known_accounts(cookie)
    kept = [pk for pk in accounts if pk != account_id][-7:]
    return _known().sign(f"{device or secrets.token_urlsafe(12)}~{'.'.join(map(str, [*kept, account_id]))}")


def _known() -> signing.Signer:
    return signing.Signer(key=keys.mac("cookie", "known-device").hex(), salt="ikrar.perangkat")
