"""How strong an act is (identity ladder of design section 3). Pure."""

import datetime as dt

from ikrar.agencies.rules import OTP_COUNTS_MINUTES, Level


def by_phone(*, is_handed: bool, otp_at: int, at: dt.datetime) -> Level:
    """Code and PIN on a phone: L3 with a one-time code just used, L1 while the code is handed on, else L2."""
    if otp_at and at.timestamp() - otp_at < OTP_COUNTS_MINUTES * 60:
        return Level.ONE_TIME_CODE
    return Level.VOUCHED if is_handed else Level.CODE_AND_PIN
