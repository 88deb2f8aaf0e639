"""How strong an act is (identity ladder of design section 3). Pure."""

import datetime as dt

from ikrar.agencies.rules import OTP_COUNTS_MINUTES, Level


def by_phone(*, is_handed: bool, otp_at: int, at: dt.datetime) -> Level:
    """Code and PIN on a phone: L3 with a one-time code just used, L1 while the code is handed on, else L2."""
    if _otp_counts(otp_at, at):
        return Level.ONE_TIME_CODE
    return Level.VOUCHED if is_handed else Level.CODE_AND_PIN


def ways(least_level: int, *, otp_at: int, at: dt.datetime) -> tuple[bool, bool]:
    """What a text that asks for this level wants of a phone first: a one-time code now; a code of the holder's own."""
    return least_level >= Level.ONE_TIME_CODE and not _otp_counts(otp_at, at), least_level >= Level.CODE_AND_PIN


def _otp_counts(otp_at: int, at: dt.datetime) -> bool:
    return bool(otp_at) and at.timestamp() - otp_at < OTP_COUNTS_MINUTES * 60
