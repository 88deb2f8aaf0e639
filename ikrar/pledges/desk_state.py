"""What a desk has before it, for ten minutes at most: a search, one person, a verdict. One sealed cookie, wiped after each."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core import signing

from ikrar.core import keys

COOKIE, PATH = "ikrar_meja_kini", "/meja/"
AGE = 600
_SALT = "ikrar.meja"


@dataclass(frozen=True)
class Now:
    """A search (`typed`), a person (`staff`, `badge` if scanned, `uuid` of the act to come), the verdict (`said`, `act`, `at`)."""

    session: int
    typed: str = ""
    staff: int = 0
    kiosk: bool = False
    badge: int = 0
    uuid: str = ""
    said: str = ""
    act: int = 0
    at: str = ""

    @property
    def moment(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.at) if self.at else None


def seal(now: Now) -> str:
    return signing.dumps(asdict(now), key=_key(), salt=_SALT, compress=True)


def unseal(text: str, session: int) -> Now:
    """What the cookie says of this session; nothing where it is foreign, too old, or of another session."""
    try:
        now = Now(**signing.loads(text, key=_key(), salt=_SALT, max_age=AGE))
    except (signing.BadSignature, TypeError):
        return Now(session)
    return now if now.session == session else Now(session)


def _key() -> str:
    return keys.mac("cookie", "desk-state").hex()
