"""Choices of the legal clock, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MoveCause(TextChoices):
    """Why a running clock's due date became another."""

    DAYS_OFF = "days_off", _("hari libur berubah")
    WEEK = "week", _("jumlah hari kerja seminggu berubah")
    YEAR = "year", _("keputusan hari libur tahunnya terbit")
    PAUSED = "paused", _("waktunya berhenti")
    RESUMED = "resumed", _("waktunya berjalan lagi")


#: A clock that ends within so many days stands out in lists.
SOON_DAYS = 7
#: Open clocks that one step of the job counts again: 200 ms of work at the most.
CLOCKS_PER_STEP = 40
#: How far ahead of today a local day off or a change of the week may be told.
AHEAD_DAYS = 800
#: The longest count that a page makes for a typed number.
MOST_TYPED_DAYS = 366
