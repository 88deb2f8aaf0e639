"""How the register takes in what is committed, and why it may refuse to."""

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: A batch waits for so many commitments, or so long: few at once would tell who came when.
BATCH_ENTRIES, BATCH_WAIT = 8, dt.timedelta(minutes=10)
#: What a receipt promises: by then a commitment stands in the log.
PROMISED = dt.timedelta(hours=1)
#: Entries that one batch takes at most, so that its locks are short.
MOST_ENTRIES = 4_096
#: The first byte of an entry. What these three mean the log says itself; every other one is its writer's.
BATCH_LEAF, SUCCESSOR_LEAF, KEY_LEAF = b"\x02", b"\x04", b"\x05"
#: An entry is never longer than what a bundle can hold, and a page can show.
LONGEST_ENTRY = 2_048


class Held(TextChoices):
    """Why a log takes nothing in."""

    NO = "", _("menerima")
    BEHIND = "behind", _("basis data tertinggal dari yang sudah diterbitkan")
    UNCONFIRMED = "unconfirmed", _("ukuran terakhir belum dipastikan sesudah pemulihan")
    FORKED = "forked", _("isi basis data berbeda dari yang sudah diterbitkan")
    ENDED = "ended", _("digantikan log penerus")
