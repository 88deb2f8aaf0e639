"""What an operator compares and examines of pledges."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ikrar.core.doctor import Finding, check, figure
from ikrar.pledges.models import Campaign
from ikrar.pledges.queries import tallies

figure("signatures", "pledges.Signature", "tanda tangan")


@check("tallies")
def kept_counts() -> Iterator[Finding]:
    """What pages count agrees with the signatures themselves, in every unit, kind, level and way of signing."""
    for campaign in Campaign.objects.order_by("pk"):
        wrong = tallies.differing(campaign)
        if wrong:
            said = _("Penandatanganan %(code)s: %(cells)d hitungan berbeda dari tanda tangannya, seluruhnya %(n)d.")
            told = {"code": campaign.code, "cells": len(wrong), "n": sum(abs(cell.signed) for cell in wrong)}
            keep = _("Simpan cadangan sekarang, lalu kirim laporan pemeriksaan ini kepada pengelola.")
            yield Finding(said % told, keep)
