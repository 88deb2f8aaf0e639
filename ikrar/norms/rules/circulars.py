"""States, moves and ways of circulars and their acknowledgement, as tables."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CircularState(TextChoices):
    """`known` is an older circular of which number and title are all that is kept here."""

    DRAFT = "draft", _("konsep")
    ISSUED = "issued", _("sedang berlaku")
    REPLACED = "replaced", _("sudah diganti")
    WITHDRAWN = "withdrawn", _("sudah dicabut")
    CANCELLED = "cancelled", _("batal")
    KNOWN = "known", _("tercatat")


class CircularForm(TextChoices):
    """Written here from the template, or uploaded as it was signed."""

    WRITTEN = "written", _("ditulis di sini")
    FILE = "file", _("PDF bertanda tangan")


@dataclass(frozen=True)
class Move:
    """A step from one state to another, and whether it needs a reason."""

    name: str
    since: CircularState
    to: CircularState
    asks_reason: bool = False


#: `replace_circular` is taken with the issue of the circular that replaces it.
MOVES = (
    Move("issue_circular", CircularState.DRAFT, CircularState.ISSUED),
    Move("replace_circular", CircularState.ISSUED, CircularState.REPLACED),
    Move("withdraw_circular", CircularState.ISSUED, CircularState.WITHDRAWN, asks_reason=True),
    Move("cancel_circular", CircularState.ISSUED, CircularState.CANCELLED, asks_reason=True),
)


class NumberState(TextChoices):
    """What became of a number: on a circular, cancelled with a reason, or passed over when own numbering began."""

    USED = "used", _("terpakai")
    CANCELLED = "cancelled", _("batal")
    SKIPPED = "skipped", _("dilewati")


class Way(TextChoices):
    """How somebody came to acknowledge."""

    PHONE = "phone", _("dari HP sendiri")
    MEETING = "meeting", _("lewat pertemuan")


class Read(TextChoices):
    """What shows that the text had been before the person."""

    PAGE = "page", _("dibuka sampai akhir halaman")
    FILE = "file", _("berkasnya dibuka")
    HEARD = "heard", _("dibahas di pertemuan")


class AckVoidReason(TextChoices):
    NOT_ME = "not_me", _("Bukan saya")
    WRONG_PERSON = "wrong_person", _("Salah orang")
    TEST = "test", _("Percobaan")
    OTHER = "other", _("Lainnya")


#: Nobody is reminded of the same circular again within so many hours, whoever presses.
REMIND_HOURS = 24
#: At most so many points of one list, each of so many letters.
POINTS_MOST, POINT_LENGTH = 30, 600
#: At most so many numbers are passed over when own numbering begins.
SKIPPED_MOST = 500
