"""Texts to paste into a chat group: counts only, never a name."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.core import zones
from ikrar.core.templatetags.ikrar import percent, thousands
from ikrar.oversight.figures import Coverage, Line

_WORST = 5


def _head(campaign: Any, total: Line, at: dt.datetime) -> list[str]:
    return [
        f"*{campaign.title}*",
        zones.moment(at, campaign.agency.zone).replace("\u00a0", " "),
        _("Sudah: %(signed)s dari %(whole)s (%(share)s). Belum: %(missing)s.")
        % {
            "signed": thousands(total.signed), "whole": thousands(total.whole), "share": percent(total.signed, total.whole),
            "missing": thousands(total.missing),
        },
    ]  # fmt: skip


def _foot(campaign: Any) -> list[str]:
    until = zones.moment(campaign.closes_at, campaign.agency.zone).replace("\u00a0", " ")
    return ["", _("Tanda tangan sampai %(until)s:") % {"until": until}, f"{settings.PUBLIC_URL}/i/{campaign.code}"]


@override(settings.LANGUAGE_CODE)
def short(campaign: Any, coverage: Coverage, at: dt.datetime) -> str:
    """For the sekda: the total and where most are missing."""
    worst = [line for line in coverage.units if line.missing][:_WORST]
    rows = [f"{n}. {_line(line)}" for n, line in enumerate(worst, 1)]
    return "\n".join(
        [
            *_head(campaign, coverage.total, at),
            *(["", _("Paling banyak yang belum:"), *rows] if rows else []),
            *_foot(campaign),
        ]
    )


@override(settings.LANGUAGE_CODE)
def by_unit(campaign: Any, coverage: Coverage, at: dt.datetime) -> str:
    """For the group of coordinators: every unit, in the order of its name."""
    rows = [_line(line) for line in sorted(coverage.units, key=lambda line: line.name)]
    return "\n".join([*_head(campaign, coverage.total, at), "", *rows, *_foot(campaign)])


def _line(line: Line) -> str:
    if not line.missing:
        return _("%(unit)s: lengkap, %(whole)s") % {"unit": line.name, "whole": thousands(line.whole)}
    return _("%(unit)s: belum %(missing)s dari %(whole)s") % {
        "unit": line.name, "missing": thousands(line.missing), "whole": thousands(line.whole)
    }  # fmt: skip
