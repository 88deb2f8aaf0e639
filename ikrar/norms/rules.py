"""Choices of the norms room, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ElectionKind(TextChoices):
    """What is elected: `pemilu` nationally, `pilkada` in regions."""

    PEMILU = "pemilu", _("Pemilu")
    PILKADA = "pilkada", _("Pilkada")
